import Testing
import WebSocketCore

/// Rows of the table of hostile frames, each fed whole, cut at every index and byte by byte, to both sides.
struct FrameRow: CustomTestStringConvertible, Sendable {
  var id: String
  /// As a server sends it; the server's side gets it masked.
  var stream: [UInt8]
  /// What is to be seen, in `describe`'s words; sent frames as the client and the server have them.
  var frames: [String]
  var error: ProtocolError?
  var isForClientOnly = false

  var testDescription: String { id }
}

private let good: [FrameRow] = [
  FrameRow(
    id: "F16 controls between fragments",
    stream: bytes("0102 4865 8901 70 8A01 71 8003 6C6C6F"),
    frames: ["text#1:He", "ping:p", ">pong(automatic):p", "pong:q", "continuation#2.:llo"]),
  FrameRow(id: "F19 empty messages", stream: bytes("8100 8200 8100"), frames: ["text:", "binary:", "text:"]),
  FrameRow(
    id: "F21 a code point over fragments",
    stream: bytes("0102 E282 8001 AC"), frames: ["text#1:<E2><82>", "continuation#2.:<AC>"]),
  FrameRow(
    id: "F21 a code point over three fragments, with a ping inside",
    stream: bytes("0101 F0 0001 9F 8900 0002 9880 8000"),
    frames: [
      "text#1:<F0>", "continuation#2:<9F>", "ping:", ">pong(automatic):", "continuation#3:<98><80>",
      "continuation#4.:",
    ]),
  FrameRow(id: "F24 invalid UTF-8 in binary", stream: bytes("8203 EDA080"), frames: ["binary:<ED><A0><80>"]),
  FrameRow(
    id: "F24 invalid UTF-8 in binary fragments",
    stream: bytes("0201 FF 8001 FE"), frames: ["binary#1:<FF>", "continuation#2.:<FE>"]),
  FrameRow(
    id: "F25 noncharacters, NUL and BOM",
    stream: bytes("810A EFBFBE EFBFBF 00 EFBBBF"),
    frames: ["text:<EF><BF><BE><EF><BF><BF><00><EF><BB><BF>"]),
  FrameRow(
    id: "F26 a ping of 125 bytes",
    stream: frame(0x89, [UInt8](repeating: 0xFE, count: 125)),
    frames: ["ping:125 bytes", ">pong(automatic):125 bytes"]),
  FrameRow(id: "F28 an unasked pong", stream: bytes("8A02 6869"), frames: ["pong:hi"]),
  FrameRow(
    id: "5.2 a 16-bit length", stream: frame(0x82, [UInt8](repeating: 1, count: 126)),
    frames: ["binary:126 bytes"]),
  FrameRow(
    id: "5.2 the longest 16-bit length",
    stream: frame(0x81, [UInt8](repeating: 0x61, count: 65_535)), frames: ["text:65535 bytes"]),
  FrameRow(
    id: "5.2 a 64-bit length",
    stream: frame(0x82, [UInt8](repeating: 1, count: 65_536)), frames: ["binary:65536 bytes"]),
]

private func bad(
  _ id: String, _ hex: String, _ error: ProtocolError, before: [String] = [], client: Bool = false
) -> FrameRow {
  FrameRow(id: id, stream: bytes(hex), frames: before, error: error, isForClientOnly: client)
}

private let violations: [FrameRow] =
  [
    bad("F01 masked by the server", "8185 01020304 4969", .maskedByServer, client: true),
    bad("F01 masked by the server, byte 2 alone", "8185", .maskedByServer, client: true),
    bad("F02 RSV1 without an extension", "C100", .reservedBits(firstByte: 0xC1)),
    bad("F03 RSV2", "A100", .reservedBits(firstByte: 0xA1)),
    bad("F03 RSV3", "9100", .reservedBits(firstByte: 0x91)),
    bad("F04 opcode 3", "8300", .reservedOpcode(3)), bad("F04 opcode 4", "8400", .reservedOpcode(4)),
    bad("F04 opcode 5", "8500", .reservedOpcode(5)), bad("F04 opcode 6", "8600", .reservedOpcode(6)),
    bad("F04 opcode 7", "8700", .reservedOpcode(7)),
    bad("F05 opcode B", "8B00", .reservedOpcode(11)), bad("F05 opcode C", "8C00", .reservedOpcode(12)),
    bad("F05 opcode D", "8D00", .reservedOpcode(13)), bad("F05 opcode E", "8E00", .reservedOpcode(14)),
    bad("F05 opcode F", "8F00", .reservedOpcode(15)),
    bad("F06 fragmented ping", "0900", .fragmentedControl(.ping)),
    bad("F06 fragmented pong", "0A00", .fragmentedControl(.pong)),
    bad("F06 fragmented close", "0800", .fragmentedControl(.close)),
    bad("F07 ping of 126, on byte 2", "897E", .controlTooLong(.ping), client: true),
    bad("F07 ping of 126", "897E 007E", .controlTooLong(.ping)),
    bad("F07 close of 64 bits, on byte 2", "887F", .controlTooLong(.close), client: true),
    bad("F07 ping of 5 in 16 bits", "897E 0005 68656C6C6F", .controlTooLong(.ping)),
    bad("F07 close of 2 in 64 bits", "887F 0000000000000002 03E8", .controlTooLong(.close)),
    bad("F08 125 in 16 bits", "817E 007D 61", .lengthNotMinimal),
    bad("F08 0 in 16 bits", "817E 0000", .lengthNotMinimal),
    bad("F09 65535 in 64 bits", "827F 000000000000FFFF 61", .lengthNotMinimal),
    bad("F10 top bit", "827F 8000000000000000", .lengthOutOfRange),
    bad("F10 all bits", "827F FFFFFFFFFFFFFFFF", .lengthOutOfRange),
    bad("F11 2^63 - 1", "827F 7FFFFFFFFFFFFFFF", .frameTooLong(length: 1 << 63 - 1, limit: 1 << 24)),
    bad("F12 16 MiB and 1", "827F 0000000001000001", .frameTooLong(length: 1 << 24 + 1, limit: 1 << 24)),
    bad("F14 continuation of nothing", "8000", .unexpectedContinuation),
    bad("F14 continuation of nothing, not final", "0000", .unexpectedContinuation),
    bad(
      "F14 continuation after a whole fragmented message", "0101 61 8001 62 8000", .unexpectedContinuation,
      before: ["text#1:a", "continuation#2.:b"]),
    bad(
      "F15 new text inside a fragmented message", "0101 61 8101 62", .expectedContinuation(.text),
      before: ["text#1:a"]),
    bad(
      "F15 new fragmented binary inside a message", "0101 61 0201 62", .expectedContinuation(.binary),
      before: ["text#1:a"]),
    bad("F20 surrogate", "8103 EDA080", .invalidUTF8(offset: 1)),
    bad("F20 overlong NUL", "8102 C080", .invalidUTF8(offset: 0)),
    bad("F20 overlong of three", "8103 E08080", .invalidUTF8(offset: 1)),
    bad("F20 beyond U+10FFFF", "8104 F4908080", .invalidUTF8(offset: 1)),
    bad("F20 FF", "8101 FF", .invalidUTF8(offset: 0)),
    bad("F20 lone continuation", "8103 616280", .invalidUTF8(offset: 2)),
    bad("F20 after long ASCII", "8114 6161616161616161616161616161616161616180", .invalidUTF8(offset: 19)),
    bad("F22 ends inside a code point", "8103 61E282", .invalidUTF8(offset: 3)),
    bad(
      "F22 the last fragment ends inside a code point", "0101 61 8002 E282", .invalidUTF8(offset: 3),
      before: ["text#1:a"]),
    bad(
      "F22 an empty last fragment after half a code point", "0101 C3 8000", .invalidUTF8(offset: 1),
      before: ["text#1:<C3>"]),
    bad("F23 in the second of three", "0102 6162 0002 63FF", .invalidUTF8(offset: 3), before: ["text#1:ab"]),
    bad("F31 close of one byte", "8801 03", .closeLengthOne),
    bad("F34 close reason not UTF-8", "8804 03E8 C328", .closeReasonNotUTF8),
    bad("F34 close reason cut short", "8804 03E8 E282", .closeReasonNotUTF8),
    bad("H40 a second HTTP response", "4854 5450 2F31 2E31", .reservedBits(firstByte: 0x48)),
    bad(
      "good messages come first", "8101 61 8901 62 C100", .reservedBits(firstByte: 0xC1),
      before: ["text:a", "ping:b", ">pong(automatic):b"]),
  ]
  + [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map { (code: UInt16) in
    FrameRow(
      id: "F32 close \(code)", stream: [0x88, 2, UInt8(code >> 8), UInt8(code & 0xFF)], frames: [],
      error: .closeCodeForbidden(code))
  }

@Suite struct FrameTableTests {
  @Test(arguments: good)
  func `good frames are the same events however they come`(row: FrameRow) {
    for chunks in chunkings(row.stream) {
      let run = feed(chunks)
      #expect(run.frames == row.frames)
      #expect(run.closure == nil)
    }
    for chunks in chunkings(masked(row.stream)) {
      #expect(feed(chunks, as: .server).frames == row.frames)
    }
  }

  @Test(arguments: violations)
  func `a violation fails the connection after what was good`(row: FrameRow) throws {
    let error = try #require(row.error)
    var streams = [(Role.client, row.stream)]
    if !row.isForClientOnly { streams.append((.server, masked(row.stream))) }
    for (role, stream) in streams {
      for chunks in chunkings(stream) {
        let run = feed(chunks, as: role)
        #expect(run.closure?.violation == error)
        #expect(run.closure?.status.code == .abnormal)
        #expect(run.closure?.sent?.code == error.closeCode)
        #expect(run.closure?.received == nil)
        #expect(run.settled.dropLast(2) == row.frames[...])
        #expect(run.settled.dropLast().last?.hasSuffix("(violation)") == true)
        #expect(run.frames.last?.hasPrefix(">close(automatic):") == true)
      }
    }
  }

  @Test func `an unmasked frame fails the server at byte 2`() {
    let run = feed([bytes("8105")], as: .server)

    #expect(run.closure?.violation == .unmaskedByClient)
    #expect(run.output == bytes("8820 03EA") + Array("unmasked frame from the client".utf8))
  }

  @Test(arguments: [
    (1_000, true), (1_001, true), (1_002, true), (1_003, true), (1_007, true), (1_008, true), (1_009, true),
    (1_010, true), (1_011, true), (1_012, true), (1_013, true), (1_014, true), (3_000, true), (3_999, true),
    (4_000, true), (4_999, true),
  ])
  func `F33 a close code that may travel is echoed`(code: Int, _: Bool) {
    let stream = [0x88, 0x04, UInt8(code >> 8), UInt8(code & 0xFF), 0x6F, 0x6B]
    for chunks in chunkings(stream) {
      let run = feed(chunks)
      #expect(run.closure?.isClean == true)
      #expect(run.closure?.initiator == .peer)
      #expect(run.closure?.status.code.rawValue == UInt16(code))
      #expect(run.closure?.received?.reason == [0x6F, 0x6B])
      #expect(run.output == [0x88, 0x82, 1, 2, 3, 4, UInt8(code >> 8) ^ 1, UInt8(code & 0xFF) ^ 2])
    }
  }

  @Test func `the violation carries its bytes`() {
    let run = feed([bytes("8104 61 FF 62 63")])

    #expect(run.frames.first == "text(violation):a<FF>bc")
  }

  @Test func `invalid text fails before the frame is whole`() {
    // Declared 100 bytes, and the fault is the third of the three that came.
    let run = feed([bytes("8164 6161"), bytes("80")])

    #expect(run.closure?.violation == .invalidUTF8(offset: 2))
    #expect(run.frames.first == "text(violation):aa<80>")
  }
}
