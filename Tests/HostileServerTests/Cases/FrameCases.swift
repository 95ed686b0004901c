import FrameLog
import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// Part 2b of the catalogue: frames and messages.
enum FrameCases {
  static let all: [HostileCase] =
    headers + lengths + tolerated + fragments + floods + text + controls + closes + afterClose + silentPeers
    + brokenStreams
    + masks

  static let end = close(1000)
  static let ended = ["< 88 03E8", "> 88 03E8 auto"]

  static func breaks(
    _ id: String, _ title: String, _ bytes: [UInt8], _ error: ProtocolError, _ log: String...,
    fields: [String] = [], prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(
      id, title, [.say(Head.good.adding(fields).bytes), .say(bytes)], .breaks(error, log: log),
      prepare: prepare)
  }

  /// Good frames: they are in the log as they came, and the server's Close ends the connection.
  static func passes(
    _ id: String, _ title: String, _ bytes: [UInt8], _ log: String...,
    also: @escaping @Sendable (Observation) -> Void = { _ in },
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(
      id, title, .accepted + [.say(bytes + end)], .closes(.normal, log: log + ended), prepare: prepare,
      also: also)
  }

  // MARK: F01-F07

  static var headers: [HostileCase] {
    let deflate = ["Sec-WebSocket-Extensions: permessage-deflate"]
    let masked = hex("81 85 01 02 03 04 49 67 6F 68 6E")
    let reserved = ([3, 4, 5, 6, 7].map { ("F04", $0) } + [11, 12, 13, 14, 15].map { ("F05", $0) }).map {
      row in
      breaks(
        row.0, "opcode \(row.1)", [0x80 | UInt8(row.1), 0], .reservedOpcode(UInt8(row.1)),
        "< 8\(String(row.1, radix: 16, uppercase: true)) '' !")
    }
    let fragmented: [(UInt8, Opcode)] = [(0x09, .ping), (0x0A, .pong), (0x08, .close)]
    return reserved
      + fragmented.map { first, opcode in
        breaks(
          "F06", "\(opcode) in fragments", [first, 0], .fragmentedControl(opcode),
          "< 0\(String(first, radix: 16, uppercase: true)) '' !")
      } + [
        breaks("F01", "masked", masked, .maskedByServer, "< 81 'Igohn' masked !"),
        breaks("F01", "masked, by its second byte", [0x81, 0x85], .maskedByServer, "< 81 '' masked !"),
        breaks("F02", "RSV1 without deflate", [0xC1, 0], .reservedBits(firstByte: 0xC1), "< C1 '' !"),
        breaks("F03", "RSV2", [0xA1, 0], .reservedBits(firstByte: 0xA1), "< A1 '' !"),
        breaks("F03", "RSV3", [0x91, 0], .reservedBits(firstByte: 0x91), "< 91 '' !"),
        breaks(
          "F03", "RSV2 with deflate", [0xA1, 0], .reservedBits(firstByte: 0xA1), "< A1 '' !", fields: deflate),
        breaks(
          "F03", "RSV1 and RSV3 with deflate", [0xD1, 0], .reservedBits(firstByte: 0xD1), "< D1 '' !",
          fields: deflate),
        breaks("F07", "ping of 126, by its second byte", [0x89, 0x7E], .controlTooLong(.ping), "< 89 '' !"),
        breaks(
          "F07", "close of 126, by its second byte", [0x88, 0x7E], .controlTooLong(.close), "< 88 '' !"),
        breaks(
          "F07", "pong of 64 bits, by its second byte", [0x8A, 0x7F], .controlTooLong(.pong), "< 8A '' !"),
        breaks(
          "F07", "whole ping of 126", frame(0x89, zeros(126)), .controlTooLong(.ping), "< 89 126 bytes !"),
      ]
  }

  /// What is asked for passes, is marked in the log and on the screen, and the tab says so.
  static var tolerated: [HostileCase] {
    func tolerating(_ rules: Tolerance) -> @Sendable (inout SessionTarget) -> Void {
      { $0.options.protocolOptions.tolerated = rules }
    }
    let isMarked: @Sendable (Observation) -> Void = { seen in
      #expect(seen.records.first?.flags.contains(.tolerated) == true)
      let row = seen.screen.split(separator: "\n").first { $0.contains(" < TEXT") }
      #expect(row?.contains("!") == true, "the row has no mark")
      #expect(seen.screen.contains("TOLERANT"))
    }
    return [
      passes(
        "F01", "masked, and that is tolerated", hex("81 85 01 02 03 04 49 67 6F 68 6E"),
        "< 81 'Hello' masked", also: isMarked, prepare: tolerating(.maskedFrames)),
      passes(
        "F08", "16 bits for 2, and that is tolerated", hex("81 7E 00 02 48 69"), "< 81 'Hi'",
        also: isMarked, prepare: tolerating(.nonMinimalLength)),
      passes(
        "F09", "64 bits for 2, and that is tolerated", hex("81 7F 00 00 00 00 00 00 00 02 48 69"),
        "< 81 'Hi'",
        also: isMarked, prepare: tolerating(.nonMinimalLength)),
      breaks(
        "F08", "the other rule is tolerated", hex("81 7E 00 02 48 69"), .lengthNotMinimal, "< 81 'Hi' !",
        prepare: tolerating(.maskedFrames)),
      breaks(
        "F07", "no longer form of a ping is tolerated", hex("89 7E 00 02 48 69"), .controlTooLong(.ping),
        "< 89 'Hi' !", prepare: tolerating([.maskedFrames, .nonMinimalLength])),
    ]
  }

  // MARK: F08-F13

  static var lengths: [HostileCase] {
    let small: @Sendable (inout SessionTarget) -> Void = {
      $0.options.protocolOptions.limits.frame = 600
      $0.options.protocolOptions.limits.message = 1000
    }
    func whole(_ id: String, _ title: String, _ bytes: [UInt8], _ log: String...) -> HostileCase {
      HostileCase(
        id, title, .accepted + [.say(bytes + end)], .closes(.normal, log: log + ended), prepare: small)
    }
    let limit = 16 << 20
    let quarter = frame(0x00, zeros(limit))
    return [
      breaks(
        "F08", "16 bits for 125", hex("81 7E 00 7D") + zeros(125), .lengthNotMinimal, "< 81 125 bytes !"),
      breaks("F08", "16 bits for 0", hex("82 7E 00 00"), .lengthNotMinimal, "< 82 '' !"),
      breaks(
        "F09", "64 bits for 65,535", hex("82 7F 00 00 00 00 00 00 FF FF"), .lengthNotMinimal, "< 82 '' !"),
      breaks("F10", "top bit", hex("82 7F 80 00 00 00 00 00 00 00"), .lengthOutOfRange, "< 82 '' !"),
      breaks("F10", "all ones", hex("82 7F FF FF FF FF FF FF FF FF"), .lengthOutOfRange, "< 82 '' !"),
      breaks(
        "F11", "2^63 - 1", hex("82 7F 7F FF FF FF FF FF FF FF"),
        .frameTooLong(length: 0x7FFF_FFFF_FFFF_FFFF, limit: limit), "< 82 '' !"),
      breaks(
        "F11", "2^63 - 1 in a message", hex("02 01 00 80 7F 7F FF FF FF FF FF FF FF"),
        .frameTooLong(length: 0x7FFF_FFFF_FFFF_FFFF, limit: limit), "< 02 00 f1", "< 80 '' !"),
      HostileCase(
        "F12", "frame of 16 MiB", .accepted + [.say(frame(0x82, zeros(limit)) + end)],
        .closes(.normal, log: ["< 82 \(limit) bytes"] + ended)),
      breaks(
        "F12", "frame of 16 MiB + 1, by its header", hex("82 7F 00 00 00 00 01 00 00 01"),
        .frameTooLong(length: UInt64(limit + 1), limit: limit), "< 82 '' !"),
      whole("F12", "frame at the limit - 1", frame(0x82, zeros(599)), "< 82 599 bytes"),
      whole("F12", "frame at the limit", frame(0x82, zeros(600)), "< 82 600 bytes"),
      breaks(
        "F12", "frame at the limit + 1", hex("82 7E 02 59"), .frameTooLong(length: 601, limit: 600),
        "< 82 '' !", prepare: small),
      whole(
        "F13", "message at the limit - 1", frame(0x02, zeros(600)) + frame(0x80, zeros(399)),
        "< 02 600 bytes f1", "< 80 399 bytes f2"),
      whole(
        "F13", "message at the limit", frame(0x02, zeros(600)) + frame(0x80, zeros(400)),
        "< 02 600 bytes f1", "< 80 400 bytes f2"),
      breaks(
        "F13", "message at the limit + 1, by its header", frame(0x02, zeros(600)) + hex("80 7E 01 91"),
        .messageTooLong(length: 1001, limit: 1000), "< 02 600 bytes f1", "< 80 '' !", prepare: small),
      breaks(
        "F13", "message of 64 MiB + 1, by its header",
        [0x02] + quarter.dropFirst() + quarter + quarter + quarter + [0x80, 0x01],
        .messageTooLong(length: UInt64(4 * limit + 1), limit: 4 * limit), "< 02 \(limit) bytes f1",
        "< 00 \(limit) bytes f2", "< 00 \(limit) bytes f3", "< 00 \(limit) bytes f4", "< 80 '' !"),
    ]
  }

  // MARK: F14-F18

  static var fragments: [HostileCase] {
    let limit = 16_384
    func empties(_ count: Int) -> [UInt8] { [0x01, 0] + repeated([0, 0], count - 1) }
    func whole(_ count: Int) -> HostileCase {
      HostileCase(
        "F17", "\(count) fragments", .accepted + [.say(empties(count - 1) + [0x80, 0] + end)],
        .closes(.normal, log: ["< 80 '' f\(count)"] + ended))
    }
    return [
      breaks("F14", "last continuation", [0x80, 0], .unexpectedContinuation, "< 80 '' !"),
      breaks("F14", "continuation", [0x00, 0], .unexpectedContinuation, "< 00 '' !"),
      breaks(
        "F15", "text inside a text", frame(0x01, "a") + frame(0x81, "b"), .expectedContinuation(.text),
        "< 01 'a' f1", "< 81 'b' !"),
      breaks(
        "F15", "binary inside a text", frame(0x01, "a") + frame(0x02, "b"), .expectedContinuation(.binary),
        "< 01 'a' f1", "< 02 'b' !"),
      passes(
        "F16", "controls between fragments",
        frame(0x01, "He") + frame(0x89, "p") + frame(0x8A) + frame(0x80, "llo"), "< 01 'He' f1", "< 89 'p'",
        "> 8A 'p' auto", "< 8A ''", "< 80 'llo' f2"
      ) { seen in #expect(seen.frames.first?.payload == [0x70]) },
      whole(limit - 1), whole(limit),
      HostileCase(
        "F17", "empty fragments for ever", .accepted + [.say([0x01, 0] + repeated([0, 0], 1_000_000))],
        .breaks(.tooManyFragments(limit: limit), log: ["< 00 '' f\(limit)", "< 00 '' !"])),
      HostileCase(
        "F18", "fragments of one byte", .accepted + [.say([0x02, 0] + repeated([0, 1, 0x61], 131_000))],
        .breaks(.tooManyFragments(limit: limit), log: ["< 00 'a' f\(limit)", "< 00 'a' !"])),
    ]
  }

  static var floods: [HostileCase] {
    let pings = (0..<10_000).flatMap { frame(0x89, big($0, 4) + zeros(121)) }
    return [
      HostileCase(
        "F19", "a hundred thousand empty messages", .accepted + [.say(repeated([0x81, 0], 100_000) + end)],
        .closes(.normal, log: ["< 81 ''", "< 81 ''"] + ended),
        also: { #expect($0.frameCount == 100_002) }),
      HostileCase(
        "F27", "pings while we cannot write",
        .accepted + [.opened, .goDeaf, .say(pings), .readAgain, .say(end)],
        .closes(.normal, log: nil),
        also: { seen in
          let pongs = seen.frames.filter { $0.firstByte == 0x8A }
          #expect(pongs.count < 10_000)
          #expect(pongs.first?.payload == zeros(125))
          #expect(pongs.last?.payload == big(9_999, 4) + zeros(121))
          #expect(seen.status.receivedFrames == 10_001)
        }),
    ]
  }

  // MARK: F20-F25

  static var text: [HostileCase] {
    func bad(_ bytes: String, offset: Int) -> HostileCase {
      let payload = hex(bytes)
      return breaks(
        "F20", bytes, frame(0x81, payload), .invalidUTF8(offset: offset),
        "< 81 \(LogLine.describe(payload, payload.count)) !")
    }
    return [
      bad("ED A0 80", offset: 1), bad("C0 80", offset: 0), bad("F4 90 80 80", offset: 1),
      bad("FF", offset: 0),
      bad("80", offset: 0), bad("61 62 FE", offset: 2),
      passes(
        "F21", "a code point over fragments", hex("01 01 C3 80 01 A9"), "< 01 C3 f1", "< 80 A9 f2"),
      HostileCase(
        "F21", "a code point over reads", .accepted + [.drip(frame(0x81, "\u{1F600}")), .say(end)],
        .closes(.normal, log: ["< 81 F09F9880"] + ended)),
      breaks(
        "F22", "ends inside a code point", frame(0x81, [0x61, 0xC3]), .invalidUTF8(offset: 2), "< 81 61C3 !"),
      breaks(
        "F22", "the last fragment ends inside one", frame(0x01, "a") + frame(0x80, [0xE2, 0x82]),
        .invalidUTF8(offset: 3), "< 01 'a' f1", "< 80 E282 !"),
      breaks(
        "F23", "before the third fragment", frame(0x01, "a") + frame(0x00, [0xFF]), .invalidUTF8(offset: 1),
        "< 01 'a' f1", "< 00 FF !"),
      breaks(
        "F23", "before the frame is whole", [0x81, 0x7D, 0x61, 0xFF], .invalidUTF8(offset: 1), "< 81 61FF !"),
      passes("F24", "no UTF-8 in binary", frame(0x82, [0xFF, 0xFE]), "< 82 FFFE"),
      passes(
        "F25", "noncharacters, NUL and BOM", frame(0x81, hex("EF BF BE EF BF BF 00 EF BB BF")),
        "< 81 EFBFBEEFBFBF00EFBBBF"
      ) { seen in
        for shown in ["<U+FFFE>", "<U+FFFF>", "␀", "<U+FEFF>"] { #expect(seen.screen.contains(shown)) }
      },
    ]
  }

  // MARK: F26-F35

  static var controls: [HostileCase] {
    let payload = Deflated.noise(125)
    return [
      passes("F26", "ping of 125", frame(0x89, payload), "< 89 125 bytes", "> 8A 125 bytes auto") { seen in
        #expect(seen.frames.first?.payload == payload)
      },
      passes("F28", "pong that nobody asked for", frame(0x8A, "x"), "< 8A 'x'") { seen in
        #expect(seen.frames.count == 1)
      },
    ]
  }

  static var closes: [HostileCase] {
    func forbidden(_ code: Int) -> HostileCase {
      breaks(
        "F32", "\(code)", close(code), .closeCodeForbidden(UInt16(code)),
        "< 88 \(LogLine.describe(big(code, 2), 2)) !")
    }
    func echoed(_ code: Int) -> HostileCase {
      let shown = LogLine.describe(big(code, 2), 2)
      return HostileCase(
        "F33", "\(code)", .accepted + [.say(close(code))],
        .closes(CloseCode(rawValue: UInt16(code)), log: ["< 88 \(shown)", "> 88 \(shown) auto"]),
        also: { #expect($0.frames.map(\.payload) == [big(code, 2)]) })
    }
    let reason = "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 116)
    let bad = hex("88 04 03 E8 FF FE")
    return [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(forbidden)
      + [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
      .map(echoed) + [
        HostileCase(
          "F30", "empty", .accepted + [.say([0x88, 0])],
          .closes(.noStatus, log: ["< 88 ''", "> 88 '' auto"]),
          also: { #expect($0.frames.map(\.payload) == [[]]) }),
        breaks("F31", "one byte", [0x88, 1, 3], .closeLengthOne, "< 88 03 !"),
        breaks("F34", "reason not UTF-8", bad, .closeReasonNotUTF8, "< 88 03E8FFFE !"),
        breaks(
          "F34", "reason cut inside a code point", hex("88 03 03 E8 C3"), .closeReasonNotUTF8, "< 88 03E8C3 !"
        ),
        HostileCase(
          "F35", "reason of 123 bytes with ESC and bidi", .accepted + [.say(close(1000, reason))],
          .closes(.normal, log: ["< 88 125 bytes", "> 88 03E8 auto"]),
          also: { seen in
            #expect(seen.payloads.first == big(1000, 2) + Array(reason.utf8))
            #expect(seen.screen.contains("␛[2J<U+202E>xxx"))
          }),
      ]
  }

  // MARK: F36-F41

  static var afterClose: [HostileCase] {
    [
      HostileCase(
        "F36", "inside a message", .accepted + [.say(frame(0x01, "a") + end + frame(0x80, "b"))],
        .closes(.normal, log: ["< 01 'a' f1"] + ended + ["< 80 'b' late"]),
        also: { seen in
          let row = seen.screen.split(separator: "\n").first { $0.contains(" < TEXT") }
          #expect(row?.contains("!f1") == true, "the message that will never be whole has no mark")
        }),
      HostileCase(
        "F37", "data and ping", .accepted + [.say(end + frame(0x81, "x") + frame(0x89, "p"))],
        .closes(.normal, log: ended + ["< 81 'x' late", "< 89 'p' late"]),
        also: { #expect($0.frames.count == 1) }),
      HostileCase(
        "F38", "a second Close", .accepted + [.say(end + close(1001))],
        .closes(.normal, log: ended + ["< 88 03E9 late"])),
      HostileCase(
        "F39", "no answer to ours", .accepted + .userCloses + [.linger],
        .lost(.closeTimedOut, log: ["> 88 03E8"]),
        also: { #expect($0.screen.contains("the server did not answer our Close frame")) }),
      HostileCase(
        "F40", "data for ever after ours",
        .accepted + .userCloses + [.drip(repeated(frame(0x81, "x"), 1000), every: 5_000_000), .linger],
        .lost(.closeTimedOut, log: nil),
        also: { seen in
          #expect(seen.log.prefix(3) == ["> 88 03E8", "< 81 'x'", "< 81 'x'"])
          #expect(seen.ending.map { $0.duration < 2_000_000_000 } == true)
        }),
      HostileCase(
        "F40", "data before the answer to ours",
        .accepted + .userCloses + [.hear(0x88), .say(frame(0x81, "x") + end)],
        .closes(.normal, log: ["> 88 03E8", "< 81 'x'", "< 88 03E8"])),
      HostileCase(
        "F41", "an answer and no FIN", .accepted + .userCloses + [.hear(0x88), .say(end), .linger],
        .closes(.normal, log: ["> 88 03E8", "< 88 03E8"]),
        also: { #expect($0.ending.map { $0.duration >= 300_000_000 } == true) }),
    ]
  }

  // MARK: F42-F46

  static var brokenStreams: [HostileCase] {
    func cut(_ bytes: String, _ log: String...) -> [HostileCase] {
      [
        HostileCase(
          "F43", "FIN after \(bytes)", .accepted + [.say(hex(bytes)), .end], .lost(.endOfStream, log: log)),
        HostileCase(
          "F43", "RST after \(bytes)", .accepted + [.say(hex(bytes)), .reset], .lost(.reset, log: log)),
      ]
    }
    let half = frame(0x82, zeros(20_000)).prefix(5)
    return cut("81", "< 81 '' cut") + cut("82 7E 01", "< 82 '' cut") + cut("81 05 48 65", "< 81 'He' cut") + [
      HostileCase(
        "F42", "FIN at a frame's end", .accepted + [.say(frame(0x81, "a")), .end],
        .lost(.endOfStream, log: ["< 81 'a'"])),
      HostileCase(
        "F44", "FIN while we send",
        .accepted + [.opened, .goDeaf]
          + [.user { _ = $0.send(hostileSession, .binary(zeros(12 << 20))) }, .end],
        .lost(.endOfStream, log: ["> 82 \(12 << 20) bytes"]),
        also: { #expect($0.ending.map { $0.unsentBytes > 0 } == true) }),
      HostileCase(
        "F44", "RST while we send",
        .accepted + [.opened, .goDeaf]
          + [.user { _ = $0.send(hostileSession, .binary(zeros(12 << 20))) }, .reset],
        .lost(.reset, log: ["> 82 \(12 << 20) bytes"])),
      HostileCase(
        "F46", "a byte now and then: idle until the user aborts",
        .accepted + [.say(Array(half)), .opened, .drip(zeros(3), every: 20_000_000)]
          + [.user { $0.disconnect(hostileSession) }, .user { $0.disconnect(hostileSession) }],
        .lost(.aborted, log: ["> 88 03E8", "< 82 00000000 cut"])),
    ]
  }

  static var silentPeers: [HostileCase] {
    [
      HostileCase(
        "F45", "never reads: the queue refuses, and abort works",
        .accepted + [.opened, .goDeaf]
          + [
            .user { store in
              var refusal: SendRefusal?
              for _ in 0..<100 where refusal == nil {
                refusal = store.send(hostileSession, .binary(zeros(1 << 20)))
              }
              store.note(hostileSession, "\(String(describing: refusal))")
            }, .user { $0.disconnect(hostileSession) }, .user { $0.disconnect(hostileSession) },
          ], .lost(.aborted, log: nil),
        also: { seen in
          #expect(seen.noteTexts.contains { $0.contains("queueFull(limit: 16777216)") })
          #expect(seen.status.sentFrames < 40)
          #expect(seen.ending.map { (15 << 20)...(17 << 20) ~= $0.unsentBytes } == true)
        })
    ]
  }

  // MARK: F48, F50

  static var masks: [HostileCase] {
    let texts = Array(repeating: "same", count: 20)
    return [
      HostileCase(
        "F48", "our own bytes come back", .accepted + .send("hello") + [.take(11), .echo],
        .breaks(.maskedByServer, log: nil),
        also: { #expect($0.log.first == "> 81 'hello'" && $0.log[1].hasSuffix("masked !")) }),
      HostileCase(
        "F50", "a fresh key for each frame",
        .accepted + [
          .opened, .user { store in for text in texts { _ = store.send(hostileSession, .text(text)) } },
        ]
          + (0..<20).map { _ in .hear(0x81) } + [.say(end)],
        .closes(.normal, log: repeatElement("> 81 'same'", count: 20) + ended),
        also: { seen in
          #expect(Set(seen.frames.map(\.key)).count == 21)
          #expect(seen.frames.prefix(20).allSatisfy { $0.payload == Array("same".utf8) })
        }),
    ]
  }
}
