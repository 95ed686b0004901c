import ByteText

/// One member of a Sec-WebSocket-Extensions field: an offer of ours or an answer of the server (RFC 6455 section 9.1).
public struct ExtensionElement: Hashable, Sendable {
  /// One `name` or `name=value`.
  public struct Parameter: Hashable, Sendable {
    /// A token, case-sensitive.
    public var name: String
    /// A token, without quotes; nil: the parameter came without `=`.
    public var value: String?

    /// Both are checked when an offer is sent.
    public init(name: String, value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// A token from IANA's registry, case-sensitive.
  public var name: String
  /// In their order, which has no meaning.
  public var parameters: [Parameter]

  /// Checked when the offer is sent.
  public init(name: String, parameters: [Parameter] = []) {
    self.name = name
    self.parameters = parameters
  }

  /// Names and values are tokens, so the text can be sent (RFC 6455 section 9.1).
  var isSendable: Bool {
    ASCII.isToken(name.utf8)
      && parameters.allSatisfy {
        ASCII.isToken($0.name.utf8) && ($0.value.map { ASCII.isToken($0.utf8) } ?? true)
      }
  }

  var text: String {
    parameters.reduce(name) { text, parameter in
      text + "; " + parameter.name + (parameter.value.map { "=" + $0 } ?? "")
    }
  }

  /// Reads a whole field value by the grammar of section 9.1, in linear time.
  package static func list(_ value: [UInt8]) throws(HandshakeError) -> [ExtensionElement] {
    var reader = ExtensionReader(bytes: value)
    return try reader.list()
  }
}

private struct ExtensionReader {
  /// Far above what any extension has; each costs an allocation, and a head of 64 KiB holds 30,000.
  static let parameterLimit = 32

  let bytes: [UInt8]
  var position = 0
  var parameterCount = 0

  mutating func list() throws(HandshakeError) -> [ExtensionElement] {
    var elements = [try element()]
    while take(UInt8(ascii: ",")) { elements.append(try element()) }
    guard position == bytes.count else { throw .extensionsMalformed(at: position) }
    return elements
  }

  private mutating func element() throws(HandshakeError) -> ExtensionElement {
    var element = ExtensionElement(name: try token())
    while take(UInt8(ascii: ";")) {
      parameterCount += 1
      guard parameterCount <= Self.parameterLimit else { throw .extensionsMalformed(at: position) }
      var parameter = ExtensionElement.Parameter(name: try token())
      if take(UInt8(ascii: "=")) { parameter.value = try value() }
      element.parameters.append(parameter)
    }
    return element
  }

  private mutating func token() throws(HandshakeError) -> String {
    skipBlanks()
    let end = bytes[position...].firstIndex { !ASCII.isTokenByte($0) } ?? bytes.count
    guard end > position else { throw .extensionsMalformed(at: position) }
    defer { position = end }
    return ASCII.string(bytes[position..<end])
  }

  /// A token, or a quoted string whose content is one ("the value after quoted-string unescaping MUST conform to token").
  private mutating func value() throws(HandshakeError) -> String {
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return try token() }
    let start = position
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") { position += 1 }
      guard position < bytes.count else { break }
      content.append(bytes[position])
      position += 1
    }
    guard position < bytes.count, ASCII.isToken(content) else { throw .extensionsMalformed(at: start) }
    position += 1
    return ASCII.string(content)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, ASCII.isBlank(bytes[position]) { position += 1 }
  }
}
