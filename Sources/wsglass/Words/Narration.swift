import FrameLog
import InspectorModel
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

  func notGreeted(_ refusal: SendRefusal) -> String {
    "a message of the profile's \"onopen\" was not sent: \(RefusalWords.why(refusal))"
  }

  func opened(_ status: SessionStatus) -> String {
    var parts = ["open"]
    let steps = status.report?.hops.last?.dial.steps ?? []
    let isProxied = steps.contains { $0.kind == .proxy }
    if let peer = status.peerName { parts.append(isProxied ? "through the proxy at \(peer)" : "to \(peer)") }
    if let tls = status.tls {
      parts.append("\(tls.version) \(tls.cipher)")
      if !tls.verified { parts.append("CERTIFICATE NOT VERIFIED") }
    }
    if let subprotocol = status.upgrade?.subprotocol { parts.append("subprotocol \(subprotocol)") }
    if status.upgrade?.compression != nil { parts.append("deflate") }
    if let report = status.report { parts.append("in \(ConnectWords.timings(report))") }
    for warning in status.upgrade?.warnings ?? [] { parts.append("warning: \(WarningWords.phrase(warning))") }
    return parts.joined(separator: "  ")
  }

  func warnings(about target: SessionTarget) -> [String] {
    let request = target.request
    guard !request.url.isSecure, target.options.unixSocket == nil else { return [] }
    let names = ["Authorization", "Cookie"].filter { name in request.headers.contains { $0.isNamed(name) } }
    let secrets = names + (request.url.userinfo == nil ? [] : ["user and password"])
    guard !secrets.isEmpty else { return [] }
    // RFC 6455 section 10.6: only TLS keeps them from those who listen on the way.
    return ["ws:// sends \(secrets.joined(separator: ", ")) unencrypted; wss:// would not"]
  }

  func redirected(from hop: ConnectHop, to url: WebSocketURL) -> String {
    "HTTP \(hop.refusal?.status ?? 0) redirects to \(url.displayString)"
  }

  func retrying(_ retry: ScheduledRetry, after delay: UInt64) -> String {
    "reconnect \(retry.attempt)/\(retry.limit) in \(Figures.duration(delay))"
  }

  func gaveUp(after attempts: Int) -> String { "no further reconnect: \(attempts) in a row have failed" }

  func failed(_ error: ConnectError, _ report: ConnectReport, target: SessionTarget) -> String {
    let words = FailureWords(error, answer: report.hops.last?.answer ?? [], target: target)
    return (["connect failed: \(words.summary)"] + words.noted).joined(separator: "  ")
  }

  func ended(_ ending: Ending) -> String {
    let words = EndingWords(ending)
    return "CLOSED  \(words.summary)  (\(words.why.last { $0.hasPrefix("open for") } ?? ""))"
  }

  func capture(_ health: CaptureHealth, lost: ClosedRange<Int>?) -> String {
    CaptureWords.note(health, lost: lost)
  }
}
