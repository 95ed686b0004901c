import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// The notes that a session writes into its log.
struct Narration: Narrator {
  func connecting(to target: SessionTarget, attempt: Int) -> String {
    let url = target.request.url.displayString
    return attempt == 1 ? "connecting to \(url)" : "connecting again to \(url)"
  }

  func opened(_ status: SessionStatus) -> String {
    var parts = ["open"]
    if let peer = status.peerName { parts.append("to \(peer)") }
    if let tls = status.tls {
      parts.append("\(tls.version) \(tls.cipher)")
      if !tls.verified { parts.append("CERTIFICATE NOT VERIFIED") }
    }
    if let subprotocol = status.upgrade?.subprotocol { parts.append("subprotocol \(subprotocol)") }
    for warning in status.upgrade?.warnings ?? [] { parts.append("warning: \(WarningWords.phrase(warning))") }
    return parts.joined(separator: "  ")
  }

  func failed(_ error: ConnectError, target: SessionTarget) -> String {
    "connect failed: \(FailureWords(error, target: target).summary)"
  }

  func ended(_ ending: Ending) -> String {
    let words = EndingWords(ending)
    return "CLOSED  \(words.summary)  (\(words.why.last { $0.hasPrefix("open for") } ?? ""))"
  }
}
