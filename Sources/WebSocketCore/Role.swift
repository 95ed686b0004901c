/// Which side of the connection this is: it decides who masks and whose masks are required (RFC 6455 section 5.1).
public enum Role: Hashable, Sendable {
  /// Masks what it sends, and takes nothing masked.
  case client
  /// Masks nothing, and takes nothing that isn't masked.
  case server

  /// A client masks every frame, a server none.
  public var masksWhatItSends: Bool { self == .client }
}
