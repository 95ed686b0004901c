import Testing

@testable import WebSocketCore

/// A stream as a server sends it, whose end may come anywhere.
struct Session: CustomTestStringConvertible, Sendable {
  var id: String
  var frames: [[UInt8]]
  var options = ProtocolOptions()

  var testDescription: String { id }
  var stream: [UInt8] { frames.flatMap { $0 } }
}

private let sessions: [Session] = [
  Session(
    id: "plain",
    frames: [frame(0x81, "text"), frame(0x82, noise(130)), bytes("8A00"), frame(0x81, "€ and 😀")]),
  Session(
    id: "fragmented",
    frames: [
      frame(0x01, "one €"), frame(0x89, "ping"), frame(0x00, ""), frame(0x80, "end"), frame(0x82, "x"),
    ]),
  Session(
    id: "compressed",
    frames: [
      bytes("C107F248CDC9C90700"), bytes("C105F200110000"), bytes("4103F248CD"), frame(0x8A, "between"),
      bytes("8004C9C90700"), frame(0x81, "as it is"), compressedFrame(0x82, noise(200)),
    ], options: compressing()),
  Session(
    id: "in parts", frames: [frame(0x82, noise(20_000)), compressedFrame(0x82, noise(20_000))],
    options: compressing()),
  Session(id: "close", frames: [frame(0x81, "last"), bytes("880403E86F6B")]),
  Session(id: "close inside a message", frames: [frame(0x01, "a"), bytes("8800")]),
]

@Suite struct StreamEndTests {
  private func offsets(_ session: Session) -> [Int] {
    let count = session.stream.count
    return count < 2_000 ? Array(0...count) : Array(stride(from: 0, through: count, by: 997)) + [count]
  }

  @Test(arguments: sessions, [Role.client, .server])
  func `F43 an end at any byte keeps what came, and says how it ended`(session: Session, role: Role) {
    let isClient = role == .client
    let stream = isClient ? session.stream : masked(session.stream)
    for offset in offsets(session) where offset <= stream.count {
      let come = Array(stream[..<offset])
      let run = feed([come], as: role, options: session.options, thenEnd: true)

      var whole = 0
      var left = offset
      for frame in session.frames {
        let count = frame.count + (isClient ? 0 : 4)
        guard left >= count else { break }
        left -= count
        whole += 1
      }
      let received = run.frames.filter { !$0.hasPrefix(">") }
      #expect(received.count == whole + (left > 0 ? 1 : 0), "\(offset)")
      #expect(received.dropLast(left > 0 ? 1 : 0).allSatisfy { !$0.contains("(incomplete)") }, "\(offset)")
      #expect((received.last?.contains("(incomplete)") ?? false) == (left > 0), "\(offset)")
      let hasClosed = whole == session.frames.count && session.id.hasPrefix("close")
      #expect(run.closure?.isClean == hasClosed, "\(offset)")
      if !hasClosed {
        let abnormal = Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false)
        #expect(run.closure == abnormal, "\(offset)")
      }
    }
  }

  @Test(arguments: sessions, [Role.client, .server])
  func `F47 an end is the same however the bytes came before it`(session: Session, role: Role) {
    let stream = role == .client ? session.stream : masked(session.stream)
    for offset in offsets(session) where offset <= stream.count {
      let come = Array(stream[..<offset])
      let whole = feed([come], as: role, options: session.options, thenEnd: true)
      let size = come.count < 2_000 ? 1 : 1_013
      let pieces = stride(from: 0, to: come.count, by: size).map {
        Array(come[$0..<min($0 + size, come.count)])
      }
      #expect(feed(pieces, as: role, options: session.options, thenEnd: true) == whole, "\(offset)")
    }
  }

  @Test(arguments: sessions, [Role.client, .server])
  func `F47 a session cut in two at any byte is the same session`(session: Session, role: Role) {
    let stream = role == .client ? session.stream : masked(session.stream)
    let whole = feed([stream], as: role, options: session.options)
    for chunks in chunkings(stream) {
      #expect(feed(chunks, as: role, options: session.options) == whole)
    }
  }

  @Test func `an end inside a bomb keeps 256 KiB of it and says that it is shortened`() throws {
    let bomb = deflated([UInt8](repeating: 0, count: 8 << 20))
    var ws = WebSocketProtocol.open(as: .client, options: compressing())
    ws.receive(header(0xC2, length: bomb.count + 1) + bomb)
    let before = try ws.nextEvent()
    #expect(before == nil)

    var batch = FrameBatch()
    ws.inputEnded(at: 0, into: &batch)

    let last = try #require(batch.events.last)
    #expect(batch.events.reduce(0) { $0 + $1.payload.count } == 256 << 10)
    #expect(last.flags == [.laterPart, .incomplete, .shortened])
    #expect(ws.closure?.status.code == .abnormal)
  }
}
