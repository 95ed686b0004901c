/// One line for the user, shown in the hint row.
public struct Notice: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case info, warning
    /// Stays until a key.
    case error
  }

  /// Milliseconds for which notices other than errors stay.
  public static let stay = 4000

  public var kind: Kind
  public var text: String
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
