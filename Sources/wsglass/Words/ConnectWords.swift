import InspectorModel
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// A connect's steps in words.
enum ConnectWords {
  /// What it is doing right now, for the status line.
  static func step(_ step: ConnectStep?, to host: String) -> String {
    switch step {
    case nil: "connecting to \(host)"
    case .resolving: "looking up \(host)"
    case .queued: "queued: one connect to an address at a time"
    case .dialling: "connecting to \(host)"
    case .upgrading: "asking \(host) for the upgrade"
    }
  }

  /// The waterfall in one line: "84 ms: DNS 12 ms, TCP 20 ms, TLS 31 ms, upgrade 21 ms". Of several attempts of a kind
  /// the successful one counts.
  static func timings(_ report: ConnectReport) -> String {
    guard let end = report.end else { return "" }
    var parts: [String] = []
    for hop in report.hops {
      if let admitted = hop.admitted { parts.append("queued \(span(hop.start, admitted))") }
      for step in hop.dial.steps where step.outcome == .succeeded {
        parts.append("\(name(step.kind)) \(span(step.start, step.end))")
      }
      let standing = hop.dial.steps.map(\.end).max() ?? hop.start
      if let head = hop.headReceived { parts.append("upgrade \(span(standing, head))") }
    }
    let sum = span(report.start, end)
    return parts.isEmpty ? sum : "\(sum): \(parts.joined(separator: ", "))"
  }

  private static func name(_ kind: DialStep.Kind) -> String {
    switch kind {
    case .resolve: "DNS"
    case .connect: "TCP"
    case .proxyTLS: "proxy TLS"
    case .proxy: "proxy"
    case .tls: "TLS"
    }
  }

  private static func span(_ start: UInt64, _ end: UInt64) -> String {
    Figures.roundTrip(end > start ? end - start : 0)
  }

  /// "2 of 10 in 1.6 s".
  static func retry(_ retry: ScheduledRetry, at now: UInt64) -> String {
    let left = retry.at > now ? retry.at - now : 0
    return "\(retry.attempt) of \(retry.limit) in \(Figures.duration(left))"
  }

  static func redirect(_ fault: RedirectFault) -> String {
    switch fault {
    case .locationMissing: "it says no Location"
    case .locationRepeated: "it says several Locations"
    case .schemeForbidden(let scheme): "it leads to \(scheme):, and only ws, wss, http and https are followed"
    case .badLocation(let error): "its Location is no address: \(URLWords.why(error))"
    case .insecure: "it leads from wss:// to ws://, where everybody on the way could read along"
    case .loop: "it leads to an address that was asked before"
    case .tooMany(let limit): "\(limit) were followed already"
    }
  }
}
