import Testing

@testable import WebSocketCore

/// What a peer can make one connection hold, beyond the owner's read buffer.
@Suite struct HeldMemoryTests {
  /// 256 KiB, in which the pongs that wait and a partial frame are.
  private static let standard = 256 << 10
  /// zlib's state and window, and a call's share of what is inflated.
  private static let inflating = 40 << 10 + 256 << 10

  private func repeated(_ frame: [UInt8], _ count: Int) -> [UInt8] {
    [[UInt8]](repeating: frame, count: count).flatMap { $0 }
  }

  @Test func `an idle connection holds nothing`() {
    let ws = WebSocketProtocol.open(as: .client, options: compressing())

    #expect(ws.heldByteCount == 0)
  }

  @Test(arguments: [0, 1, 125])
  func `F27 a flood of pings whose pongs nobody takes`(size: Int) {
    let flow = flow(repeated(frame(0x89, [UInt8](repeating: 0x70, count: size)), 100_000))

    #expect(flow.events > 100_000)
    #expect(flow.closure == nil)
    #expect(flow.peak <= Self.standard)
  }

  @Test func `F17 empty fragments up to the limit`() {
    let flow = flow(bytes("0200") + repeated([0, 0], 16_383))

    #expect(flow.events == 16_384)
    #expect(flow.closure == nil)
    #expect(flow.peak <= 4 << 10)
  }

  @Test func `F17 empty fragments beyond the limit`() {
    let flow = flow(bytes("0200") + repeated([0, 0], 100_000))

    #expect(flow.closure?.violation == .tooManyFragments(limit: 16_384))
    #expect(flow.peak <= Self.standard)
  }

  @Test(arguments: [Role.client, .server])
  func `F18 fragments of one byte`(role: Role) {
    let plain = bytes("020161") + repeated(bytes("000162"), 16_383)
    let flow = flow(role == .client ? plain : masked(plain), as: role)

    #expect(flow.payloadBytes == 16_384)
    #expect(flow.peak <= 4 << 10)
  }

  @Test(arguments: [100, 16 << 10, 256 << 10])
  func `a frame of 16 MiB passes through, whatever the reads are`(readSize: Int) {
    // The small reads get a small frame: the memory is the same, and the test takes less time.
    let count = readSize == 100 ? 1 << 20 : 16 << 20
    let flow = flow(frame(0x82, [UInt8](repeating: 1, count: count)), readSize: readSize)

    #expect(flow.payloadBytes == count)
    #expect(flow.peak <= Self.standard)
  }

  @Test func `text of 16 MiB passes through`() {
    let text = [UInt8]("€".utf8) + [UInt8](repeating: 0x61, count: 16 << 20 - 3)
    let flow = flow(frame(0x81, text), readSize: 64 << 10)

    #expect(flow.payloadBytes == 16 << 20)
    #expect(flow.closure == nil)
    #expect(flow.peak <= Self.standard)
  }

  @Test func `a message of 64 MiB in frames of 16 MiB passes through`() {
    let part = [UInt8](repeating: 1, count: 16 << 20)
    let flow = flow(
      frame(0x02, part) + frame(0x00, part) + frame(0x00, part) + frame(0x80, part), readSize: 256 << 10)

    #expect(flow.payloadBytes == 64 << 20)
    #expect(flow.peak <= Self.standard)
  }

  @Test func `D07 compressed messages of many tiny fragments`() {
    let payload = deflated(noise(2_000))
    let message = bytes("4200") + payload.flatMap { [0x00, 0x01, $0] } + bytes("8000")
    let flow = flow(repeated(message, 20), options: compressing(), readSize: 256 << 10)

    #expect(flow.payloadBytes == 40_000)
    #expect(flow.peak <= Self.standard + Self.inflating)
  }

  @Test func `a compressed message of 4 MiB that hardly gets smaller`() {
    let flow = flow(
      compressedFrame(0x82, noise(4 << 20)), options: compressing(), readSize: 256 << 10)

    #expect(flow.payloadBytes == 4 << 20)
    #expect(flow.peak <= Self.standard + Self.inflating)
  }

  @Test func `a frame after the close is not waited for where it is long`() {
    var ws = WebSocketProtocol.open(as: .client)
    _ = feed([bytes("8800")], to: &ws)
    let run = feed([frame(0x81, "short"), header(0x82, length: 16 << 20)], to: &ws)
    for _ in 0..<100 { _ = feed([[UInt8](repeating: 0, count: 64 << 10)], to: &ws) }

    #expect(run.frames == ["text(afterClose):short"])
    #expect(ws.ignoredByteCount == 100 * (64 << 10) + 10)
    #expect(ws.heldByteCount <= Self.standard)
  }

  @Test func `what a large message of ours took is given back when it is written`() throws {
    var ws = WebSocketProtocol.open(as: .client, options: compressing())
    var random = FixedRandom()
    var batch = FrameBatch()
    try noise(1 << 20).withUnsafeBytes { try ws.send(.binary, $0, at: 0, random: &random, into: &batch) }
    ws.outputWritten(ws.outputCount)

    // zlib's state for compressing, and nothing else.
    #expect(ws.heldByteCount == (1 << 17) + (1 << 17) + (6 << 10))
  }

  @Test func `H10 heads that never end are kept up to their limit`() throws {
    let field = Array("A: \(String(repeating: "b", count: 1_000))\r\n".utf8)
    let line = Array("HTTP/1.1 101 Switching Protocols\r\n".utf8)
    var random = FixedRandom()
    var handshake = try ClientHandshake(
      UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/")), random: &random)
    _ = try receive(line, &handshake)
    var error: HandshakeError?
    for _ in 0..<1_000 {
      do throws(HandshakeError) { _ = try receive(field, &handshake) } catch let thrown { error = thrown }
    }

    #expect(error == .headTooLong(limit: 64 << 10))
    #expect(handshake.rawHead.count <= 64 << 10)
  }
}
