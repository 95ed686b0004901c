import FrameLog
import Glibc
import Transport
import WebSocketClient

/// What ended a stream, as a capture keeps it: a name, and what the system or TLS said.
struct EndingFacts {
  let cause: ConnectionFacts.Cause
  let detail: String?

  private init(named cause: ConnectionFacts.Cause, _ detail: String? = nil) {
    self.cause = cause
    self.detail = detail
  }

  init(_ cause: Ending.Cause) {
    switch cause {
    case .closeHandshake: self.init(named: .closeHandshake)
    case .endOfStream(let truncated): self.init(named: truncated ? .endWithoutNotify : .end)
    case .streamFailed(let error): self.init(error)
    case .closeTimedOut: self.init(named: .closeTimedOut)
    case .violation: self.init(named: .violation)
    case .keepaliveTimedOut: self.init(named: .keepaliveTimedOut)
    case .stalled: self.init(named: .stalled)
    case .aborted: self.init(named: .aborted)
    }
  }

  private init(_ error: StreamError) {
    switch error {
    case .system(let number):
      let name = EndingFacts.name(ofError: number)
      switch number {
      case ECONNRESET, EPIPE: self.init(named: .reset, name)
      case ETIMEDOUT: self.init(named: .timedOut, name)
      default: self.init(named: .system, name)
      }
    case .tls(.alert(let code, let name)): self.init(named: .tlsAlert, "alert \(code) \(name)")
    case .tls(.closedEarly): self.init(named: .endWithoutNotify)
    case .tls(.other(_, let text)), .tls(.badCertificate(_, let text, _)): self.init(named: .tls, text)
    case .tls: self.init(named: .tls)
    case .closed: self.init(named: .aborted)
    }
  }

  /// The constants that a socket gives; others by their number.
  private static func name(ofError number: Int32) -> String {
    switch number {
    case ECONNRESET: "ECONNRESET"
    case EPIPE: "EPIPE"
    case ETIMEDOUT: "ETIMEDOUT"
    case ENETUNREACH: "ENETUNREACH"
    case EHOSTUNREACH: "EHOSTUNREACH"
    case ENETDOWN: "ENETDOWN"
    case ECONNABORTED: "ECONNABORTED"
    case ENOBUFS: "ENOBUFS"
    case EIO: "EIO"
    default: "errno \(number)"
    }
  }
}
