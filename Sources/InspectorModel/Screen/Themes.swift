import Canvas

/// A theme that is there, as the list shows it.
public struct ThemeSummary: Sendable, Equatable {
  public var name: String
  /// "dark", "light", or "any" for one that leaves the terminal its own colours.
  public var variant: String
  /// "MIT, github.com/nordtheme/nord"; why it can't be used, for one that can't.
  public var details: String
  public var isUsable: Bool

  public init(name: String, variant: String, details: String, isUsable: Bool = true) {
    self.name = name
    self.variant = variant
    self.details = details
    self.isUsable = isUsable
  }
}

/// The list of themes; the screen wears the chosen one meanwhile.
public struct ThemePicker: Sendable, Equatable {
  public let themes: [ThemeSummary]
  public let current: String
  public var selected: Int

  init(_ themes: [ThemeSummary], current: String) {
    self.themes = themes
    self.current = current
    selected = themes.firstIndex { $0.name == current } ?? 0
  }
}

/// Choosing a theme by looking at it.
extension InspectorModel {
  mutating func showThemes(_ themes: [ThemeSummary], _ current: String, _ effects: inout [Effect]) {
    guard !themes.isEmpty else {
      say(.info, "no themes are installed; the built-in look stays", &effects)
      return
    }
    if overlay == nil { overlay = .themes(ThemePicker(themes, current: current)) }
  }

  mutating func answer(_ picker: ThemePicker, _ command: Command, _ effects: inout [Effect]) {
    if let selected = moved(picker.selected, in: picker.themes.count, by: command) {
      return choose(selected, in: picker, &effects)
    }
    switch command {
    case .accept, .saveTheme:
      let theme = picker.themes[picker.selected]
      guard theme.isUsable else { return say(.error, theme.details, &effects) }
      overlay = nil
      effects.append(.setTheme(theme.name))
      if command == .saveTheme { effects.append(.saveTheme(theme.name)) }
    default: overlay = nil
    }
  }

  public var isChoosingTheme: Bool {
    if case .themes? = overlay { return true }
    return false
  }

  /// However the list is left, by a key or for a question or the help: the look from before comes back unless
  /// another was chosen.
  func leaveThemes(_ effects: inout [Effect]) {
    let hasChosen = effects.contains { if case .setTheme = $0 { true } else { false } }
    if !hasChosen { effects.append(.endThemePreview) }
  }

  private mutating func choose(_ index: Int, in picker: ThemePicker, _ effects: inout [Effect]) {
    var picker = picker
    picker.selected = index
    let theme = picker.themes[picker.selected]
    overlay = .themes(picker)
    effects.append(theme.isUsable ? .previewTheme(theme.name) : .endThemePreview)
  }
}
