import Sessions
import Testing
import Transport
import WebSocketClient
import WebSocketCore

/// One input of a row of the catalogue: what the server does, and the one right outcome.
struct HostileCase: Sendable, CustomTestStringConvertible {
  /// The row, such as "H01".
  var id: String
  var title: String
  /// What happens after the upgrade request has come.
  var script: [Step]
  var expected: Expected
  var prepare: @Sendable (inout SessionTarget) -> Void = { _ in }
  /// The script itself waits for the client: it does not speak HTTP first.
  var isRaw = false
  /// What else has to be so.
  var judge: @Sendable (Observation) -> Void = { _ in }

  var testDescription: String { "\(id) \(title)" }

  init(
    _ id: String, _ title: String, _ script: [Step], _ expected: Expected,
    prepare: @escaping @Sendable (inout SessionTarget) -> Void = { _ in },
    also: @escaping @Sendable (Observation) -> Void = { _ in }
  ) {
    self.id = id
    self.title = title
    self.script = script
    self.expected = expected
    self.prepare = prepare
    judge = also
  }

  var raw: HostileCase {
    var copy = self
    copy.isRaw = true
    return copy
  }

  func also(_ judge: @escaping @Sendable (Observation) -> Void) -> HostileCase {
    var copy = self
    copy.judge = judge
    return copy
  }
}

/// The outcome words of the catalogue, each with what it takes to be told from others.
enum Expected: Sendable {
  /// HF: nothing but the request goes out, and no frame is in the log.
  case fails(Failure)
  /// Fnnnn: the frames of the log in front of our Close frame, which `ProtocolError` decides. Of a long log it is the
  /// end that is given; nil where only the case itself can tell.
  case breaks(ProtocolError, log: [String]?)
  /// OK: a clean end with this status; the log's frames.
  case closes(CloseCode, log: [String]?)
  /// 1006 without a fault: how TCP ended, and the log's frames.
  case lost(Cause, log: [String]?)

  enum Cause: Sendable, Equatable {
    case endOfStream, reset, closeTimedOut, keepaliveTimedOut, stalled, aborted
  }
}

/// What a connect failed with, as far as a case can know it.
enum Failure: Sendable {
  case rule(HandshakeError)
  /// The accept value was another one.
  case accept
  case http(Int, body: [UInt8] = [], HandshakeWarning? = nil)
  case reset
  case upgradeTimedOut
  case dialTimedOut(DialPhase)
  case proxy(ProxyError)
  case proxyRefused(Int, body: [UInt8] = [])

  func matches(_ error: ConnectError) -> Bool {
    switch (self, error) {
    case (.rule(let rule), .handshake(let error)): rule == error
    case (.accept, .handshake(.acceptMismatch)): true
    case (.http(let status, let body, let warning), .handshake(.refused(let head, let got, let isCut))):
      head.status == status && got == body && isCut == (warning != nil)
        && (warning.map(head.warnings.contains) ?? true)
    case (.reset, .streamFailed(.system)): true
    case (.upgradeTimedOut, .upgradeTimedOut): true
    case (.dialTimedOut(let phase), .dial(.timedOut(let got, _))): phase == got
    case (.proxy(let proxy), .dial(.proxy(let error))): proxy == error
    case (.proxyRefused(let status, let body), .dial(.proxy(.refused(let got)))),
      (.proxyRefused(let status, let body), .dial(.proxy(.authenticationRequired(let got)))):
      got.status == status && got.body == body
    default: false
    }
  }
}
