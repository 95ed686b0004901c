import ByteText

/// Names that say that what they name is a secret: of headers, parameters and JSON keys.
public enum SecretNames {
  /// Anywhere in the name.
  private static let parts: [[UInt8]] = [
    "token", "secret", "password", "passwd", "passphrase", "passcode", "authorization", "cookie", "apikey",
    "api-key", "api_key", "credential", "bearer", "privatekey", "private-key", "private_key", "accesskey",
    "access-key", "access_key",
  ].map { Array($0.utf8) }
  /// The same, but for a challenge, such as `WWW-Authenticate`.
  private static let authParts = ["-auth", "auth-", "_auth", "auth_"].map { Array($0.utf8) }
  private static let whole: [[UInt8]] = ["auth", "jwt", "pwd", "pass"].map { Array($0.utf8) }
  /// Of parameters in a URL, these too: Google's `key`, Azure's `sig`, Amazon's `X-Amz-Signature`.
  private static let ofURLs: [[UInt8]] = ["key", "sig", "signature", "sid", "session", "code"].map {
    Array($0.utf8)
  }

  public static func isSecret(_ name: some Collection<UInt8>) -> Bool {
    let lower = name.map(ASCII.lower)
    if lower.starts(with: "sec-websocket-".utf8) { return false }
    if whole.contains(lower) || parts.contains(where: { contains(lower, $0) }) { return true }
    return authParts.contains { contains(lower, $0) } && !contains(lower, Array("authenticat".utf8))
  }

  public static func isSecretInURL(_ name: some Collection<UInt8>) -> Bool {
    let lower = name.map(ASCII.lower)
    return isSecret(lower) || ofURLs.contains(lower) || contains(lower, Array("signature".utf8))
  }

  /// What stands in a marker: the name, as far as it can't be taken for the marker's own signs.
  public static func plain(_ name: some Collection<UInt8>) -> [UInt8] {
    let plain = name.prefix(40).filter(isNameByte)
    return plain.isEmpty ? Array("secret".utf8) : Array(plain)
  }

  @inlinable
  public static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func contains(_ name: [UInt8], _ part: [UInt8]) -> Bool {
    guard name.count >= part.count else { return false }
    return (0...name.count - part.count).contains { name[$0...].starts(with: part) }
  }
}
