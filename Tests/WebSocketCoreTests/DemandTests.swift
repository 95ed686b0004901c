import Testing
import WebSocketCore

@Suite struct DemandTests {
  /// Takes one batch with this demand; gives the frames and the demand left.
  private func take(_ demand: Int, from ws: inout WebSocketProtocol) -> ([String], left: Int) {
    var batch = FrameBatch()
    var demand = demand
    var random = FixedRandom()
    ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
    return (batch.events.map { describe(Frame($0)) }, demand)
  }

  @Test func `one message of three in a segment, and the others when asked`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("810161 810162 810163"))

    #expect(take(1, from: &ws) == (["text:a"], 0))
    #expect(ws.hasUnparsed == true)
    #expect(take(0, from: &ws) == ([], 0))
    #expect(take(5, from: &ws) == (["text:b", "text:c"], 3))
    let hasMore = ws.hasUnparsed
    #expect(!hasMore)
  }

  @Test func `fragments before the last are free in messages`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("010161 000162 8900 800163 810164"))

    #expect(take(1, from: &ws) == (["text#1:a", "continuation#2:b", "ping:", ">pong(automatic):"], 0))
    #expect(take(1, from: &ws) == (["continuation#3.:c"], 0))
  }

  @Test func `each frame costs one in frames`() {
    var options = ProtocolOptions()
    options.granularity = .frames
    var ws = WebSocketProtocol.open(as: .client, options: options)
    ws.receive(bytes("010161 000162 800163 810164"))

    #expect(take(2, from: &ws) == (["text#1:a", "continuation#2:b"], 0))
    #expect(take(2, from: &ws) == (["continuation#3.:c", "text:d"], 0))
  }

  @Test func `demand that is closed keeps what comes, over many reads`() {
    var ws = WebSocketProtocol.open(as: .client)
    for byte in bytes("810161 810162 810163") { ws.receive([byte]) }

    #expect(take(2, from: &ws) == (["text:a", "text:b"], 0))
    #expect(take(2, from: &ws) == (["text:c"], 1))
  }

  @Test func `a frame after kept ones is finished by new input in the same call`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("810161 8203 01"))
    var input = bytes("0203 810162 8105")
    var batch = FrameBatch()
    var demand = 10
    var random = FixedRandom()

    let frames = input.withUnsafeMutableBytes { input in
      ws.receive(input, at: 0, demand: &demand, random: &random, into: &batch)
      let frames = batch.events.map { describe(Frame($0)) }
      ws.keepUnparsed()
      return frames
    }

    #expect(frames == ["text:a", "binary:<01><02><03>", "text:b"])
  }

  @Test func `payloads stay good where a kept frame has to grow`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(frame(0x81, "first") + header(0x82, length: 16_000) + [9])
    var input = [UInt8](repeating: 9, count: 15_999) + frame(0x81, "last")
    var batch = FrameBatch()
    var demand = 10
    var random = FixedRandom()

    let frames = input.withUnsafeMutableBytes { input in
      ws.receive(input, at: 0, demand: &demand, random: &random, into: &batch)
      return batch.events.map { describe(Frame($0)) }
    }

    #expect(frames == ["text:first", "binary:16000 bytes", "text:last"])
  }

  @Test func `a violation waits for the answers to what came before it`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("810161 8300"))
    var random = FixedRandom()
    var batch = FrameBatch()

    #expect(take(10, from: &ws) == (["text:a"], 9))
    #expect(ws.endIsPending == true)
    #expect(ws.closure == nil)
    try [UInt8(0x61)].withUnsafeBytes { echo in
      try ws.send(.text, echo, at: 0, random: &random, into: &batch)
    }
    #expect(take(10, from: &ws).0 == ["opcode3(violation):", ">close(automatic):<03><EA>reserved<20>opcode"])
    let output = ws.takeOutput()
    #expect(output.starts(with: bytes("8181 01020304 60 8891")))
    #expect(output.count == 7 + 6 + 17)
  }

  @Test func `a close waits for the answers to what came before it, unless we closed first`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("810161 8802 03E8"))
    #expect(take(10, from: &ws).0 == ["text:a"])
    #expect(ws.endIsPending == true)
    #expect(take(10, from: &ws).0 == ["close:<03><E8>", ">close(automatic):<03><E8>"])

    var closing = WebSocketProtocol.open(as: .client)
    var random = FixedRandom()
    var batch = FrameBatch()
    try closing.close(nil, at: 0, random: &random, into: &batch)
    closing.receive(bytes("810161 8802 03E8"))
    #expect(take(10, from: &closing).0 == ["text:a", "close:<03><E8>"])
  }

  @Test func `a violation is not looked for without demand`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(bytes("8300"))

    #expect(take(0, from: &ws) == ([], 0))
    #expect(ws.closure == nil)
    #expect(take(1, from: &ws).left == 1)
    #expect(ws.closure?.violation == .reservedOpcode(3))
  }
}
