import Glibc
import Locks
import Loop
import Scripts
import WebSocketCore

/// How long it takes to load and check a script of many steps, what memory it needs, and what a run costs for each message.
enum ScriptBench {
  /// Sends of 125 bytes; every tenth step expects a reply, where `replies`.
  static func run(count: Int) throws {
    try measure("sends", count, expects: false, template: false)
    try measure("templates", count, expects: false, template: true)
    try measure("expects", count, expects: true, template: false)
    try loop(count)
  }

  private static func line(_ index: Int, _ expects: Bool, _ template: Bool) -> [UInt8] {
    if expects, index % 2 == 1 {
      return Array("{\"expect\":{\"json\":{\"type\":\"ack\",\"id\":\(index - 1)}}}\n".utf8)
    }
    let text = "{\\\"type\\\":\\\"order\\\",\\\"id\\\":\(template ? "${seq}" : "\(index)"),\\\"note\\\":\\\""
    let payload = text + String(repeating: "x", count: max(0, 131 - text.utf8.count)) + "\\\"}"
    return Array("{\"send\":\"\(payload)\"}\n".utf8)
  }

  private static func measure(_ name: String, _ count: Int, expects: Bool, template: Bool) throws {
    let (begin, cpu) = (Monotonic.now(), cpuSeconds())
    var loader = ScriptLoader(named: "bench")
    var making = 0.0
    var piece: [UInt8] = []
    for index in 0..<count {
      if index % 1000 == 0 {
        piece.withUnsafeBytes { loader.add($0) }
        piece.removeAll(keepingCapacity: true)
        let start = cpuSeconds()
        for next in index..<min(index + 1000, count) { piece += line(next, expects, template) }
        making += cpuSeconds() - start
      }
    }
    piece.withUnsafeBytes { loader.add($0) }
    let script = try loader.finish()
    let loading = cpuSeconds() - cpu - making
    let took = Double(Monotonic.now() - begin) / 1e9 - making
    let memory = peakMegabytes()
    let start = cpuSeconds()
    var settings = ScriptRun.Settings()
    settings.speed = .maximum
    var run = ScriptRun(script, settings: settings, now: 0, wall: 0)
    var (sent, bytes, now) = (0, 0, UInt64(0))
    var reply: [UInt8] = []
    play: while true {
      now += 1
      switch run.next(now) {
      case .send(let frame):
        sent += 1
        bytes += frame.payload.count
        if expects { reply = Array("{\"type\":\"ack\",\"id\":\((sent - 1) * 2)}".utf8) }
      case .expecting:
        reply.withUnsafeBytes { run.received(.text, $0, at: now) }
      case .finished: break play
      default: continue
      }
    }
    printJSON([
      ("script", "\"\(name)\""), ("steps", count), ("loadSeconds", loading), ("wallSeconds", took),
      ("peakMB", memory), ("sent", sent), ("bytesEach", sent > 0 ? bytes / sent : 0),
      ("nanosecondsPerSend", (cpuSeconds() - start) / Double(max(1, sent)) * 1e9),
      ("verdict", "\"\(run.verdict.map { "\($0)" } ?? "")\""),
    ])
  }

  private static func loop(_ count: Int) throws {
    let text =
      "{\"repeat\":\(count),\"steps\":[{\"send\":{\"id\":\"${seq:raw}\",\"note\":\"\(String(repeating: "x", count: 100))\"}}]}"
    let script = try Script(parsing: Array(text.utf8), named: "bench")
    let start = cpuSeconds()
    var settings = ScriptRun.Settings()
    settings.speed = .maximum
    var run = ScriptRun(script, settings: settings, now: 0, wall: 0)
    var sent = 0
    while case .send = run.next(0) { sent += 1 }
    printJSON([
      ("script", "\"loop\""), ("sent", sent),
      ("nanosecondsPerSend", (cpuSeconds() - start) / Double(count) * 1e9),
    ])
  }

  private static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
