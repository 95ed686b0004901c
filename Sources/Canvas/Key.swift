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

/// Short forms, for tables of keys: `["j", .down, .control("f")]`.
extension Key: ExpressibleByUnicodeScalarLiteral {
  public init(unicodeScalarLiteral character: Unicode.Scalar) { self.init(.character(character)) }

  public static func control(_ character: Unicode.Scalar) -> Key { Key(character, .control) }
  public static func alt(_ character: Unicode.Scalar) -> Key { Key(character, .alt) }
  public static func function(_ number: Int) -> Key { Key(.function(number)) }

  public static let enter = Key(.enter)
  public static let escape = Key(.escape)
  public static let tab = Key(.tab)
  public static let backTab = Key(.backTab)
  public static let backspace = Key(.backspace)
  public static let delete = Key(.delete)
  public static let insert = Key(.insert)
  public static let up = Key(.up)
  public static let down = Key(.down)
  public static let left = Key(.left)
  public static let right = Key(.right)
  public static let home = Key(.home)
  public static let end = Key(.end)
  public static let pageUp = Key(.pageUp)
  public static let pageDown = Key(.pageDown)
}
