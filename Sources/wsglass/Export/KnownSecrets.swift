import ByteText
import Formats
import Secrets
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// The secrets that a connection was given, so that they can be taken out wherever they turn up.
enum KnownSecrets {
  static func values(of target: SessionTarget, also settings: ConnectionSettings = ConnectionSettings())
    -> [SecretValue]
  {
    let request = target.request
    var values = settings.knownSecrets
    for field in request.headers
    where SecretNames.isSecret(field.name.utf8) || soundsSecret(field.name)
      || settings.secretHeaders.contains(field.name.lowercased())
    {
      values += parts(of: field).map { SecretValue(name: field.name, bytes: $0) }
    }
    if let userinfo = request.url.userinfo {
      // Of a token that stands alone, nothing follows.
      let secret = userinfo.password.isEmpty ? userinfo.user : userinfo.password
      values.append(SecretValue(name: "password", bytes: secret))
    }
    values += Redactor.secrets(
      inTarget: request.url.requestTarget, subprotocols: request.protocols, also: settings.secretParameters)
    // A variable that holds no proxy's address is told when it is used.
    if let credentials = (try? target.options.proxy.proxy(for: request.url))?.credentials {
      values.append(SecretValue(name: "proxy-password", bytes: credentials.password.bytes))
    }
    return values.filter { $0.bytes.count >= SecretFingerprints.shortest }
  }

  /// A value that is looked for may be one more often than what is taken out by its name alone.
  private static func soundsSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["key", "session", "signature", "auth"].contains { name.contains($0) }
  }

  /// What follows the scheme of an Authorization, and the values of cookies: what is secret in them.
  private static func parts(of field: HeaderField) -> [[UInt8]] {
    if field.isNamed("Cookie") {
      return field.value.split(separator: UInt8(ascii: ";")).compactMap { pair in
        pair.firstIndex(of: UInt8(ascii: "=")).map { Array(pair[($0 + 1)...]) }
      }
    }
    guard let blank = field.value.firstIndex(of: UInt8(ascii: " ")) else { return [field.value] }
    let secret = Array(field.value[(blank + 1)...])
    guard String(decoding: field.value[..<blank], as: UTF8.self).lowercased() == "basic",
      case let pair = secret.withUnsafeBytes(Base64.readable),
      let colon = pair.firstIndex(of: UInt8(ascii: ":"))
    else { return [secret] }
    // RFC 7617: the password itself may stand elsewhere too.
    return [secret, Array(pair[(colon + 1)...])]
  }
}
