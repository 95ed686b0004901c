/// One thing the user did: a key, a paste, the mouse, or the terminal's own news.
public enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Bracketed paste, line ends as LF, at most 16 MiB; the bytes beyond that are only counted.
  case paste(String, leftOut: Int = 0)
  case mouse(Mouse)
  case resized(Size)
  case focus(Bool)
  /// The program was stopped and goes on (Ctrl-Z, fg).
  case resumed
}

/// A key with its modifiers. Ctrl-letters are lower case with `.control`; shifted letters are upper case without `.shift`.
public struct Key: Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    case character(Unicode.Scalar)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }
  public struct Modifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let control = Modifiers(rawValue: 1)
    public static let alt = Modifiers(rawValue: 2)
    /// Only with keys that have no shifted character: arrows, Enter.
    public static let shift = Modifiers(rawValue: 4)
  }
  public var code: Code
  public var modifiers: Modifiers
  public init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }
  /// `Key("j")`, `Key("x", .control)`.
  public init(_ character: Unicode.Scalar, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }
}

/// What the mouse did, and where.
public struct Mouse: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case press, release, drag, wheelUp, wheelDown
  }
  public var action: Action
  /// 0 left, 1 middle, 2 right; 0 for the wheel.
  public var button: Int
  public var position: Point
  public var modifiers: Key.Modifiers
  public init(_ action: Action, button: Int = 0, at position: Point, modifiers: Key.Modifiers = []) {
    self.action = action
    self.button = button
    self.position = position
    self.modifiers = modifiers
  }
}
