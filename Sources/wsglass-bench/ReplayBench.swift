import Glibc
import Locks
import Loop
import Scripts
import Sessions
import Transport
import WebSocketClient
import WebSocketCore
import WebSocketServer

/// Scripts played to a server on another thread. What is measured is the CPU of the thread that plays.
enum ReplayBench {
  /// A script of `count` messages of 125 bytes, as fast as they go, to a server that answers nothing.
  static func send(count: Int) async throws {
    let text = String(repeating: "x", count: 110)
    var bytes: [UInt8] = []
    for index in 0..<min(count, 1 << 20) {
      let number = String(10_000_000 + index)
      bytes += Array("{\"send\":\"{\\\"n\\\":\(number),\(text)\"}\n".utf8)
    }
    let (result, cpu, seconds, sent) = try await play(bytes, on: 1, speed: .maximum, handler: { Sink() })
    printJSON([
      ("n", sent), ("passed", result.passed), ("secs", seconds), ("cpu", cpu),
      ("cpu_us_per_message", cpu / Double(max(1, sent)) * 1e6),
    ])
  }

  /// `connections` at once for so many seconds, ten messages a second each, each with a reply that is expected.
  static func many(connections: Int, seconds: Int) async throws {
    // Begun evenly over a second, as users would come.
    let script = """
      {"parallel":\(connections),"spread":"1s","steps":[{"repeat":\(seconds * 10),"rate":10,"steps":[\
      {"send":"{\\"type\\":\\"ping\\",\\"n\\":${seq}}"},{"expect":{"json":{"type":"ping"}},"name":"echo"}]}]}

      """
    let (result, cpu, took, sent) = try await play(
      Array(script.utf8), on: 1, speed: .times(1), handler: { Echo() })
    let latency = result.tallies.first?.latency ?? LatencyHistogram()
    printJSON([
      ("conns", connections), ("sent", sent), ("matched", result.matched), ("failed", result.failureCount),
      ("secs", took), ("cpu", cpu), ("cpu_share", cpu / took),
      ("late_p50_us", Double(result.lateness.percentile(50)) / 1e3),
      ("late_p99_us", Double(result.lateness.percentile(99)) / 1e3),
      ("late_max_us", Double(result.lateness.most) / 1e3),
      ("reply_p50_us", Double(latency.percentile(50)) / 1e3),
      ("reply_p99_us", Double(latency.percentile(99)) / 1e3),
    ])
  }

  private static func play(
    _ bytes: [UInt8], on connections: Int, speed: ScriptSpeed,
    handler: @escaping @Sendable () -> any ConnectionHandler
  ) async throws -> (ReplayResult, cpu: Double, seconds: Double, sent: Int) {
    let script = try Script(parsing: bytes, named: "bench.jsonl")
    let serving = try EventLoop(name: "server")
    let playing = try EventLoop(name: "net")
    try serving.start()
    try playing.start()
    var options = ServerOptions()
    options.connectionLimit = 20_000
    let server = try WebSocketServer(host: "127.0.0.1", port: 0, on: serving, options: options) { _ in
      .accept(handler())
    }
    server.start()
    var settings = ScriptRun.Settings()
    settings.speed = speed
    var target = try ReceiveBench.target("ws://127.0.0.1:\(server.port)/")
    target.request.compression = nil
    let crew = ReplayCrew(
      script, settings: settings, target: target, on: playing, connectsInParallel: true,
      refusalWords: { "\($0)" })
    let before = await threadCPU(playing)
    let began = Monotonic.now()
    let result = await crew.play(connections: connections)
    let seconds = Double(Monotonic.now() - began) / 1e9
    let cpu = await threadCPU(playing) - before
    server.stop()
    return (result, cpu, seconds, result.sent)
  }

  /// Seconds of the loop's own thread.
  private static func threadCPU(_ loop: EventLoop) async -> Double {
    await withCheckedContinuation { waiter in
      loop.execute {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        waiter.resume(returning: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
      }
    }
  }
}

/// Takes everything.
private final class Sink: ConnectionHandler {}

/// Sends text and binary frames back.
private final class Echo: ConnectionHandler {
  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard event.opcode == .text || event.opcode == .binary else { return }
    try? connection.send(event.opcode, event.payload, isFinal: event.header.isFinal)
  }
}
