import ByteText

/// One line of an HTTP head. The value is bytes, because nothing says that it is text (RFC 9110 section 5.5).
public struct HeaderField: Hashable, Sendable {
  /// A token; case has no meaning (RFC 9110 section 5.1).
  public var name: String
  /// Without the blanks around it.
  public var value: [UInt8]

  /// A value of text, as UTF-8. Checked when it is sent.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = Array(value.utf8)
  }

  /// A value of any bytes. Checked when it is sent.
  public init(name: String, value: [UInt8]) {
    self.name = name
    self.value = value
  }

  /// Field names have no case (RFC 9110 section 5.1).
  public func isNamed(_ name: String) -> Bool { ASCII.equalsIgnoringCase(self.name.utf8, name.utf8) }
}

extension [HeaderField] {
  /// The values of all fields of that name, in order.
  public func values(named name: String) -> [[UInt8]] { filter { $0.isNamed(name) }.map(\.value) }

  /// A comma-separated list over all fields of that name, without blanks and empty members (RFC 9110 section 5.6.1).
  func members(named name: String) -> [ArraySlice<UInt8>] {
    values(named: name).flatMap { $0.split(separator: UInt8(ascii: ",")) }
      .map { ASCII.trimmed($0) }.filter { !$0.isEmpty }
  }

  func hasMember(_ word: StaticString, named name: String) -> Bool {
    members(named: name).contains { ASCII.matches($0, word) }
  }
}
