/// A colour as a terminal takes it.
public enum Colour: Hashable, Sendable {
  /// Whatever the user's terminal draws with.
  case `default`
  /// 0 to 7, and 8 to 15 for the bright ones: the user's own palette.
  case ansi(UInt8)
  /// xterm's 256: 16 to 231 a cube, 232 to 255 greys.
  case indexed(UInt8)
  case rgb(RGB)
}

/// 24-bit sRGB.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// How many colours a terminal has.
public enum ColourDepth: Int, Comparable, Sendable, CaseIterable {
  case mono, eight, sixteen, palette256, direct
  public static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }
}

/// How a cell looks.
public struct Style: Hashable, Sendable {
  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let italic = Attributes(rawValue: 4)
    public static let underline = Attributes(rawValue: 8)
    public static let reverse = Attributes(rawValue: 16)
  }
  public var foreground: Colour
  public var background: Colour
  public var attributes: Attributes
  public init(foreground: Colour = .default, background: Colour = .default, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
