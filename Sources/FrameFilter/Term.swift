import WebSocketCore

/// One kind of thing that a filter is made of. The parser, its errors, completion and help all read the same table.
public struct Term: Hashable, Sendable {
  /// `dir:`, or the sign or word itself.
  public let name: String
  public let example: String
  public let help: String
  /// What can stand after the name; empty where that is open.
  public let values: [Value]
  let kind: Kind

  public struct Value: Hashable, Sendable {
    public let text: String
    public let help: String
    /// Other spellings that are taken, not offered.
    let others: [String]
    let test: FilterTest?

    init(_ text: String, _ help: String, _ test: FilterTest?, others: [String] = []) {
      self.text = text
      self.help = help
      self.test = test
      self.others = others
    }
  }

  enum Kind: Hashable, Sendable {
    /// One or more of the values, with commas between.
    case choice
    case size
    case wire
    case close
    case json
    case regex
    case since
    case marked
    case numbers
    /// One of `op:`'s values without the key.
    case opcode
    case text
    case sign
  }

  init(_ name: String, _ example: String, _ help: String, _ kind: Kind, _ values: [Value] = []) {
    self.name = name
    self.example = example
    self.help = help
    self.kind = kind
    self.values = values
  }
}

extension FrameFilter {
  /// Everything that a filter can say, in the order of a help page.
  public static let terms: [Term] = [
    Term("dir:", "dir:in", "the way a frame went", .choice, directions),
    Term("op:", "op:text,bin", "kinds of frames, and events", .choice, opcodes),
    Term("ping", "!ping", "a kind alone is op: with it; in quotes it is text", .opcode),
    Term("size>", "size>1k", "payload bytes; also >= < <= = and 1k-4k; k, M, Ki, Mi", .size),
    Term("wire>", "wire>=64Ki", "payload bytes as they travelled, compressed", .wire),
    Term("close:", "close:1006", "close codes: one, 1000-1003, or * for all", .close, closeCodes),
    Term("json.", "json.user.id=42", "a JSON value: = != > >= < <=, or that it is there", .json),
    Term("re:", #"re:"id: \d+""#, "payloads that a regular expression matches", .regex),
    Term(
      "since:", "since:10s", "since:mark, since:10s before the newest record, since:12:04:29", .since, sinces),
    Term("flag:", "flag:violation", "what is special about a frame", .choice, flags),
    Term("marked", "marked", "frames that you marked", .marked),
    Term("#", "#100-200", "record numbers; also #100- and #-200", .numbers),
    Term("word", "ticker", "payloads with the word; small letters match capitals too", .text),
    Term("\"words\"", "\"two words\"", "payloads with exactly this text", .text),
    Term("!", "!ping", "not: also written not", .sign),
    Term("and", "dir:in and op:text", "both; a blank says the same", .sign),
    Term("or", "op:ping or op:pong", "either", .sign),
    Term("not", "not (op:ping or op:pong)", "not", .sign),
    Term("(", "(error or warn) dir:in", "what belongs together", .sign),
  ]

  private static let directions: [Term.Value] = [
    .init("in", "frames that came in", .direction(.received), others: ["received", "<"]),
    .init("out", "frames that we sent", .direction(.sent), others: ["sent", ">"]),
  ]

  static let opcodes: [Term.Value] = [
    .init("text", "text messages", .opcode(.text)),
    .init("bin", "binary messages", .opcode(.binary), others: ["binary"]),
    .init("ping", "pings", .opcode(.ping)),
    .init("pong", "pongs", .opcode(.pong)),
    .init("close", "Close frames", .opcode(.close)),
    .init("cont", "continuations without a message", .opcode(.continuation), others: ["continuation"]),
    .init("event", "what happened to the connection", .event, others: ["events", "note"]),
  ]

  private static let flags: [Term.Value] = [
    .init("violation", "breaks RFC 6455", .flags(.violation)),
    .init("auto", "sent by the protocol itself", .flags(.automatic), others: ["automatic"]),
    .init("compressed", "came or went compressed", .compressed, others: ["deflate", "rsv1"]),
    .init("fragment", "in more than one frame", .flags(.fragment), others: ["fragmented", "fragments"]),
    .init("masked", "with a mask key", .masked),
    .init("tolerated", "breaks a rule that this connection tolerates", .flags(.tolerated)),
    .init("incomplete", "the connection ended inside it", .flags(.incomplete)),
    .init("afterclose", "came after the Close frame", .flags(.afterClose), others: ["after-close"]),
    .init("shortened", "not all of the payload was kept", .flags(.shortened)),
    .init("replayed", "sent by a script", .flags(.replayed)),
  ]

  private static let closeCodes: [Term.Value] = [
    .init("1000", "normal", nil), .init("1001", "going away", nil), .init("1002", "protocol error", nil),
    .init("1005", "no code", nil), .init("1006", "without a Close frame", nil),
    .init("1007", "not UTF-8", nil),
    .init("1008", "policy", nil), .init("1009", "too large", nil), .init("1011", "server error", nil),
    .init("4000-4999", "the application's own", nil), .init("*", "every close", nil),
  ]

  private static let sinces: [Term.Value] = [
    .init("mark", "from the mark on", nil), .init("10s", "the last ten seconds", nil),
    .init("5m", "the last five minutes", nil), .init("1h", "the last hour", nil),
  ]
}
