public import JSON5

/// What in a keymap file could not be used, and where it stands.
public struct KeymapFault: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// `place` should hold an object: the file, or a context of it.
    case noObject(place: String)
    case unknownContext(String, suggestion: String?)
    case unknownKey(String, suggestion: String?)
    /// Terminals send the bytes of another key for it.
    case arrivesAs(String, other: String)
    /// It is typed as text in that context.
    case isText(String, context: String)
    /// Ctrl-C, the way out of everything.
    case stays(String)
    /// Neither a command's name nor null.
    case noCommand(key: String)
    case unknownCommand(key: String, name: String, suggestion: String?)
    /// The command means nothing in that context.
    case elsewhere(key: String, command: String, context: String, fits: [String])
    /// An earlier line says something else of the same key.
    case twice(key: String, context: String, line: Int)
  }
  public var place: TextPlace
  public var kind: Kind
}
