/// From the names of colours to colours; from a theme and the one below it to a whole.
extension Theme {
  /// This theme over the one that it extends: roles and palette, so that a palette alone makes a theme.
  /// - Throws: `unknownColour` for a name that neither has.
  public func over(_ base: Theme) throws(ThemeError) -> Theme {
    var whole = self
    whole.extends = base.extends
    if variant == .any { whole.variant = base.variant }
    if glyphs == .auto { whole.glyphs = base.glyphs }
    whole.palette = base.palette.merging(palette) { $1 }
    whole.entries = base.entries.merging(entries) { $1 }
    whole.mono = base.mono.merging(mono) { $1 }
    if whole.extends == nil { try whole.resolve() }
    return whole
  }

  mutating func resolve() throws(ThemeError) {
    roles = [:]
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      let path = ThemePath("roles", name)
      roles[name] = Look(
        foreground: try colour(entry.foreground, path.adding("fg")),
        background: try colour(entry.background, path.adding("bg")),
        attributes: entry.attributes)
    }
  }

  /// The palette comes first, so that it can have a "red" of its own.
  private func colour(_ name: String?, _ path: ThemePath) throws(ThemeError) -> ThemeColour? {
    guard let name else { return nil }
    if let colour = palette[name] ?? ThemeColour(literal: name) { return colour }
    let names = palette.keys.sorted() + ThemeColour.ansiNames + ["default"]
    throw .unknownColour(
      path: path.description, value: name, suggestion: NearestName.of(name, in: names))
  }
}
