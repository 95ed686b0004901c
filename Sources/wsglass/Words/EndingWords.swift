import InspectorModel
import WebSocketClient
import WebSocketCore

/// How a connection ended, in words.
struct EndingWords {
  /// One line: "closed by the server: 1011 keepalive timeout".
  var summary: String
  var why: [String]

  init(_ ending: Ending) {
    let closure = ending.closure
    summary = EndingWords.summary(ending)
    why = [CloseWords.line(closure.status).head]
    if let sent = closure.sent { why.append("sent: Close \(EndingWords.status(sent))") }
    if let received = closure.received { why.append("received: Close \(EndingWords.status(received))") }
    why.append("open for \(Span.words(ending.duration)), \(closure.isClean ? "clean" : "not clean")")
    if ending.unsentBytes > 0 { why.append("\(ending.unsentBytes) bytes were never sent") }
  }

  private static func status(_ status: Closure.Status) -> String {
    let reason = String(decoding: status.reason, as: UTF8.self)
    return "\(status.code.rawValue)" + (reason.isEmpty ? "" : " \(reason)")
  }

  private static func summary(_ ending: Ending) -> String {
    let closure = ending.closure
    if let violation = closure.violation {
      return "closed by us: the server broke the protocol: \(ViolationWords.phrase(violation))"
    }
    switch ending.cause {
    case .closeHandshake, .violation:
      let who = closure.initiator == .us ? "us" : "the server"
      return "closed by \(who): \(EndingWords.status(closure.status))"
    case .endOfStream(let truncated):
      return truncated
        ? "the server cut the TLS stream short, without a Close frame: bytes may be missing"
        : "the server ended the stream without a Close frame"
    case .streamFailed(let error): return "the connection broke: \(StreamWords.describe(error))"
    case .closeTimedOut:
      return closure.received == nil
        ? "closed by us; the server did not answer our Close frame"
        : "the server kept the stream open after its Close"
    case .keepaliveTimedOut: return "closed by us: no pong came in time (keepalive timeout)"
    case .stalled: return "closed by us: a message that had begun did not go on (stall timeout)"
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
