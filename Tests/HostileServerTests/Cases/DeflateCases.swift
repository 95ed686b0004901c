import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// Part 2c of the catalogue: permessage-deflate.
enum DeflateCases {
  static let all: [HostileCase] = framing + broken + bombs + streams

  private static let offer = "Sec-WebSocket-Extensions: permessage-deflate"
  private static let hello = Deflated.payload("Hello")
  private static let end = FrameCases.end
  private static let ended = FrameCases.ended

  private static func breaks(
    _ id: String, _ title: String, _ bytes: [UInt8], _ error: ProtocolError, _ log: String...,
    parameters: String = "", prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(
      id, title, [.say(Head.good.adding(offer + parameters).bytes), .say(bytes)],
      .breaks(error, log: log.isEmpty ? nil : log), prepare: prepare)
  }

  private static func passes(
    _ id: String, _ title: String, _ bytes: [UInt8], _ log: String..., parameters: String = "",
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(
      id, title, [.say(Head.good.adding(offer + parameters).bytes), .say(bytes + end)],
      .closes(.normal, log: log + ended), prepare: prepare)
  }

  // MARK: D01-D04, D09

  static var framing: [HostileCase] {
    let (front, back) = (Array(hello.prefix(3)), Array(hello.dropFirst(3)))
    return [
      breaks(
        "D01", "on a continuation", frame(0x41, front) + frame(0xC0, back), .reservedBits(firstByte: 0xC0),
        "< 41 'He' f1", "< C0 \(LogLine.describe(back, back.count)) !"),
      breaks("D02", "on a ping", [0xC9, 0], .reservedBits(firstByte: 0xC9), "< C9 '' !"),
      breaks("D02", "on a pong", [0xCA, 0], .reservedBits(firstByte: 0xCA), "< CA '' !"),
      breaks("D02", "on a close", [0xC8, 0], .reservedBits(firstByte: 0xC8), "< C8 '' !"),
      passes(
        "D03", "plain between compressed",
        frame(0xC1, hello) + frame(0x81, "plain") + frame(0x82, [0])
          + frame(
            0xC1,
            Deflated.payloads([
              Array("Hello".utf8), Array("Hello".utf8),
            ])[1]), "< C1 'Hello'", "< 81 'plain'", "< 82 00", "< C1 'Hello'"),
      passes(
        "D04", "over fragments, with a ping between",
        frame(0x41, front) + frame(0x89, "p") + frame(0x00, []) + frame(0x80, back), "< 41 'He' f1",
        "< 89 'p'", "> 8A 'p' auto", "< 00 '' f2", "< 80 'llo' f3"),
      passes("D09", "an empty message", hex("C1 01 00"), "< C1 ''"),
      breaks("D09", "an empty payload", hex("C1 00"), .compressedMessageTruncated, "< C1 '' !"),
    ]
  }

  // MARK: D05, D10-D14, D16

  static var broken: [HostileCase] {
    let ended = hex("F3 48 CD C9 C9 07 00")
    let texts = [Array("Hello".utf8), Array("Hello, Hello".utf8)]
    let related = Deflated.payloads(texts)
    let bad = Deflated.payload([0x61, 0xFF, 0x62])
    return [
      breaks("D05", "block type 3", frame(0xC2, [0x07]), .inflateFailed(offset: 0)),
      breaks("D05", "noise", frame(0xC2, [0xFF] + Deflated.noise(40)), .inflateFailed(offset: 0)),
      breaks(
        "D05", "a distance too far back", frame(0xC1, related[1]), .inflateFailed(offset: 0)),
      passes("D10", "BFINAL", frame(0xC1, ended + [0]), "< C1 'Hello'"),
      passes(
        "D10", "BFINAL, and the next message goes on", frame(0xC1, ended + [0]) + frame(0xC1, related[1]),
        "< C1 'Hello'", "< C1 'Hello, Hello'"),
      breaks("D11", "garbage after BFINAL", frame(0xC1, ended + [0xFF, 0xFF]), .inflateFailed(offset: 0)),
      breaks(
        "D12", "the window is used although each message was to stand alone",
        frame(0xC1, related[0]) + frame(0xC1, related[1]), .inflateFailed(offset: 0),
        parameters: "; server_no_context_takeover"),
      HostileCase(
        "D13", "further back than agreed, a byte at a time",
        [
          .say(Head.good.adding(offer + "; server_max_window_bits=9").bytes), .drip(Deflated.farReference),
          .say(end),
        ], .closes(.normal, log: ["< C2 2100 bytes"] + self.ended),
        also: { #expect($0.payloads.first == Deflated.farPlain) }),
      breaks("D14", "text that is not UTF-8", frame(0xC1, bad), .invalidUTF8(offset: 1), "< C1 61FF62 !"),
      breaks(
        "D14", "before the message is whole", frame(0x41, bad), .invalidUTF8(offset: 1), "< 41 61FF62 ! f1"),
      breaks("D16", "cut short", hex("C1 03 CA 48 CD"), .compressedMessageTruncated, "< C1 'heh' !"),
      breaks(
        "D16", "cut short, with a good one behind it", hex("C1 03 CA 48 CD") + frame(0xC1, hello),
        .compressedMessageTruncated, "< C1 'heh' !"),
    ]
  }

  // MARK: D06-D08

  static var bombs: [HostileCase] {
    let limit = 64 << 20
    let small: @Sendable (inout SessionTarget) -> Void = {
      $0.options.protocolOptions.limits.message = 100_000
    }
    func zeroes(_ count: Int) -> [UInt8] { Deflated.payload(zeros(count)) }
    func whole(_ count: Int) -> HostileCase {
      passes("D08", "\(count) bytes", frame(0xC2, zeroes(count)), "< C2 \(count) bytes", prepare: small)
    }
    let pieces = zeroes(200_000)
    let fragments = pieces.enumerated().flatMap { index, byte in
      frame(index == 0 ? 0x42 : index == pieces.count - 1 ? 0x80 : 0x00, [byte])
    }
    return [
      whole(99_999), whole(100_000),
      HostileCase(
        "D08", "100,001 bytes", [.say(Head.good.adding(offer).bytes), .say(frame(0xC2, zeroes(100_001)))],
        .breaks(.messageTooLong(length: 100_001, limit: 100_000), log: nil), prepare: small),
      HostileCase(
        "D06", "64 MiB out of 64 KiB, and one byte more",
        [.say(Head.good.adding(offer).bytes), .say(frame(0xC2, Deflated.zeroBomb(limit + (1 << 20))))],
        .breaks(.messageTooLong(length: UInt64(limit + 1), limit: limit), log: nil)),
      HostileCase(
        "D07", "over fragments of one byte", [.say(Head.good.adding(offer).bytes), .say(fragments)],
        .breaks(.messageTooLong(length: 100_001, limit: 100_000), log: nil), prepare: small),
      HostileCase(
        "D07", "many messages at the limit",
        [.say(Head.good.adding(offer).bytes), .say(repeated(frame(0xC2, zeroes(100_000)), 10) + end)],
        .closes(.normal, log: repeatElement("< C2 100000 bytes", count: 10) + ended), prepare: small),
    ]
  }

  // MARK: D15

  static var streams: [HostileCase] {
    [
      passes(
        "D15", "a thousand to one, below the limit", frame(0xC2, Deflated.payload(zeros(1 << 20))),
        "< C2 \(1 << 20) bytes")
    ]
  }
}
