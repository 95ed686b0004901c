import Scripts
import Secrets
import WebSocketCore

/// Keeps the credentials of a recording with whom it was made: played to another origin, nothing that looks like one is sent.
struct OriginGuard: Sendable {
  private let structure = SecretStructure()
  private let recorded: ScriptOrigin
  private let given: [[UInt8]]

  /// Nil where there is nothing to guard. What `given` gives is the user's own choice.
  init?(_ script: Script, for url: WebSocketURL, given: ReplayVariables) {
    guard let recorded = script.recordedOrigin, recorded != ScriptOrigin(url) else { return nil }
    self.recorded = recorded
    self.given = given.values.values.map { Array($0.utf8) }
  }

  /// For the user, before anything is sent.
  var words: String {
    "recorded with \(recorded.words): cookies and credentials of the recording are not sent to another origin"
  }

  /// For whoever sends.
  var objector: @Sendable (ArraySlice<UInt8>) -> String? { { payload in objection(payload) } }

  /// Why this message is not sent; nil where it may be.
  func objection(_ payload: ArraySlice<UInt8>) -> String? {
    let found = payload.withUnsafeBytes { bytes -> SecretPlace? in
      var places: [SecretPlace] = []
      structure.find(in: bytes, to: &places)
      return places.first { place in
        let secret = bytes[place.range]
        return !SecretMarker.isTold(secret) && !given.contains { $0.elementsEqual(secret) }
      }
    }
    guard let found else { return nil }
    return
      "it holds a credential of the recording (\(String(decoding: found.name, as: UTF8.self))), which was made with \(recorded.words)"
  }
}

extension ScriptOrigin {
  init(_ url: WebSocketURL) { self.init(isSecure: url.isSecure, host: url.host, port: url.port) }

  /// `wss://example.com:443`
  var words: String { "\(isSecure ? "wss" : "ws")://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
