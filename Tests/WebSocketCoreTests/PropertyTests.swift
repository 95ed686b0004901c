import TestSupport
import Testing
import WebSocketCore

@Suite struct PropertyTests {
  private func stream(_ random: inout SeededRandom) -> [UInt8] {
    var stream: [UInt8] = []
    var isInside = false
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let isFinal = Bool.random(using: &random)
      var text = Array(
        ["", "a", "€", "😀é", "plain ASCII, long enough for the fast path ..."].randomElement(using: &random)!
          .utf8)
      if Int.random(in: 0..<40, using: &random) == 0 { text.append(0xC3) }
      switch Int.random(in: 0..<8, using: &random) {
      case 0: stream += frame(0x89, text)
      case 1: stream += frame(0x8A, text)
      case 2 where Bool.random(using: &random): stream += frame(0x88, [0x03, 0xE8] + text)
      default:
        stream += frame((isInside ? 0 : [1, 2].randomElement(using: &random)!) | (isFinal ? 0x80 : 0), text)
        isInside = !isFinal
      }
    }
    // Now and then a byte that is wrong, or an end that comes early.
    if Int.random(in: 0..<3, using: &random) == 0 {
      stream[Int.random(in: 0..<stream.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      stream.removeLast(Int.random(in: 0..<stream.count, using: &random))
    }
    return stream
  }

  private func cut(_ stream: [UInt8], _ random: inout SeededRandom) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var rest = stream[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(rest.count, 30), using: &random)
      chunks.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return chunks
  }

  @Test(arguments: [Role.client, .server])
  func `F47 any stream is the same events however it is cut`(role: Role) {
    for seed in 0..<2_000 as Range<UInt64> {
      var random = SeededRandom(seed: seed)
      let plain = stream(&random)
      let stream = role == .client ? plain : masked(plain)
      let whole = feed([stream], as: role, thenEnd: true)
      let pieces = feed(cut(stream, &random), as: role, thenEnd: true)
      #expect(pieces.settled == whole.settled, "seed \(seed)")
      #expect(pieces.closure == whole.closure, "seed \(seed)")
      #expect(pieces.output == whole.output, "seed \(seed)")
    }
  }

  @Test func `a handshake with wrong bytes ends in an error or an upgrade, never in a trap`() throws {
    let good = Array(
      ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Extensions: a; b=\"c\", d\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
        .utf8)
    for seed in 0..<2_000 as Range<UInt64> {
      var random = SeededRandom(seed: seed)
      var stream = good
      if Bool.random(using: &random) { stream.replaceSubrange(9..<12, with: "404".utf8) }
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        stream[Int.random(in: 0..<stream.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let whole = try shake([stream], thenEnd: true)
      #expect(try shake(cut(stream, &random), thenEnd: true) == whole, "seed \(seed)")
      #expect(whole.error != nil, "seed \(seed)")
    }
  }
}
