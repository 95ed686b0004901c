import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// Part 2a of the catalogue: the opening handshake.
enum HandshakeCases {
  static let all: [HostileCase] =
    statusLine + lines + limits + upgradeFields + acceptField + subprotocols + extensions + deflateAnswers
    + interims + refusals + refusalBodies + endings + ownRequest

  /// The head is good: the connection opens, and the server closes it.
  static func opens(
    _ id: String, _ title: String, _ head: [UInt8],
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in },
    also: @escaping @Sendable (Observation) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(
      id, title, [.say(head), .say(close(1000))],
      .closes(.normal, log: ["< 88 03E8", "> 88 03E8 auto"]), prepare: prepare, also: also)
  }

  static func refuses(
    _ id: String, _ title: String, _ head: [UInt8], _ error: HandshakeError,
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in }
  ) -> HostileCase {
    HostileCase(id, title, [.say(head)], .fails(.rule(error)), prepare: prepare)
  }

  /// The bad field comes first, at byte 34, so that its offset is known.
  static func bad(_ id: String, _ field: String, _ error: HandshakeError) -> HostileCase {
    var head = Head.good
    head.fields.insert(field, at: 0)
    return refuses(id, field.debugDescription, head.bytes, error)
  }

  static func warns(_ warning: HandshakeWarning) -> @Sendable (Observation) -> Void {
    { seen in
      #expect(seen.warnings == [warning])
      #expect(seen.noteTexts.contains { $0.contains("warning: ") }, "the log does not say it")
    }
  }

  // MARK: H01-H08

  static var statusLine: [HostileCase] {
    let good = Head.good
    let shuffled = Head(
      start: good.start,
      fields: ["SEC-WEBSOCKET-ACCEPT: {accept}", "connection: keep-alive, Upgrade", "uPGRADE: websocket"])
    func starting(_ id: String, _ start: String, _ error: HandshakeError) -> HostileCase {
      refuses(id, start, good.starting(start).bytes, error)
    }
    func status(_ text: String, at offset: Int) -> HostileCase {
      starting("H05", "HTTP/1.1 \(text) Switching Protocols", .badStatusLine(at: offset))
    }
    return [
      opens("H01", "any case and order, and a list in Connection", shuffled.bytes),
      opens("H01", "Connection over two fields", good.adding("Connection: keep-alive").bytes),
      starting("H02", "HTTP/1.0 101 Switching Protocols", .badVersion(Array("HTTP/1.0".utf8))),
      starting("H03", "HTTP/2 101 Switching Protocols", .badStatusLine(at: 5)),
      starting("H03", "HTTP/1.1101 Switching Protocols", .badStatusLine(at: 8)),
      starting("H03", "http/1.1 101 Switching Protocols", .badStatusLine(at: 0)),
      starting("H03", "ICY 101 Switching Protocols", .badStatusLine(at: 0)),
      opens(
        "H04", "no blank after the status", good.starting("HTTP/1.1 101").bytes,
        also: warns(.reasonSpaceMissing)),
      status("0101", at: 9), status("1010", at: 12), status("+101", at: 9), status("99", at: 9),
      status("600", at: 9), status("1e2", at: 9),
    ]
  }

  static var lines: [HostileCase] {
    var bare = Head.good
    bare.lineEnd = "\n"
    let start = Array("HTTP/1.1 101 ".utf8)
    let high = [UInt8](0x80...0xFF)
    let rest = Array(Head.good.text.utf8.dropFirst(Head.good.start.utf8.count))
    let value = Array("HTTP/1.1 101 x\r\nX: ".utf8) + high
    return [
      opens("H06", "bare LF", bare.bytes, also: warns(.bareLineFeed(at: 32))),
      bad("H06", "X: a\rb", .bareCarriageReturn(at: 38)),
      bad("H07", "X: a\u{0}b", .controlByte(0, at: 38)),
      bad("H07", "X: a\u{1B}b", .controlByte(0x1B, at: 38)),
      bad("H07", "X: a\u{7F}b", .controlByte(0x7F, at: 38)),
      opens("H07", "HTAB in a value", Head.good.adding("X: a\tb").bytes),
      opens("H08", "reason of high bytes", start + high + rest).also { seen in
        #expect(seen.status.upgrade?.head.reason == high)
      },
      opens("H08", "value of high bytes", value + rest).also { seen in
        #expect(seen.status.upgrade?.head.fields.values(named: "X") == [high])
      },
      opens(
        "H13", "folded field",
        Head.good.adding("X: a\r\n  b").bytes
      ).also { seen in
        warns(.foldedField("X"))(seen)
        #expect(seen.status.upgrade?.head.fields.values(named: "X") == [Array("a b".utf8)])
      },
      refuses(
        "H13", "folded accept", Head.good.with("Sec-WebSocket-Accept", "\r\n {accept}").bytes,
        .foldedField("Sec-WebSocket-Accept")),
      bad("H14", " X: a", .blankBeforeField(at: 34)),
      bad("H14", "Upgrade : x", .badFieldName(at: 41)),
      bad("H14", ": x", .badFieldName(at: 34)),
      bad("H14", "(bad): x", .badFieldName(at: 34)),
      bad("H14", "no colon", .badFieldName(at: 36)),
    ]
  }

  // MARK: H09-H12

  static var limits: [HostileCase] {
    let good = Head.good
    func line(_ length: Int) -> [UInt8] {
      good.starting("HTTP/1.1 101 ".padded(to: length)).bytes
    }
    func fields(_ count: Int) -> [UInt8] { good.adding((3..<count).map { "X\($0): y" }).bytes }
    // `{accept}` is 20 bytes shorter than what stands for it.
    func head(_ length: Int) -> [UInt8] {
      let padding = (0..<8).map { "X\($0): ".padded(to: 8000) }
      let padded = good.adding(padding)
      let missing = length - padded.bytes.count - 20 - 2
      return padded.adding("Y: ".padded(to: missing)).bytes
    }
    return [
      opens("H09", "status line of 8,191 bytes", line(8191)),
      opens("H09", "status line of 8,192 bytes", line(8192)),
      refuses("H09", "status line of 8,193 bytes", line(8193), .lineTooLong(at: 0, limit: 8192)),
      refuses("H09", "no line end for ever", repeated([0x61], 1 << 20), .lineTooLong(at: 0, limit: 8192)),
      bad("H10", "X: ".padded(to: 65 << 10), .lineTooLong(at: 34, limit: 8192)),
      opens("H10", "127 fields", fields(127)),
      opens("H10", "128 fields", fields(128)),
      refuses("H10", "129 fields", fields(129), .tooManyFields(limit: 128)),
      opens("H10", "head of 64 KiB - 1", head(65_535)),
      opens("H10", "head of 64 KiB", head(65_536)),
      refuses("H10", "head of 64 KiB + 1", head(65_537), .headTooLong(limit: 65_536)),
      refuses(
        "H10", "fields for ever", good.adding((0..<1000).map { "X\($0): ".padded(to: 1000) }).bytes,
        .headTooLong(limit: 65_536)),
      HostileCase(
        "H11", "a byte at a time", [.drip(good.bytes), .say(close(1000))],
        .closes(.normal, log: ["< 88 03E8", "> 88 03E8 auto"])),
      HostileCase(
        "H12", "a byte now and then", [.drip(good.bytes, every: 90_000_000)], .fails(.upgradeTimedOut)
      ) { $0.options.connectTimeout = 400_000_000 },
    ]
  }

  // MARK: H15-H23

  static var upgradeFields: [HostileCase] {
    let good = Head.good
    func upgrade(_ value: String) -> HostileCase {
      refuses("H15", value, good.with("Upgrade", value).bytes, .upgradeMismatch(Array(value.utf8)))
    }
    func connection(_ value: String) -> HostileCase {
      refuses("H17", value, good.with("Connection", value).bytes, .connectionMismatch(Array(value.utf8)))
    }
    return [
      refuses("H15", "no Upgrade", good.with("Upgrade", nil).bytes, .upgradeMissing),
      upgrade("h2c"), upgrade("websocket, h2c"), upgrade("web socket"),
      opens("H16", "WebSocket", good.with("Upgrade", "WebSocket").bytes),
      opens("H16", "WEBSOCKET", good.with("Upgrade", "WEBSOCKET").bytes),
      refuses("H17", "no Connection", good.with("Connection", nil).bytes, .connectionMissing),
      connection("close"), connection("xUpgrade"), connection("keep-alive"),
    ]
  }

  static var acceptField: [HostileCase] {
    let good = Head.good
    let name = "Sec-WebSocket-Accept"
    func wrong(_ id: String, _ title: String, _ value: String) -> HostileCase {
      HostileCase(id, title, [.say(good.with(name, value).bytes)], .fails(.accept))
    }
    return [
      refuses("H18", "missing", good.with(name, nil).bytes, .acceptMissing),
      wrong("H18", "empty", ""), wrong("H18", "wrong", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
      wrong("H18", "of another key", "{accept.other}"), wrong("H18", "Base64 of hex", "{accept.hex}"),
      wrong("H18", "lower case", "{accept.lower}"), wrong("H18", "one character short", "{accept.short}"),
      opens("H19", "blanks around it", good.with(name, " \t{accept}\t ").bytes),
      refuses("H20", "twice the same", good.adding("\(name): {accept}").bytes, .acceptRepeated),
      refuses("H20", "twice different", good.adding("\(name): {accept.other}").bytes, .acceptRepeated),
      wrong("H21", "of the decoded key", "{accept.decoded}"),
    ]
  }

  static var subprotocols: [HostileCase] {
    let name = "Sec-WebSocket-Protocol"
    let offer: @Sendable (inout SessionTarget) -> Void = { $0.request.protocols = ["chat", "superchat"] }
    func wrong(_ value: String) -> HostileCase {
      refuses(
        "H22", "chose '\(value)'", Head.good.adding("\(name): \(value)").bytes,
        .protocolNotOffered(Array(value.utf8)), prepare: offer)
    }
    return [
      wrong("other"), wrong("CHAT"), wrong("chat, superchat"), wrong(""),
      refuses(
        "H22", "none was offered", Head.good.adding("\(name): chat").bytes,
        .protocolNotOffered(Array("chat".utf8))),
      opens("H22", "the second offer", Head.good.adding("\(name): superchat").bytes, prepare: offer).also {
        seen in
        #expect(seen.status.upgrade?.subprotocol == "superchat")
      },
      refuses(
        "H23", "twice", Head.good.adding("\(name): chat", "\(name): chat").bytes, .protocolFieldRepeated,
        prepare: offer),
      opens(
        "H24", "none of those offered", Head.good.bytes, prepare: offer, also: warns(.noSubprotocolChosen)),
      refuses(
        "H24", "none of those offered, and one is required", Head.good.bytes, .protocolMissing,
        prepare: {
          offer(&$0)
          $0.request.requiresSubprotocol = true
        }),
    ]
  }
}

extension String {
  /// Made so long with x.
  func padded(to length: Int) -> String { self + String(repeating: "x", count: max(0, length - utf8.count)) }
}
