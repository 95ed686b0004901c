/// A name and its text: a header, a variable, a snippet. The text is a template.
public struct ProfileField: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether it can be sent as one: a token, and a value without line ends (RFC 9110 section 5).
  static func isHeader(_ name: String, _ value: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
      && !value.utf8.contains { $0 < 0x20 && $0 != 9 || $0 == 0x7F }
  }

  /// Header names are compared without regard to case.
  public func isNamed(_ other: String) -> Bool { name.lowercased() == other.lowercased() }
}
