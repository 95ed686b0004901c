import Glibc
import Locks
import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore
import WebSocketServer

@testable import WebSocketClient

/// hackney's defects, each turned round; those that other files test already are not here again.
@Suite struct DefectTests {
  @Test func `1 TLS options reach a wss address: CA, server name, verification`() async throws {
    try await withLoop { loop in
      let certificate = GoodCertificate()
      let demo = try DemoServer(tls: certificate.server, on: loop)
      demo.start()
      let url = try WebSocketURL(parsing: demo.baseURL + "/echo")
      func connect(_ tls: TLSSettings?) async throws -> TLSFacts? {
        var options = ConnectionOptions()
        options.tls = tls
        let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
        try await connection.connect()
        let facts = await connection.tls
        await connection.abort()
        return facts
      }
      #expect(try await connect(TLSSettings(serverName: "", caFile: certificate.rootFile))?.verified == true)
      #expect(try await connect(TLSSettings(serverName: "", verify: false))?.verified == false)
      for refused in [nil, TLSSettings(serverName: "other.test", caFile: certificate.rootFile)] {
        await #expect {
          _ = try await connect(refused)
        } throws: {
          if case ConnectError.dial(.tls) = $0 { true } else { false }
        }
      }
      demo.stop()
    }
  }

  @Test func `4 5 6 9 frames over TLS come as over TCP: glued, one at a time, and the end after them`()
    async throws
  {
    try await withLoop { loop in
      let certificate = GoodCertificate()
      let demo = try DemoServer(tls: certificate.server, on: loop)
      demo.start()
      let url = try WebSocketURL(parsing: demo.baseURL + "/flood?n=100&size=125")
      var options = ConnectionOptions()
      options.tls = TLSSettings(serverName: "", caFile: certificate.rootFile)
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      try await connection.connect()
      for _ in 0..<100 { #expect(try await connection.receive(timeout: patience).text?.count == 125) }
      guard case .message(.close(let status)) = try await connection.receive(timeout: patience) else {
        Issue.record("no close")
        return
      }
      #expect(status?.code == .normal)
      #expect(try await connection.close().closure.isClean)
      demo.stop()
    }
  }

  @Test func `11 12 a close is masked, and code and text are checked before they are sent`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      await #expect(throws: SendRefusal.rule(.codeForbidden(CloseCode(rawValue: 999)))) {
        try await connection.startClosing(code: CloseCode(rawValue: 999))
      }
      await #expect(throws: SendRefusal.rule(.reasonTooLong(length: 124))) {
        try await connection.startClosing(reason: String(repeating: "x", count: 124))
      }
      await #expect(throws: SendRefusal.rule(.notUTF8(offset: 1))) {
        try await connection.send(.fragment(.text, [0x61, 0xFF], isFinal: true))
      }
      try await connection.startClosing(reason: "bye")
      let bytes = await peer.hear(11)
      #expect(bytes.prefix(2) == [0x88, 0x85])
      #expect(unmasked(bytes).first?.1 == [0x03, 0xE8] + Array("bye".utf8))
      await connection.abort()
    }
  }

  @Test func `18 text of 8 MiB takes less than half of what quadratic time would be`() async throws {
    try await withLoop { loop in
      let demo = try DemoServer(on: loop)
      demo.start()
      /// CPU time of the loop's thread from the upgrade to the end, the shortest of three: whoever else keeps the machine
      /// busy does not count.
      func time(_ size: Int) async throws -> UInt64 {
        var shortest = UInt64.max
        for _ in 0..<3 {
          let url = try WebSocketURL(parsing: demo.baseURL + "/flood?n=4&size=\(size)")
          let owner = AssemblingOwner()
          let request = UpgradeRequest(url: url, compression: nil)
          // Not what is measured: the loop may be busy with what the last one has left.
          var options = ConnectionOptions()
          options.connectTimeout = 60_000_000_000
          let connection = WebSocketConnection(request, options: options, on: loop, owner: owner)
          try await connection.connect { _ in owner.begin() }
          for await time in owner.ended { shortest = min(shortest, time) }
          #expect(owner.lengths.withLock { $0 } == [size, size, size, size])
        }
        return shortest
      }
      let small = try await time(1 << 20)
      // Linear is 8 times the smaller one, quadratic 64.
      #expect(try await time(8 << 20) < max(small, 5_000_000) * 32)
      demo.stop()
    }
  }

  @Test func `19 a connect that is given up leaves no socket behind`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, answer: .silence)
      var options = ConnectionOptions()
      options.connectTimeout = 300_000_000
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      await #expect(throws: (any Error).self) { try await connection.connect() }
      // Comes back when the server has seen the end of the stream, not at some later time limit of the dial.
      #expect(await peer.hear(1) == [])
    }
  }
}

/// Puts messages together. `@unchecked Sendable`: the assembler is used on the loop only.
private final class AssemblingOwner: ConnectionOwner, @unchecked Sendable {
  let lengths = Lock<[Int]>([])
  /// CPU nanoseconds from `begin` to the end.
  let ended: AsyncStream<UInt64>
  private let end: AsyncStream<UInt64>.Continuation
  private var assembler = MessageAssembler()
  private var start: UInt64 = 0

  init() { (ended, end) = AsyncStream.makeStream() }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    for event in batch.events {
      guard case .text(let text) = assembler.append(event) else { continue }
      lengths.withLock { $0.append(text.utf8.count) }
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    end.yield(Self.threadTime() - start)
    end.finish()
  }

  func begin() { start = Self.threadTime() }

  private static func threadTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
