import Formats

/// wsglass-formats(5): the files that the program writes and reads.
enum ManualFormats {
  /// The keys of a line of JSON Lines, in the order in which they are written.
  static let lineKeys: [(key: String, help: String)] = [
    ("seq", "number in the log, from 1"),
    ("time", "when, RFC 3339 in UTC with nanoseconds"),
    ("event", "of a note instead of a frame: what happened to the connection, one of the names below"),
    ("dir", "in or out, seen from here"),
    ("op", "text, binary, continuation, close, ping, pong, or reserved- and a number"),
    ("fin", "whether the frame ends its message"),
    ("rsv", "the three reserved bits as a number; 4 is RSV1: compressed"),
    ("length", "payload bytes on the wire; of a note, where not all of its text was kept"),
    ("fragment", "place in a message of several frames, from 1"),
    ("mask", "the mask key, in hex"),
    ("header", "header bytes, where they are not the fewest possible"),
    ("flags", "what is special about it, names from below"),
    ("bits", "all flags as a number, where names do not tell them"),
    ("mono", "nanoseconds of a clock that nobody sets"),
    ("code", "of a Close frame"),
    ("reason", "of a Close frame"),
    ("data", "the payload, where it is UTF-8 text"),
    ("base64", "the payload otherwise, and of binary and Close frames always"),
    ("text", "of a note"),
    ("facts", "of a note: all that is known of the connection, among it request, response and TLS"),
    ("mark", "the note of a mark, empty without one"),
  ]

  /// What our HAR has beyond HAR 1.2 and Chrome's own.
  static let harKeys: [(key: String, help: String)] = [
    ("_redacted", "as in the first line of JSON Lines"),
    ("_seq", "number in the log of the message's first frame"),
    ("_length", "payload bytes on the wire"),
    ("_fragments", "of how many frames, where more than one"),
    ("_rsv", "the three reserved bits as a number"),
    ("_mask", "the mask key, in hex"),
    ("_flags", "names as in JSON Lines; also cut (over 64 MiB) and unfinished (not all fragments came)"),
    ("_mark", "the note of a mark"),
    ("_base64", "bytes of a text message that is no UTF-8"),
    ("_events", "of an entry: its control frames and notes, as objects of JSON Lines, at most 16 MiB"),
    ("_eventsOmitted", "how many of those are not there"),
    ("_connection", "of an entry: all that is known of the connection"),
    ("_error", "of an entry: why there was no connection"),
  ]

  static let text: String = {
    var page = Roff(
      name: "wsglass-formats", section: 5, date: Main.date, source: "wsglass \(Main.version)",
      manual: "File Formats")
    page.section("Name")
    page.line([.plain("wsglass-formats - what wsglass writes logs of WebSocket connections as")])
    page.section("Description")
    page.line([
      .bold("wsglass export"), .plain(" and "), .bold("wsglass record"), .plain(" write one of these, by "),
      .bold("--format"), .plain(" or by the ending of the file that "), .bold("-o"),
      .plain(
        " names. wsglass opens .jsonl and .har files as tabs that can only be read: its own, and HAR of"),
      .plain(" Chrome and mitmproxy."),
    ])
    for format in ExportFormat.allCases {
      page.entry(
        [.bold(format.rawValue), .plain(" (\(format.endings.joined(separator: " ")))")], .plain(words(format))
      )
    }
    addSecrets(to: &page)
    addLines(to: &page)
    page.section("HAR")
    page.line([.plain("HAR 1.2: an entry a connection, with its whole messages in Chrome's")])
    page.line([.bold("_webSocketMessages"), .plain(" (type, time, opcode, data). These keys are ours:")])
    for (key, help) in harKeys { page.entry([.bold(key)], .plain(help), width: 18) }
    page.section("CSV")
    page.line([.plain("RFC 4180, a row a frame or note. The columns:")])
    page.paragraph(.plain(ExportFormat.csvColumns.joined(separator: ", ")))
    page.paragraph(
      .plain(
        "What a spreadsheet would take for a formula has an apostrophe in front, so a payload is not got"),
      .plain(" back from CSV byte by byte."))
    page.section("pcapng")
    page.line([
      .plain(
        "TCP is made up around the frames. The server's port is always 80, where Wireshark looks for HTTP;"),
      .plain(" the true one is in the comment of the first packet. There is no TLS and no proxy. Compressed"),
      .plain(" messages are inflated, with RSV1 cleared."),
    ])
    addCaptures(to: &page)
    page.section("See also")
    page.line([.bold("wsglass"), .plain("(1), RFC 6455, RFC 4180, RFC 3339")])
    return page.text
  }()

  static func words(_ format: ExportFormat) -> String {
    switch format {
    case .jsonl: "JSON Lines: a line a frame, without loss; opening it gives the same records"
    case .har: "HAR 1.2 as browsers write it; whole messages, written when all is known"
    case .csv: "for a spreadsheet: a row a frame"
    case .text: "a line a frame, in words; control and invisible characters escaped"
    case .pcapng: "for Wireshark: packets made up around the frames"
    case .raw: "the payloads of text and binary frames, one after the other, nothing between"
    }
  }

  private static func addSecrets(to page: inout Roff) {
    page.section("Secrets")
    page.line([
      .plain(
        "Where a secret was, there is <redacted:NAME:HASH> in single angle quotation marks: what its name or"),
      .plain(
        " its place says is one. The same secret has the same hash within one export and another in the"),
      .plain(" next. "), .bold("--include-secrets"), .plain(" leaves them in."),
    ])
  }

  private static func addLines(to page: inout Roff) {
    page.section("JSON Lines")
    page.line([
      .plain("The first line says what the file is; "), .bold("redacted"),
      .plain(" is off (secrets are in it),"),
    ])
    page.line([.plain("structure (found by their places) or values (known ones looked for as well):")])
    page.example([
      "{\"format\":\"wsglass-frames\",\"version\":\(JSONLines.version),\"redacted\":\"structure\"}",
      "{\"seq\":1,\"time\":\"2026-11-22T12:04:29.820113999Z\",\"dir\":\"out\",\"op\":\"text\",",
      "\"fin\":true,\"rsv\":0,\"length\":4,\"mono\":9,\"data\":\"ping\"}",
    ])
    page.paragraph(
      .plain(
        "(The second is one line.) An object a record follows, with these keys, where they say something:"))
    for (key, help) in lineKeys { page.entry([.bold(key)], .plain(help), width: 14) }
    page.paragraph(
      .plain("Names in "), .bold("flags"), .plain(": \(ExportFormat.flagNames.joined(separator: ", "))."))
    page.paragraph(
      .plain("Names of "), .bold("event"), .plain(": \(ExportFormat.eventNames.joined(separator: ", "))."))
    page.paragraph(
      .plain(
        "A reader takes lines with fewer keys, passes over keys that it does not know, and loses nothing but"),
      .plain(" the last line of a file that was cut short."))
  }

  private static func addCaptures(to page: inout Roff) {
    page.section("Captures")
    page.line([
      .plain("A capture is a folder. What stands in it is written for wsglass itself; export it for others.")
    ])
    page.entry(
      [.italic("*.frames")],
      .plain(
        "records, 64 MiB a file, each named by where it begins in the stream: a page of head, then records of"
      ),
      .plain(" a CRC32C, a length, 48 bytes about the frame, and the payload, up to a multiple of 8 bytes."),
      .plain(" Numbers are little-endian."))
    page.entry([.italic("index")], .plain("where records are; made anew where it is missing or faulty"))
    page.entry(
      [.italic("about.json")], .plain("url (without secrets), title, created (nanoseconds since 1970)"))
    page.entry(
      [.italic("marks.jsonl")],
      .plain("a line a change of a mark: frame, note; without note the frame is not marked any more"))
  }
}
