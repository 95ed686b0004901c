import FrameLog
import WebSocketCore

/// The log of the mock-ups: 3404 records, the newest at 12:04:31.903.
extension LogBuilder {
  static let feedLast = 3404
  /// From the first record to the newest, in milliseconds.
  private static let feedSpan: Int64 = 862_000

  static var feed: LogBuilder {
    let log = LogBuilder(start: start + 4_903_000_000 - feedSpan * 1_000_000)
    let rounds: Int64 = 212
    log.round(endingAt: feedSpan - rounds * 3300, from: 4, trades: 3)
    for round in 1...rounds {
      log.round(endingAt: feedSpan - (rounds - round) * 3300, from: 0, trades: round > rounds - 6 ? 812 : 3)
    }
    return log
  }

  /// What comes after the newest record of `feed`, as far as anybody counts it.
  func goOn(_ count: Int) {
    for number in 1...count { ticker(88_123 + number, "64120.32", at: Self.feedSpan + Int64(number) * 500) }
  }

  /// Milliseconds of `feed` at so many after its newest record.
  static func afterFeed(_ milliseconds: Int64) -> Int64 { feedSpan + milliseconds }

  // MARK: One round of what the feed sends

  private func round(endingAt end: Int64, from first: Int, trades: Int) {
    let messages: [(before: Int64, append: (Int64) -> Void)] = [
      (2801, { self.ticker(88_120, "64120.10", at: $0) }),
      (2302, { self.book(at: $0) }),
      (2083, { self.text(.sent, #"{"op":"subscribe","channel":"trades","pair":"ETH-USD"}"#, at: $0) }),
      (
        2055,
        {
          self.text(
            .received, #"{"type":"ack","op":"subscribe","channel":"trades","pair":"ETH-USD"}"#, at: $0)
        }
      ),
      (1902, { self.frame(.received, .ping, [0, 0, 0x0D, 0x43], at: $0) }),
      (1902, { self.frame(.sent, .pong, [0, 0, 0x0D, 0x43], at: $0, flags: .automatic) }),
      (1804, { self.snapshot(trades, at: $0) }),
      (1493, { self.binary(at: $0) }),
      (1001, { self.ticker(88_121, "64120.30", at: $0) }),
      (789, { self.text(.received, "{\"type\":\"error\",\"msg\":\"\u{1B}[31mbad\u{1B}[0m\"}", at: $0) }),
      (788, { self.marked(#"{"op":"unsubscribe","channel":"book"}"#, at: $0) }),
      (
        763,
        {
          self.text(
            .received, #"{"type":"ack","op":"unsubscribe","channel":"book","pair":"BTC-USD"}"#, at: $0)
        }
      ),
      (501, { self.ticker(88_122, "64120.30", at: $0) }),
      (0, { self.ticker(88_123, "64120.32", at: $0) }),
    ]
    for message in messages.dropFirst(first) { message.append(end - message.before) }
  }

  private func ticker(_ number: Int, _ bid: String, at time: Int64) {
    text(
      .received,
      #"{"type":"ticker","seq":\#(number),"pair":"BTC-USD","bid":"\#(bid)","ask":"64120.60","last":"64120.31","side":"buy","vol24h":"18233.4"}"#,
      at: time)
  }

  private func book(at time: Int64) {
    let levels = (0..<60).map { #"["\#(64120 - $0).10","0.\#(53 + $0)"]"# }.joined(separator: ",")
    text(
      .received, #"{"type":"book","pair":"BTC-USD","bids":[\#(levels)],"asks":[["64120.55","0.11"]]}"#,
      at: time,
      reserved1: true, wire: 611)
  }

  private func marked(_ words: String, at time: Int64) {
    text(.sent, words, at: time)
    log.marks.set(log.reader.range.upperBound - 1)
  }

  private func binary(at time: Int64) {
    let head: [UInt8] = [8, 0x96, 1, 0x12, 7] + Array("testing".utf8) + [0x1A, 4, 0, 0, 0, 1]
    frame(
      .received, .binary, head + [UInt8](repeating: 0, count: 512 - head.count), at: time, reserved1: true,
      wire: 388)
  }

  private func snapshot(_ count: Int, at time: Int64) {
    let trades = (0..<count).map {
      #"{"id":\#(9_912_001 + $0),"px":"3120.\#($0 % 9 + 1)","sz":"\#($0 % 3).4","side":"\#($0 % 2 == 0 ? "buy" : "sell")","ts":1795378470099}"#
    }
    let bytes = Array(
      #"{"type":"snapshot","channel":"trades","pair":"ETH-USD","trades":[\#(trades.joined(separator: ","))],"seq":55120,"checksum":3735928559}"#
        .utf8)
    let third = bytes.count / 3
    frame(.received, .text, Array(bytes[..<third]), at: time - 28, final: false, fragment: 1)
    frame(
      .received, .continuation, Array(bytes[third..<2 * third]), at: time - 11, final: false, fragment: 2)
    frame(.received, .continuation, Array(bytes[(2 * third)...]), at: time, fragment: 3)
  }
}
