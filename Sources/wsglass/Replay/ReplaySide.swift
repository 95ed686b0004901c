import Glibc
import Scripts
import Secrets
import Sessions
import WebSocketClient
import WebSocketCore

/// One server that a script is played to, with what may be sent to it.
struct ReplaySide: Sendable {
  let script: Script
  let target: SessionTarget
  /// All that must not be seen.
  let secrets: [SecretValue]
  let originGuard: OriginGuard?

  init(_ script: Script, at address: String, settings: ConnectionSettings, choice: ReplayChoice)
    throws(Complaint)
  {
    self.script = script
    var target = try settings.target(for: address)
    secrets = target.secrets + choice.variables.secrets
    // So that words about the connection hide them too.
    target.secrets = secrets
    // A script is played to one connection: it may not go on in another as if nothing had happened.
    target.reconnect = .never
    self.target = target
    originGuard = OriginGuard(script, for: target.request.url, given: choice.variables)
    if let words = originGuard?.words { writeLine(safe("wsglass: \(words)"), to: STDERR_FILENO) }
  }
}
