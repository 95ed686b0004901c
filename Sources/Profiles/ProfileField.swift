/// A name and its text: a header, a variable, a snippet. The text is a template.
public struct ProfileField: Hashable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Header names are compared without regard to case.
  public func isNamed(_ other: String) -> Bool { name.lowercased() == other.lowercased() }
}
