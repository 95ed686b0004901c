/// A colour as a theme states it: once, or separately for rich and poor terminals.
struct ThemeColour: Hashable, Sendable {
  var rgb: RGB?
  var x256: UInt8?
  var ansi: UInt8?
  /// The terminal's own colour: nothing else is set.
  static let `default` = ThemeColour()

  private static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
  static let ansiNames = names + names.map { "bright-" + $0 }

  init(rgb: RGB? = nil, x256: UInt8? = nil, ansi: UInt8? = nil) {
    self.rgb = rgb
    self.x256 = x256
    self.ansi = ansi
  }

  /// `default`, `#rgb`, `#rrggbb`, `x256:208`, `red`, `bright-red`.
  init?(literal: String) {
    if literal == "default" {
      self = .default
    } else if let rgb = RGB(hex: literal) {
      self.init(rgb: rgb)
    } else if literal.utf8.starts(with: "x256:".utf8), let index = UInt8(literal.dropFirst(5)) {
      self.init(x256: index)
    } else if let index = Self.ansiNames.firstIndex(of: literal) {
      self.init(ansi: UInt8(index))
    } else {
      return nil
    }
  }

  /// The true colour, where the theme says so; the user's own palette is unknown.
  var known: RGB? { rgb ?? x256.flatMap { $0 >= 16 ? RGB(indexed: $0) : nil } }

  /// What is readable in true colour stays so, at the same level, on the background as it is really shown.
  func colour(at depth: ColourDepth, on background: ThemeColour = .default) -> Colour {
    if self == .default { return .default }
    switch depth {
    case .mono: return .default
    case .direct:
      if let rgb { return .rgb(rgb) }
      return x256.map(Colour.indexed) ?? ansi.map(Colour.ansi) ?? .default
    case .palette256:
      if let x256 { return .indexed(x256) }
      if let rgb { return .indexed(nearest256(to: rgb, on: background)) }
      return ansi.map(Colour.ansi) ?? .default
    case .sixteen, .eight:
      if let ansi { return .ansi(ansi) }
      return (known ?? x256.map(RGB.init(indexed:))).map { .ansi($0.nearest16()) } ?? .default
    }
  }

  private func nearest256(to rgb: RGB, on background: ThemeColour) -> UInt8 {
    guard let meant = background.known, case .indexed(let shown) = background.colour(at: .palette256) else {
      return rgb.nearest256()
    }
    let contrast = rgb.contrast(with: meant)
    guard let needed = RGB.levels.first(where: { contrast >= $0 }) else { return rgb.nearest256() }
    return rgb.nearest256(on: RGB(indexed: shown), contrast: needed)
  }
}

extension Theme {
  /// The colours that every terminal has, by their names in a theme.
  public static var ansiColours: [String] { ThemeColour.ansiNames }
}
