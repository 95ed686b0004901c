import Testing

@testable import WebSocketCore

/// A compressed stream, what is to be seen of it, and the rule that it breaks.
struct DeflateRow: CustomTestStringConvertible, Sendable {
  var id: String
  var stream: [UInt8]
  var frames: [String]
  var error: ProtocolError?
  var options = compressing()

  var testDescription: String { id }
}

private let hello = bytes("F248CDC9C90700")
private let serverAlone = compressing { $0.serverNoContextTakeover = true }

/// What a message of ours may refer back to where contexts are taken over.
private let good: [DeflateRow] = [
  DeflateRow(id: "7.2.3.1 Hello", stream: frame(0xC1, hello), frames: ["text:Hello"]),
  DeflateRow(
    id: "7.2.3.1 Hello in two fragments", stream: bytes("4103F248CD 8004C9C90700"),
    frames: ["text#1:He", "continuation#2.:llo"]),
  DeflateRow(
    id: "7.2.3.2 the window shared by two messages", stream: frame(0xC1, hello) + bytes("C105F200110000"),
    frames: ["text:Hello", "text:Hello"]),
  DeflateRow(
    id: "7.2.3.2 two messages without takeover", stream: frame(0xC1, hello) + frame(0xC1, hello),
    frames: ["text:Hello", "text:Hello"], options: serverAlone),
  DeflateRow(
    id: "7.2.3.3 a block without compression", stream: bytes("C10B000500FAFF48656C6C6F00"),
    frames: ["text:Hello"]),
  DeflateRow(
    id: "7.2.3.4 D10 a block with BFINAL", stream: bytes("C108F348CDC9C9070000"), frames: ["text:Hello"]),
  DeflateRow(
    id: "7.2.3.5 two blocks in one message", stream: bytes("C10DF248050000 00FFFFCAC9C90700"),
    frames: ["text:Hello"]),
  DeflateRow(
    id: "7.2.3.6 D09 an empty message", stream: bytes("C10100 C20100"), frames: ["text:", "binary:"]),
  DeflateRow(
    id: "D03 messages as they are among compressed ones",
    stream: frame(0x81, "a") + frame(0xC1, hello) + frame(0x82, "b") + bytes("C105F200110000"),
    frames: ["text:a", "text:Hello", "binary:b", "text:Hello"]),
  DeflateRow(
    id: "D03 a fragmented message as it is, then a compressed one",
    stream: bytes("0101 61 8001 62") + frame(0xC1, hello),
    frames: ["text#1:a", "continuation#2.:b", "text:Hello"]),
  DeflateRow(
    id: "D04 fragments of one byte, with controls between",
    stream: bytes("4101F2 890170 000148 8A00 0001CD 0001C9 0001C9 000107 800100"),
    frames: [
      "text#1:", "ping:p", ">pong(automatic):p", "continuation#2:H", "pong:", "continuation#3:e",
      "continuation#4:l", "continuation#5:l", "continuation#6:o", "continuation#7.:",
    ]),
  DeflateRow(
    id: "D04 empty fragments around and an empty last one",
    stream: bytes("4100 0007") + hello + bytes("0000 8000"),
    frames: ["text#1:", "continuation#2:Hello", "continuation#3:", "continuation#4.:"]),
  DeflateRow(
    id: "D04 a code point over fragments",
    stream: frame(0x41, Array(deflated([0xE2, 0x82, 0xAC]).prefix(2)))
      + frame(0x80, Array(deflated([0xE2, 0x82, 0xAC]).dropFirst(2))),
    frames: ["text#1:<E2>", "continuation#2.:<82><AC>"]),
  DeflateRow(
    id: "D10 the window outlives a BFINAL block", stream: bytes("C108F348CDC9C9070000 C105F200110000"),
    frames: ["text:Hello", "text:Hello"]),
  DeflateRow(
    id: "D10 a block that refers back over a BFINAL block", stream: bytes("C10CF348CDC9C90700 F200110000"),
    frames: ["text:HelloHello"]),
  DeflateRow(
    id: "D10 three empty BFINAL blocks", stream: bytes("C107 0300 0300 0300 00"), frames: ["text:"]),
  DeflateRow(
    id: "D10 BFINAL blocks without takeover",
    stream: bytes("C108F348CDC9C9070000 C108F348CDC9C9070000"), frames: ["text:Hello", "text:Hello"],
    options: serverAlone),
  DeflateRow(
    id: "D13 a distance beyond the window agreed on",
    stream: compressedFrame(0x82, noise(2_000) + noise(2_000)), frames: ["binary:4000 bytes"],
    options: compressing { $0.serverMaxWindowBits = 9 }),
  DeflateRow(
    id: "a part's worth and more, not compressible", stream: compressedFrame(0x82, noise(40_000)),
    frames: ["binary:40000 bytes"]),
  DeflateRow(
    id: "D15 1000 to 1, below the limit",
    stream: compressedFrame(0x82, [UInt8](repeating: 0, count: 300_000)),
    frames: ["binary:300000 bytes"]),
]

private func bad(
  _ id: String, _ hex: String, _ error: ProtocolError, before: [String] = [],
  options: ProtocolOptions = compressing()
) -> DeflateRow {
  DeflateRow(id: id, stream: bytes(hex), frames: before, error: error, options: options)
}

private let violations: [DeflateRow] = [
  bad(
    "D01 RSV1 on a continuation", "4103F248CD C004C9C90700", .reservedBits(firstByte: 0xC0),
    before: ["text#1:He"]),
  bad(
    "D01 RSV1 on a continuation of what isn't compressed", "010161 C00162", .reservedBits(firstByte: 0xC0),
    before: ["text#1:a"]),
  bad("D02 RSV1 on a ping", "C900", .reservedBits(firstByte: 0xC9)),
  bad("D02 RSV1 on a pong", "CA00", .reservedBits(firstByte: 0xCA)),
  bad("D02 RSV1 on a close", "C80203E8", .reservedBits(firstByte: 0xC8)),
  bad("F03 RSV2 with RSV1", "E100", .reservedBits(firstByte: 0xE1)),
  bad("F03 RSV3 with RSV1", "D100", .reservedBits(firstByte: 0xD1)),
  bad("RSV1 on a reserved opcode", "C300", .reservedBits(firstByte: 0xC3)),
  bad(
    "F02 nothing was agreed on", "C107F248CDC9C90700", .reservedBits(firstByte: 0xC1),
    options: ProtocolOptions()),
  bad("D05 block type 3", "C10106", .inflateFailed(offset: 1)),
  bad("D05 block type 3 after a good block", "C107F248CDC9C90718", .inflateFailed(offset: 7)),
  bad("D05 a stored block whose lengths disagree", "C1050005000000", .inflateFailed(offset: 5)),
  bad("D05 a distance to before the first byte", "C105F200110000", .inflateFailed(offset: 3)),
  bad("D09 no payload at all", "C100", .compressedMessageTruncated),
  bad("D09 no payload in any fragment", "4100 8000", .compressedMessageTruncated, before: ["text#1:"]),
  bad("D11 garbage after a BFINAL block", "C108F348CDC9C90700FF", .inflateFailed(offset: 8)),
  bad(
    "D12 the window of the message before, although it was agreed to forget it",
    "C107F248CDC9C90700 C105F200110000", .inflateFailed(offset: 3), before: ["text:Hello"],
    options: serverAlone),
  DeflateRow(
    id: "D14 not UTF-8 after inflating", stream: compressedFrame(0x81, [0x61, 0xFF]), frames: [],
    error: .invalidUTF8(offset: 1)),
  DeflateRow(
    id: "D14 ends inside a code point", stream: compressedFrame(0x81, [0x61, 0xE2, 0x82]), frames: [],
    error: .invalidUTF8(offset: 3)),
  DeflateRow(
    id: "D14 the fault is in the first fragment, and shows there",
    stream: bytes("41") + [UInt8(deflated([0x61, 0xFF, 0x62]).count)] + deflated([0x61, 0xFF, 0x62]),
    frames: [],
    error: .invalidUTF8(offset: 1)),
  DeflateRow(
    id: "D14 not UTF-8 before what is not DEFLATE", stream: bytes("C109 0002 00FDFF 61FF 06 00"), frames: [],
    error: .invalidUTF8(offset: 1)),
  bad("D16 cut short", "C103CA48CD", .compressedMessageTruncated),
  bad(
    "D16 cut short after a good one", "C107F248CDC9C90700 C103CA48CD", .compressedMessageTruncated,
    before: ["text:Hello"]),
  bad("D16 a BFINAL block and nothing after it", "C107F348CDC9C90700", .compressedMessageTruncated),
]

/// Bytes that don't compress, the same each time.
func noise(_ count: Int) -> [UInt8] {
  var state: UInt32 = 0x1234_5678
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(truncatingIfNeeded: state >> 24)
  }
}

/// The rows are as a server sends them; a server's side gets them masked, with the agreement turned round.
private func turned(_ options: ProtocolOptions) -> ProtocolOptions {
  var turned = options
  guard let agreed = options.compression else { return options }
  turned.compression?.clientNoContextTakeover = agreed.serverNoContextTakeover
  turned.compression?.clientMaxWindowBits = agreed.serverMaxWindowBits
  turned.compression?.serverNoContextTakeover = agreed.clientNoContextTakeover
  turned.compression?.serverMaxWindowBits = agreed.clientMaxWindowBits
  return turned
}

@Suite struct DeflateTableTests {
  @Test(arguments: good)
  func `a compressed message is whole however it comes`(row: DeflateRow) {
    for chunks in chunkings(row.stream) {
      let run = feed(chunks, options: row.options)
      #expect(run.frames == row.frames)
      #expect(run.closure == nil)
    }
    for chunks in chunkings(masked(row.stream)) {
      #expect(feed(chunks, as: .server, options: turned(row.options)).frames == row.frames)
    }
  }

  @Test(arguments: violations)
  func `a violation fails on its own message, with its own code`(row: DeflateRow) throws {
    let error = try #require(row.error)
    for (role, stream, options) in [
      (Role.client, row.stream, row.options), (.server, masked(row.stream), turned(row.options)),
    ] {
      for chunks in chunkings(stream) {
        let run = feed(chunks, as: role, options: options)
        #expect(run.closure?.violation == error)
        #expect(run.closure?.sent?.code == error.closeCode)
        #expect(run.settled.dropLast(2) == row.frames[...])
        #expect(run.settled.dropLast().last?.hasSuffix("(violation)") == true)
        #expect(run.frames.last?.hasPrefix(">close(automatic):") == true)
      }
    }
  }

  @Test func `D05 what was good before the fault is kept, and then the bytes as they travelled`() {
    // "Hello" in a good block, then block type 3.
    let run = feed([bytes("C109F248CDC9C90718 ABCD")], options: compressing())

    #expect(run.frames.first == "text(violation):Hello<AB><CD>")
  }

  @Test func `D05 the fault in a long frame does not depend on how it came`() {
    var payload = deflated([UInt8](noise(100_000)))
    payload.replaceSubrange(70_000..<70_010, with: [UInt8](repeating: 0xFF, count: 10))
    payload += [6]
    let stream = frame(0xC2, payload)
    let whole = feed([stream], options: compressing())

    #expect(whole.closure?.sent?.code == .invalidPayload)
    for size in [77, 1_000, 16_383, 16_384, 16_385, 65_536] {
      let pieces = stride(from: 0, to: stream.count, by: size).map {
        Array(stream[$0..<min($0 + size, stream.count)])
      }
      let run = feed(pieces, options: compressing())
      #expect(run.closure == whole.closure, "\(size)")
      #expect(run.settled == whole.settled, "\(size)")
    }
  }

  @Test func `D16 a message cut at any byte fails by itself, not by the next`() {
    let text = Array("a message of some length, a message of some length".utf8)
    let payload = deflated(text)
    for count in 0..<payload.count {
      let run = feed([frame(0xC1, Array(payload[..<count])) + frame(0x81, "next")], options: compressing())
      #expect(run.closure?.sent?.code == .invalidPayload, "\(count)")
      #expect(!run.frames.contains("text:next"), "\(count)")
    }
  }

  @Test func `D05 an inflater that failed is never used again`() {
    var inflater = Inflater()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
    defer { room.deallocate() }

    let bad = [UInt8(6)].withUnsafeBytes { inflater.inflate($0, into: room) }
    let good = hello.withUnsafeBytes { inflater.inflate($0, into: room) }

    #expect(bad.isBroken)
    #expect(good.isBroken)
    #expect(good.made == 0)
    #expect(inflater.heldByteCount == 0)
  }

  @Test func `D10 half a million BFINAL blocks are one empty message`() {
    let blocks = [[UInt8]](repeating: [0x03, 0x00], count: 500_000).joined()
    let flow = flow(frame(0xC2, blocks + [0x00]), options: compressing())

    #expect(flow.payloadBytes == 0)
    #expect(flow.closure == nil)
  }

  // MARK: Limits

  /// Around a chunk's end and away from it.
  @Test(arguments: [1_000, 65_535, 65_536, 65_537, 131_072, 200_000], [-1, 0, 1])
  func `D06 D08 a message inflates to its limit and not a byte further`(limit: Int, extra: Int) {
    var options = compressing()
    options.limits.message = limit
    let payload = [UInt8](repeating: 0x61, count: limit + extra)
    let error = ProtocolError.messageTooLong(length: UInt64(limit) + 1, limit: limit)

    for size in [1, 100, 64 << 10] {
      let flow = flow(compressedFrame(0x82, payload), options: options, readSize: size)
      #expect(flow.closure?.violation == (extra > 0 ? error : nil))
      if extra <= 0 { #expect(flow.payloadBytes == payload.count) }
    }
  }

  @Test func `D06 text that is wrong before the limit is wrong text`() {
    var options = compressing()
    options.limits.message = 1_000
    var payload = [UInt8](repeating: 0x61, count: 2_000)
    payload[999] = 0xFF
    #expect(
      feed([compressedFrame(0x81, payload)], options: options).closure?.violation == .invalidUTF8(offset: 999)
    )
    payload[999] = 0x61
    payload[1_000] = 0xFF
    #expect(
      feed([compressedFrame(0x81, payload)], options: options).closure?.violation
        == .messageTooLong(length: 1_001, limit: 1_000))
  }

  @Test func `D06 a bomb of 1029 to 1 stops at 64 MiB, 256 KiB at a time`() {
    let flow = flow(compressedFrame(0x82, [UInt8](repeating: 0, count: 64 << 20 + 1)), options: compressing())

    #expect(flow.closure?.violation == .messageTooLong(length: 64 << 20 + 1, limit: 64 << 20))
    #expect(flow.closure?.sent?.code == .messageTooBig)
    #expect(flow.largestCall <= 256 << 10)
    #expect(flow.peak <= 1 << 20)
  }

  @Test func `D07 a bomb over many fragments is one message`() {
    var options = compressing()
    options.limits.message = 4 << 20
    let payload = deflated([UInt8](repeating: 0, count: 4 << 20 + 1))
    var stream: [UInt8] = [0x42, 0]
    for byte in payload { stream += [0x00, 1, byte] }
    let flow = flow(stream + [0x80, 0], options: options)

    #expect(flow.closure?.violation == .messageTooLong(length: 4 << 20 + 1, limit: 4 << 20))
    #expect(flow.peak <= 1 << 20)
  }

  @Test func `D07 the count starts anew with each message`() {
    var options = compressing()
    options.limits.message = 100_000
    let one = compressedFrame(0x82, [UInt8](repeating: 0, count: 100_000))
    let flow = flow([[UInt8]](repeating: one, count: 20).flatMap { $0 }, options: options)

    #expect(flow.closure == nil)
    #expect(flow.payloadBytes == 2_000_000)
  }

  @Test func `F17 compressed fragments count too`() {
    var options = compressing()
    options.limits.fragments = 4
    let fragments = bytes("4100 0000 0000")

    #expect(feed([fragments + frame(0x80, hello)], options: options).closure == nil)
    #expect(
      feed([fragments + bytes("0000") + frame(0x80, hello)], options: options).closure?.violation
        == .tooManyFragments(limit: 4))
  }
}
