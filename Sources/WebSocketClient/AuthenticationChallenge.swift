import ByteText
public import WebSocketCore

/// One way to authenticate that a 401 offers (RFC 9110 section 11.6.1). None is answered by itself.
public struct AuthenticationChallenge: Hashable, Sendable {
  /// One "name=value" of a challenge.
  public struct Parameter: Hashable, Sendable {
    /// In lower case.
    public var name: String
    /// Without quotes.
    public var value: [UInt8]
  }

  /// 50: more are an attack, and nobody reads them.
  public static let most = 50

  /// As it came: "Basic", "Bearer", "Digest".
  public var scheme: String
  /// Instead of parameters, where the scheme has it so.
  public var token: String?
  /// In their order; empty where a token stands instead.
  public var parameters: [Parameter] = []

  /// The protection space, if one is named.
  public var realm: [UInt8]? { parameters.first { $0.name == "realm" }?.value }

  /// The first `most` of a response; what is not well formed ends its field.
  public static func list(_ head: ResponseHead) -> [AuthenticationChallenge] {
    var all: [AuthenticationChallenge] = []
    for value in head.fields.values(named: "WWW-Authenticate") where all.count < most {
      var reader = ChallengeReader(value)
      while all.count < most, let next = reader.next() { all.append(next) }
    }
    return all
  }
}

/// Reads one WWW-Authenticate field from left to right: commas part parameters, and challenges too.
private struct ChallengeReader {
  private var rest: ArraySlice<UInt8>

  init(_ value: [UInt8]) { rest = value[...] }

  mutating func next() -> AuthenticationChallenge? {
    skipCommas()
    guard let scheme = token() else { return nil }
    var challenge = AuthenticationChallenge(scheme: scheme)
    guard skipBlanks() else { return challenge }
    if let token68 = token68() {
      challenge.token = token68
      return challenge
    }
    while true {
      let start = rest
      skipCommas()
      guard let parameter = parameter() else {
        // Not a parameter: the next challenge begins here.
        rest = start
        return challenge
      }
      challenge.parameters.append(parameter)
    }
  }

  private mutating func parameter() -> AuthenticationChallenge.Parameter? {
    let start = rest
    guard let name = token() else { return nil }
    skipBlanks()
    guard rest.first == UInt8(ascii: "=") else {
      rest = start
      return nil
    }
    rest = rest.dropFirst()
    skipBlanks()
    guard let value = rest.first == UInt8(ascii: "\"") ? quoted() : token().map({ Array($0.utf8) }) else {
      rest = []
      return nil
    }
    return .init(name: name.lowercased(), value: value)
  }

  /// Letters, digits and -._~+/ with "=" at the end, up to a comma or the end.
  private mutating func token68() -> String? {
    let text = rest.prefix { ASCII.isAlphanumeric($0) || "-._~+/=".utf8.contains($0) }
    let after = rest[text.endIndex...].drop { $0 == 0x20 || $0 == 9 }
    guard !text.isEmpty, after.isEmpty || after.first == UInt8(ascii: ",") else { return nil }
    let padding = text.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
    guard padding > text.startIndex, text[padding...].allSatisfy({ $0 == UInt8(ascii: "=") }) else {
      return nil
    }
    rest = after
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func quoted() -> [UInt8]? {
    rest = rest.dropFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return value }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst() else { return nil }
        value.append(escaped)
      } else {
        value.append(byte)
      }
    }
    return nil
  }

  private mutating func token() -> String? {
    let text = rest.prefix(while: ASCII.isTokenByte)
    guard !text.isEmpty else { return nil }
    rest = rest[text.endIndex...]
    return String(decoding: text, as: UTF8.self)
  }

  /// True where there was one.
  @discardableResult
  private mutating func skipBlanks() -> Bool {
    let count = rest.count
    rest = rest.drop { $0 == 0x20 || $0 == 9 }
    return rest.count < count
  }

  private mutating func skipCommas() {
    rest = rest.drop { $0 == 0x20 || $0 == 9 || $0 == UInt8(ascii: ",") }
  }
}
