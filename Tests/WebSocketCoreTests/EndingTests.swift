import Testing
import WebSocketCore

@Suite struct EndingTests {
  private func close(_ ws: inout WebSocketProtocol, _ status: Closure.Status?) throws -> [UInt8] {
    var random = FixedRandom()
    var batch = FrameBatch()
    try ws.close(status, at: 0, random: &random, into: &batch)
    return ws.takeOutput()
  }

  @Test func `F30 an empty close is answered by an empty close, 1005 and clean`() {
    let run = feed([bytes("8800")])

    #expect(run.frames == ["close:", ">close(automatic):"])
    #expect(run.output == bytes("8880 01020304"))
    #expect(run.closure?.status == Closure.Status(code: .noStatus))
    #expect(run.closure?.isClean == true)
    #expect(feed([masked(bytes("8800"))], as: .server).output == bytes("8800"))
  }

  @Test func `F36 a close inside a fragmented message is answered 1000`() {
    let run = feed([bytes("010161 8802 03E8 800162")])

    #expect(
      run.frames == [
        "text#1:a", "close:<03><E8>", ">close(automatic):<03><E8>", "continuation(afterClose):b",
      ])
    #expect(run.closure?.violation == nil)
  }

  @Test func `F37 F38 what comes after the close is shown and has no effect`() {
    let run = feed([bytes("8802 03E8 810161 890170 8802 03E9 8300")])

    #expect(
      run.frames == [
        "close:<03><E8>", ">close(automatic):<03><E8>", "text(afterClose):a", "ping(afterClose):p",
        "close(afterClose):<03><E9>", "opcode3(afterClose):",
      ])
    #expect(run.closure?.status.code == .normal)
    #expect(run.output == bytes("8882 01020304 02EA"))
  }

  @Test func `what comes after a violation is thrown away and counted`() {
    var ws = WebSocketProtocol.open(as: .client)
    let run = feed([bytes("8300 810161"), bytes("810162")], to: &ws)

    #expect(run.frames.count == 2)
    #expect(ws.ignoredByteCount == 6)
  }

  @Test func `F39 our close, answered`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    let output = try close(&ws, Closure.Status(code: .goingAway, reason: Array("bye".utf8)))
    #expect(output == bytes("8885 01020304 02EB 617D 64"))
    #expect(ws.phase == .closeSent(Closure.Status(code: .goingAway, reason: Array("bye".utf8))))

    let run = feed([bytes("810161 890170 8802 03E9")], to: &ws)

    // No pong and no second close after ours.
    #expect(run.frames == ["text:a", "ping:p", "close:<03><E9>"])
    #expect(run.output.isEmpty)
    #expect(run.closure?.initiator == .us)
    #expect(run.closure?.isClean == true)
    #expect(run.closure?.sent?.reason == Array("bye".utf8))
  }

  @Test func `a violation after our close sends nothing more`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    _ = try close(&ws, nil)

    let run = feed([bytes("8300")], to: &ws)

    #expect(run.frames == ["opcode3(violation):"])
    #expect(run.output.isEmpty)
    #expect(run.closure?.violation == .reservedOpcode(3))
    #expect(run.closure?.isClean == false)
  }

  @Test func `F39 our close, and the stream ends without an answer`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    _ = try close(&ws, Closure.Status(code: .normal))

    let run = feed([], to: &ws, thenEnd: true)

    #expect(run.closure?.status.code == .abnormal)
    #expect(run.closure?.initiator == .us)
    #expect(run.closure?.sent?.code == .normal)
    #expect(run.closure?.isClean == false)
  }

  @Test func `F42 an end without a close is 1006`() {
    let run = feed([bytes("810161")], thenEnd: true)

    #expect(run.frames == ["text:a"])
    #expect(
      run.closure == Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false))
  }

  @Test(arguments: [Role.client, .server])
  func `F43 an end at every offset of a frame shows the part that came`(role: Role) {
    let plain = frame(0x82, [UInt8](repeating: 0x41, count: 300))
    let stream = role == .client ? plain : masked(plain)
    let headerLength = stream.count - 300
    for count in 1..<stream.count {
      let run = feed([Array(stream[..<count])], as: role, thenEnd: true)
      let had = [UInt8](repeating: 0x41, count: max(count - headerLength, 0))
      #expect(run.frames == ["binary(incomplete):" + visible(had)])
      #expect(run.closure?.status.code == .abnormal)
    }
  }

  @Test func `an end after a clean close stays clean`() {
    let run = feed([bytes("8802 03E8")], thenEnd: true)

    #expect(run.closure?.isClean == true)
    #expect(run.closure?.status.code == .normal)
  }

  @Test func `an end shows after the frames that wait for demand`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("810161 810162 81"))
    var batch = FrameBatch()
    var demand = 1
    var random = FixedRandom()
    ws.resume(at: 0, demand: &demand, random: &random, into: &batch)

    batch.removeAll()
    ws.inputEnded(at: 0, into: &batch)
    #expect(batch.isEmpty == true)
    #expect(ws.closure == nil)

    demand = 5
    ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
    #expect(batch.events.map { describe(Frame($0)) } == ["text:b", "text(incomplete):"])
    #expect(ws.closure?.status.code == .abnormal)
  }

  @Test func `nothing is sent after the end`() {
    var ws = WebSocketProtocol.open(as: .client)
    _ = feed([], to: &ws, thenEnd: true)
    var random = FixedRandom()
    var batch = FrameBatch()

    #expect(throws: SendError.notOpen) { try ws.close(nil, at: 0, random: &random, into: &batch) }
    #expect(ws.phase.maySend == false)
    #expect(ws.phase.mayRead == false)
  }

  @Test func `every close reason of ours fits a close frame`() {
    let errors: [ProtocolError] = [
      .maskedByServer, .unmaskedByClient, .reservedBits(firstByte: 0xC1), .reservedOpcode(3),
      .fragmentedControl(.ping),
      .controlTooLong(.ping), .lengthNotMinimal, .lengthOutOfRange, .unexpectedContinuation,
      .expectedContinuation(.text), .frameTooLong(length: 1, limit: 1), .messageTooLong(length: 1, limit: 1),
      .tooManyFragments(limit: 1), .invalidUTF8(offset: 0), .closeLengthOne, .closeCodeForbidden(1),
      .closeReasonNotUTF8,
    ]
    for error in errors {
      #expect(1...123 ~= error.closeReason.count)
      #expect(error.closeReason.allSatisfy { 0x20...0x7E ~= $0 })
      #expect(error.closeCode.mayTravel)
    }
  }
}
