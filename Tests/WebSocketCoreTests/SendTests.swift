import Testing
import WebSocketCore

@Suite struct SendTests {
  private func sent(
    _ role: Role, _ parts: [(Opcode, String, isFinal: Bool)], options: ProtocolOptions = ProtocolOptions()
  ) throws(SendError) -> (output: [UInt8], frames: [String]) {
    var ws = WebSocketProtocol.open(as: role, options: options)
    return try send(parts, to: &ws)
  }

  private func send(
    _ parts: [(Opcode, String, isFinal: Bool)], to ws: inout WebSocketProtocol
  ) throws(SendError) -> (output: [UInt8], frames: [String]) {
    var random = FixedRandom()
    var frames: [String] = []
    for (opcode, text, isFinal) in parts {
      try send(opcode, Array(text.utf8), isFinal, to: &ws, &random, &frames)
    }
    return (ws.takeOutput(), frames)
  }

  private func send(
    _ opcode: Opcode, _ payload: [UInt8], _ isFinal: Bool, to ws: inout WebSocketProtocol,
    _ random: inout FixedRandom,
    _ frames: inout [String]
  ) throws(SendError) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: payload.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: payload)
    var batch = FrameBatch()
    try ws.send(opcode, UnsafeRawBufferPointer(copy), isFinal: isFinal, at: 0, random: &random, into: &batch)
    frames += batch.events.map { describe(Frame($0)) }
  }

  @Test func `F50 the client masks, the server doesn't`() throws {
    let client = try sent(.client, [(.text, "Hello", true)])
    let server = try sent(.server, [(.text, "Hello", true)])

    #expect(client.output == bytes("8185 01020304 4967 6F68 6E"))
    #expect(server.output == bytes("8105 48656C6C6F"))
    #expect(client.frames == [">text:Hello"])
  }

  @Test func `F50 each frame of a client has a fresh key`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    var random = SecureRandom()
    var batch = FrameBatch()
    for _ in 0..<100 {
      try ws.send(.ping, UnsafeRawBufferPointer(start: nil, count: 0), at: 0, random: &random, into: &batch)
    }

    #expect(Set(batch.events.map(\.header.maskKey)).count == 100)
  }

  @Test(arguments: [
    (0, "8100"), (125, "817D"), (126, "817E007E"), (65_535, "817EFFFF"), (65_536, "817F0000000000010000"),
  ])
  func `lengths are in their shortest form, and the other side reads them`(length: Int, start: String) throws
  {
    let text = String(repeating: "x", count: length)
    let server = try sent(.server, [(.text, text, true)])
    let client = try sent(.client, [(.text, text, true)])

    #expect(server.output.starts(with: bytes(start)))
    #expect(server.output.count == bytes(start).count + length)
    #expect(feed([server.output]).frames == ["text:" + visible(Array(text.utf8))])
    #expect(feed([client.output], as: .server).frames == ["text:" + visible(Array(text.utf8))])
  }

  @Test func `fragments, with a ping between`() throws {
    let run = try sent(
      .server,
      [(.text, "a", false), (.ping, "p", true), (.continuation, "b", false), (.continuation, "c", true)])

    #expect(run.output == bytes("010161 890170 000162 800163"))
    #expect(run.frames == [">text#1:a", ">ping:p", ">continuation#2:b", ">continuation#3.:c"])
  }

  @Test func `fragment rules of our own`() throws {
    #expect(throws: SendError.unexpectedContinuation) { try sent(.client, [(.continuation, "a", true)]) }
    #expect(throws: SendError.expectedContinuation) {
      try sent(.client, [(.text, "a", false), (.text, "b", true)])
    }
    #expect(throws: SendError.opcodeForbidden(.close)) { try sent(.client, [(.close, "", true)]) }
    #expect(throws: SendError.opcodeForbidden(Opcode(rawValue: 3))) {
      try sent(.client, [(Opcode(rawValue: 3), "", true)])
    }
    #expect(throws: SendError.fragmentedControl(.ping)) { try sent(.client, [(.ping, "", false)]) }
  }

  @Test func `a control frame holds 125 bytes`() throws {
    #expect(try sent(.server, [(.ping, String(repeating: "x", count: 125), true)]).output.count == 127)
    #expect(throws: SendError.controlTooLong(length: 126)) {
      try sent(.server, [(.ping, String(repeating: "x", count: 126), true)])
    }
  }

  @Test func `our own frames keep to the limit`() throws {
    var options = ProtocolOptions()
    options.limits.frame = 200
    #expect(
      try sent(.server, [(.binary, String(repeating: "x", count: 200), true)], options: options).output.count
        == 204)
    #expect(throws: SendError.frameTooLong(length: 201, limit: 200)) {
      try sent(.server, [(.binary, String(repeating: "x", count: 201), true)], options: options)
    }
  }

  @Test func `text that is not UTF-8 is not sent, and a character may lie over fragments`() throws {
    var ws = WebSocketProtocol.open(as: .server)
    var random = FixedRandom()
    var frames: [String] = []

    #expect(throws: SendError.notUTF8(offset: 1)) {
      try send(.text, [0x61, 0xFF], true, to: &ws, &random, &frames)
    }
    #expect(throws: SendError.notUTF8(offset: 1)) { try send(.text, [0xC3], true, to: &ws, &random, &frames) }
    #expect(ws.outputCount == 0)
    try send(.text, [0xE2, 0x82], false, to: &ws, &random, &frames)
    #expect(throws: SendError.notUTF8(offset: 0)) {
      try send(.continuation, [0x61], true, to: &ws, &random, &frames)
    }
    #expect(throws: SendError.notUTF8(offset: 0)) {
      try send(.continuation, [], true, to: &ws, &random, &frames)
    }
    try send(.continuation, [0xAC], true, to: &ws, &random, &frames)
    try send(.binary, [0xFF], true, to: &ws, &random, &frames)
    #expect(ws.takeOutput() == bytes("0102E282 8001AC 8201FF"))
  }

  @Test func `a close is checked before it is sent`() throws {
    var ws = WebSocketProtocol.open(as: .server)
    var random = FixedRandom()
    var batch = FrameBatch()
    func close(_ code: UInt16, _ reason: [UInt8] = []) throws(SendError) {
      try ws.close(
        Closure.Status(code: CloseCode(rawValue: code), reason: reason), at: 0, random: &random, into: &batch)
    }

    #expect(throws: SendError.codeForbidden(CloseCode(rawValue: 999))) { try close(999) }
    #expect(throws: SendError.codeForbidden(.noStatus)) { try close(1_005) }
    #expect(throws: SendError.reasonTooLong(length: 124)) {
      try close(1_000, [UInt8](repeating: 0x61, count: 124))
    }
    #expect(throws: SendError.notUTF8(offset: 1)) { try close(1_000, [0x61, 0xFF]) }
    #expect(ws.outputCount == 0)
    try close(4_999, [UInt8](repeating: 0x61, count: 123))
    #expect(ws.takeOutput().starts(with: bytes("887D 1387 61")))
    #expect(throws: SendError.closing) { try close(1_000) }
    #expect(throws: SendError.closing) { _ = try send([(.text, "a", true)], to: &ws) }
  }

  @Test func `output is taken in pieces`() throws {
    var ws = WebSocketProtocol.open(as: .server)
    var random = FixedRandom()
    var frames: [String] = []
    try send(.text, Array("abc".utf8), true, to: &ws, &random, &frames)
    ws.outputWritten(2)
    try send(.text, Array("d".utf8), true, to: &ws, &random, &frames)

    #expect(ws.takeOutput() == Array("abc".utf8) + bytes("810164"))
    #expect(ws.outputCount == 0)
  }

  @Test func `F27 to a peer that does not read, only the newest pong is owed`() throws {
    var ws = WebSocketProtocol.open(as: .server)
    var random = FixedRandom()
    var frames: [String] = []
    try send(
      .binary, [UInt8](repeating: 0, count: WebSocketProtocol.pongHighWater), true, to: &ws, &random, &frames)
    let waiting = ws.outputCount

    let run = feed([masked(bytes("890161 890162 890163"))], to: &ws)
    #expect(run.frames == ["ping:a", "ping:b", "ping:c"])
    #expect(ws.outputCount == waiting)

    var batch = FrameBatch()
    ws.flushPendingPong(at: 0, random: &random, into: &batch)
    #expect(batch.isEmpty == true)
    ws.outputWritten(waiting)
    ws.flushPendingPong(at: 0, random: &random, into: &batch)
    #expect(batch.events.map { describe(Frame($0)) } == [">pong(automatic):c"])
    #expect(ws.takeOutput() == bytes("8A0163"))
    batch.removeAll()
    ws.flushPendingPong(at: 0, random: &random, into: &batch)
    #expect(batch.isEmpty == true)
  }

  @Test func `automatic pongs can be off`() {
    var options = ProtocolOptions()
    options.automaticPong = false

    let run = feed([bytes("890161")], options: options)

    #expect(run.frames == ["ping:a"])
    #expect(run.output.isEmpty)
  }
}
