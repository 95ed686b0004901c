/// Something of an imported connection that a profile has no place for.
public struct Leftover: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The opening handshake makes it anew each time.
    case madeAnew
    /// There is nothing here that does the same.
    case unsupported
    /// An upgrade is a GET without a body.
    case noBody
    /// It stands in another file, which was not read.
    case otherFile
    /// Switched off where it comes from.
    case disabled
    /// It is one of the other program's own: folders, descriptions, order.
    case ownMatter
    /// It would follow the command it stands behind.
    case afterCommand
    /// It is run by the other program: scripts, tests, assertions.
    case script
    /// It is kept elsewhere by the other program: a value that another request or the program knows.
    case inherited
  }

  /// "--limit-rate", "header Sec-WebSocket-Key"; never a secret.
  public var what: String
  public var reason: Reason
  /// Where, of a file; nil for a command.
  public var line: Int?

  public init(_ what: String, _ reason: Reason, line: Int? = nil) {
    self.what = what
    self.reason = reason
    self.line = line
  }
}
