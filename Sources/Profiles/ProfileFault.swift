public import JSON5

/// What is wrong with a profile, where, and in which key.
public struct ProfileFault: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case syntax(JSON5Fault.Kind)
    /// Another kind of value belongs there.
    case wrongKind(ProfileKey.Kind)
    case outOfRange(ClosedRange<Double>)
    case unknownWord(String, known: [String])
    case missing
    case empty
    /// No name of a variable or an environment.
    case badName(String)
    /// A header's name or value with a byte that no header may have.
    case badHeader
    case template(Template.Fault.Kind)
    /// `${name}`, and nothing has this name.
    case unknownVariable(String, known: [String])
    /// A variable that is made of itself.
    case circle(String)
    case unknownEnvironment(String, known: [String])
    /// 12 letters.
    case tagTooLong
    /// Both a bearer token and a user, or a password without a user.
    case authUnclear
  }

  public var kind: Kind
  /// `tls.min`; empty for the whole.
  public var key: String
  public var place: TextPlace

  public init(_ kind: Kind, key: String, place: TextPlace) {
    self.kind = kind
    self.key = key
    self.place = place
  }
}

/// What a profile says that this version does not know: it is kept and passed over.
public struct ProfileWarning: Sendable, Hashable {
  public var key: String
  /// What may stand there.
  public var known: [String]
  public var place: TextPlace
}
