/// What each role looks like; read from a file in `themes/`.
public struct Theme: Sendable {
  public enum Variant: String, Decodable, Sendable { case dark, light, any }
  public enum Glyphs: String, Decodable, Sendable { case auto, ascii, unicode }

  public internal(set) var name: String
  public internal(set) var variant: Variant
  /// The theme whose roles and palette stand where this one is silent.
  public internal(set) var extends: String?
  public internal(set) var source: String?
  public internal(set) var license: String?
  public internal(set) var glyphs: Glyphs
  /// What the file says that nobody understands; never a reason to refuse it.
  public internal(set) var warnings: [ThemeWarning]
  var palette: [String: ThemeColour] = [:]
  /// The roles as the file has them, colours by name.
  var entries: [String: Entry] = [:]
  /// The same with the colours that the names stand for.
  var roles: [String: Look] = [:]
  var mono: [String: Style.Attributes]

  struct Entry: Hashable, Sendable {
    var foreground: String?
    var background: String?
    var attributes: Style.Attributes
  }

  struct Look: Hashable, Sendable {
    var foreground: ThemeColour?
    var background: ThemeColour?
    var attributes: Style.Attributes
  }

  /// Serves when no theme file is found: no colours, everything told apart by attributes.
  public static let plain = Theme(
    name: "plain", variant: .any, extends: nil, source: nil, license: nil, glyphs: .auto, warnings: [],
    mono: [
      "text": [], "text.muted": .dim, "text.strong": .bold, "title": .bold, "tab.active": [.reverse, .bold],
      "tab.unread": .bold, "tab.error": [.reverse], "head": .underline, "selection": .reverse,
      "selection.unfocused": .underline, "mark": .bold, "match": .underline,
      "match.current": [.reverse, .bold], "frame": [], "frame.in": [], "frame.out": .bold,
      "frame.ping": .dim, "frame.pong": .dim, "frame.event": .dim, "frame.close": [.reverse, .bold],
      "flag.violation": [.reverse, .bold], "time": .dim, "size": .dim, "json.key": .bold, "hex.offset": .dim,
      "hex.zero": .dim, "hex.nonprint": .dim, "escape": .reverse, "escape.invalid": [.reverse, .underline],
      "status": .reverse, "state": [.reverse, .bold], "follow": .reverse, "follow.paused": [.reverse, .bold],
      "hint.key": .bold, "prompt.error": .underline, "prompt.ghost": .dim, "button.focus": .reverse,
      "progress.done": .reverse, "toast.warn": .bold, "toast.error": [.reverse, .bold],
    ])

  /// How a role looks on a terminal with so many colours. Falls back by dots, last to `text`.
  public func style(for role: Role, colours depth: ColourDepth) -> Style {
    let names = Self.chain(role.name)
    var style = depth == .mono ? monoStyle(names) : colourStyle(names, depth)
    // Never by colour alone: an escape must not be taken for text, whatever the theme says.
    if role == .escape || role == .escapeInvalid { style.attributes.insert(.reverse) }
    return style
  }

  private func monoStyle(_ names: [String]) -> Style {
    for name in names {
      if let attributes = mono[name] ?? Theme.plain.mono[name] { return Style(attributes: attributes) }
    }
    return Style()
  }

  private func colourStyle(_ names: [String], _ depth: ColourDepth) -> Style {
    let entries = names.compactMap { roles[$0] }
    let background = entries.lazy.compactMap(\.background).first ?? .default
    let foreground = entries.lazy.compactMap(\.foreground).first ?? .default
    // "text" colours everything; its attributes are its own.
    let own = names.first { roles[$0] != nil && ($0 != "text" || names.count == 1) }
    var style = Style(
      foreground: foreground.colour(at: depth, on: background),
      background: background.colour(at: depth),
      attributes: own.flatMap { roles[$0]?.attributes } ?? [])
    guard depth == .eight else { return style }
    if case .ansi(let index) = style.foreground, index >= 8 {
      style.foreground = .ansi(index - 8)
      style.attributes.insert(.bold)
    }
    if case .ansi(let index) = style.background, index >= 8 { style.background = .ansi(index - 8) }
    return style
  }

  /// `frame.close.error`, `frame.close`, `frame`, `text`.
  static func chain(_ name: String) -> [String] {
    var names = [name]
    var rest = Substring(name)
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      names.append(String(rest))
    }
    if names.last != "text" { names.append("text") }
    return names
  }
}
