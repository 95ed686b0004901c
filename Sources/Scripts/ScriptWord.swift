/// The keys of a step: the table by which scripts are read, and from which schema and manual are made.
public enum ScriptWord: String, CaseIterable, Hashable, Sendable {
  // What a step does; exactly one of these stands in it.
  case send, ping, pong, close, wait, expect, never, capture, set, `repeat`, parallel, include, script
  // How it does it.
  case `as`, fragment, reason, within, next, soft, name, p50, p95, p99, over, rate, steps, spread, url, needs
  // In every step.
  case after, comment

  public static let kinds: [ScriptWord] = [
    .script, .send, .ping, .pong, .close, .wait, .expect, .never, .capture, .set, .repeat, .parallel,
    .include,
  ]

  public var isKind: Bool { Self.kinds.contains(self) }

  /// Keys that may stand beside it.
  public var options: [ScriptWord] {
    switch self {
    case .script: [.name, .url, .needs, .set]
    case .send: [.as, .fragment]
    case .ping, .pong: [.as]
    case .close: [.reason]
    case .expect: [.within, .next, .capture, .soft, .name, .p50, .p95, .p99]
    case .never: [.within, .soft, .name]
    case .repeat: [.steps, .over, .rate]
    case .parallel: [.steps, .spread]
    default: []
    }
  }

  var shape: ScriptShape {
    switch self {
    case .send: .message
    case .ping, .pong, .reason, .comment, .url: .text
    case .close: .closeCode
    case .wait, .within, .after, .spread, .p50, .p95, .p99: .duration
    case .expect: .conditions
    case .never: .condition
    case .capture: .captures
    case .set: .values
    case .repeat: .times
    case .parallel: .count(1...10_000)
    case .include, .over: .fileName
    case .script: .version
    case .as: .choice(ScriptEncoding.allCases.map(\.rawValue))
    case .fragment: .count(1...(1 << 24))
    case .next, .soft: .flag
    case .name: .text
    case .rate: .rate
    case .steps: .steps
    case .needs: .needs
    }
  }

  /// What it takes, in words that follow "takes".
  public var takes: String { shape.words }

  public var help: String {
    switch self {
    case .send:
      "sends a message: a text as it is, any other JSON value as the JSON text that stands there. Variables are"
        + " filled in"
    case .ping: "sends a ping with this payload, 125 bytes at most"
    case .pong: "sends a pong that nobody asked for"
    case .close: "starts the closing handshake with this code; null is a Close frame without one"
    case .wait: "does nothing for so long"
    case .expect:
      "waits for a message that meets all conditions; messages that don't are passed over. Of several"
        + " conditions in an array each has to be met by a message of its own, in any order"
    case .never: "fails where such a message comes within the time, or has come since the last expectation"
    case .capture: "takes values out of the message that was matched last, for ${name}"
    case .set: "sets variables. Values are filled in at once, so that ${uuid} stays the same"
    case .repeat: "does its steps so many times"
    case .parallel: "does its steps on so many new connections at once, and goes on when all have ended"
    case .include: "the steps of another script stand here"
    case .script: "the first line, where there is something to say about the whole: the version of the format"
    case .as:
      "how the payload is written: text; json; base64 or hex for a binary message; file or text-file for what"
        + " is in the file of that name"
    case .fragment: "sends the message in fragments of so many bytes at most"
    case .reason: "of the Close frame, 123 bytes at most"
    case .within: "how long it waits, 5 s unless said; not scaled by the speed"
    case .next: "the very next message has to match: text and binary, or control frames where one is expected"
    case .soft: "the run fails, but goes on"
    case .name: "what reports call it"
    case .p50: "half of the replies have to come within so long"
    case .p95: "95 % of the replies have to come within so long"
    case .p99: "99 % of the replies have to come within so long"
    case .over: "a CSV or JSON Lines file: each row's columns, or keys, are variables in the steps"
    case .rate: "begins so many rounds a second, however long each takes"
    case .steps: "what is done in each round, or on each connection"
    case .spread: "the connections begin evenly over so long"
    case .url: "where it wants to be played"
    case .needs: "variables that have to be given"
    case .after: "waits so long first, counted from when the step before was due"
    case .comment: "says nothing to the program"
    }
  }
}
