import WebSocketClient
import WebSocketCore

/// Close codes in words (RFC 6455 section 7.4.1, the IANA registry).
enum CloseWords {
  private static let meanings: [UInt16: String] = [
    1000: "normal closure: the purpose is fulfilled",
    1001: "going away: the server stops or the page is left",
    1002: "protocol error",
    1003: "unsupported data: this endpoint does not take this type of message",
    1005: "no status: the Close frame carried no code",
    1006: "abnormal closure: no Close frame came",
    1007: "invalid payload: text that is not UTF-8, or the like",
    1008: "policy violation",
    1009: "message too big",
    1010: "mandatory extension: the server did not agree to one that the client needs",
    1011: "internal error: the server met something unexpected",
    1012: "service restart: try again, not at once",
    1013: "try again later: the server is overloaded",
    1014: "bad gateway: the server behind it gave an invalid answer",
    1015: "TLS handshake failed",
  ]

  static func meaning(of code: CloseCode) -> String {
    if let meaning = meanings[code.rawValue] { return meaning }
    switch code.rawValue {
    case 3000...3999: return "library: registered with IANA for frameworks"
    case 4000...4999: return "private: between this client and this server"
    default: return "not registered"
    }
  }

  static func describe(_ status: Closure.Status) -> String {
    let reason = String(decoding: status.reason, as: UTF8.self)
    return "\(status.code.rawValue)" + (reason.isEmpty ? "" : " \(reason)")
  }
}

/// How a connection ended, in words.
struct EndingWords {
  /// One line: "closed by the server: 1011 keepalive timeout".
  var summary: String
  var why: [String]

  init(_ ending: Ending) {
    let closure = ending.closure
    summary = EndingWords.summary(ending)
    why = ["\(closure.status.code.rawValue)  \(CloseWords.meaning(of: closure.status.code))"]
    if let sent = closure.sent { why.append("sent: Close \(CloseWords.describe(sent))") }
    if let received = closure.received { why.append("received: Close \(CloseWords.describe(received))") }
    why.append("open for \(Span.words(ending.duration)), \(closure.isClean ? "clean" : "not clean")")
    if ending.unsentBytes > 0 { why.append("\(ending.unsentBytes) bytes were never sent") }
  }

  private static func summary(_ ending: Ending) -> String {
    let closure = ending.closure
    if let violation = closure.violation {
      return "closed by us: the server broke the protocol: \(ViolationWords.describe(violation))"
    }
    switch ending.cause {
    case .closeHandshake, .violation:
      let who = closure.initiator == .us ? "us" : "the server"
      return "closed by \(who): \(CloseWords.describe(closure.status))"
    case .endOfStream(let truncated):
      return truncated
        ? "the server cut the TLS stream short, without a Close frame: bytes may be missing"
        : "the server ended the stream without a Close frame"
    case .streamFailed(let error): return "the connection broke: \(StreamWords.describe(error))"
    case .closeTimedOut:
      return closure.received == nil
        ? "closed by us; the server did not answer our Close frame"
        : "the server kept the stream open after its Close"
    case .aborted: return "cut by us"
    }
  }
}

/// A span of time as people say it.
enum Span {
  static func words(_ nanoseconds: UInt64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    switch milliseconds {
    case ..<1: return "under 1 ms"
    case ..<1000: return "\(milliseconds) ms"
    case ..<60_000: return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    case ..<3_600_000: return "\(milliseconds / 60_000) min \(milliseconds % 60_000 / 1000) s"
    default: return "\(milliseconds / 3_600_000) h \(milliseconds % 3_600_000 / 60_000) min"
    }
  }
}
