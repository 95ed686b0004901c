import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// A recorded session, ended after every one of its bytes: by FIN and by RST, through real sockets.
struct Recording: Sendable, CustomTestStringConvertible {
  var title: String
  var fields: [String] = []
  /// What follows the head, frame by frame.
  var frames: [[UInt8]] = []
  /// The last of them is a Close frame: with it the end is clean.
  var isClosed = false

  var testDescription: String { title }

  private static let deflate = ["Sec-WebSocket-Extensions: permessage-deflate"]

  static let all: [Recording] = [
    Recording(title: "plain", frames: [frame(0x81, "hello"), frame(0x82, zeros(130)), frame(0x89, "ping")]),
    Recording(
      title: "fragmented",
      frames: [frame(0x01, "one"), frame(0x89, "p"), frame(0x00, "\u{E9}"), frame(0x80, "three")]),
    Recording(
      title: "compressed", fields: deflate,
      frames: [
        frame(0xC1, Deflated.payload(String(repeating: "compress me ", count: 20))), frame(0x81, "plain"),
        frame(0x41, Deflated.payload("Hello").dropLast(2)),
        frame(0x80, Array(Deflated.payload("Hello").suffix(2))),
      ]),
    Recording(title: "closed", frames: [frame(0x81, "bye"), close(1000, "done")], isClosed: true),
  ]

  /// Whole frames among the first `count` bytes, and whether another has begun.
  func frames(in count: Int) -> (whole: Int, isCut: Bool) {
    var left = count
    for (index, frame) in frames.enumerated() {
      guard left >= frame.count else { return (index, left > 0) }
      left -= frame.count
    }
    return (frames.count, false)
  }
}

@Suite struct CutTests {
  static let ids = ["H49", "F43"]

  @Test(arguments: [Step.end, .reset])
  func `H49 an answer that ends after any of its bytes is no connection`(end: Step) async throws {
    // With what stands for `{accept}`: 20 bytes more.
    let length = Head.good.bytes.count + 20
    try await withThrowingTaskGroup(of: (Int, Observation).self) { group in
      for count in 0..<length {
        group.addTask {
          (count, try await Stage.run([[.request, .sayFront(Head.good.bytes, count), end]]) { _ in })
        }
      }
      for try await (count, seen) in group {
        let failure = end.isReset ? Failure.reset : .rule(.endedAfter(byteCount: count))
        #expect(seen.error.map(failure.matches) == true, "after \(count) bytes: \(seen.status.phase)")
        #expect(seen.wire.isEmpty && seen.log.isEmpty, "after \(count) bytes")
      }
    }
  }

  @Test(arguments: Recording.all, [Step.end, .reset])
  func `F43 a session that ends after any of its bytes keeps what came`(session: Recording, end: Step)
    async throws
  {
    let bytes = session.frames.flatMap { $0 }
    let head = Head.good.adding(session.fields).bytes
    try await withThrowingTaskGroup(of: (Int, Observation).self) { group in
      for count in 0...bytes.count {
        let script: [Step] = [.request, .say(head), .say(Array(bytes[..<count])), end]
        group.addTask { (count, try await Stage.run([script]) { _ in }) }
      }
      for try await (count, seen) in group {
        let (whole, isCut) = session.frames(in: count)
        let isClean = session.isClosed && whole == session.frames.count
        let received = seen.log.filter { $0.hasPrefix("<") }
        #expect(received.count == whole + (isCut ? 1 : 0), "after \(count) bytes: \(received)")
        #expect(received.last?.contains(" cut") == (received.isEmpty ? nil : isCut), "after \(count) bytes")
        #expect(seen.ending?.closure.isClean == isClean, "after \(count) bytes")
        #expect(seen.ending?.closure.violation == nil, "after \(count) bytes")
        #expect(seen.ending?.closure.status.code == (isClean ? .normal : .abnormal), "after \(count) bytes")
        #expect(Screen.unsafe(seen.screen).isEmpty)
      }
    }
  }
}
