/// What the first screen says of what is there to begin with; the runtime gives it.
public struct StartFacts: Sendable, Equatable {
  /// Saved connections; nil where nobody counted them.
  public var profiles: Int?
  /// "~/.config/wsglass/config.json".
  public var configuration: String
  public var hasConfiguration: Bool
  /// Themes that `:theme` offers.
  public var themes: Int
  /// The name of the one that is on.
  public var theme: String

  public init(
    profiles: Int? = nil, configuration: String = "", hasConfiguration: Bool = false, themes: Int = 0,
    theme: String = ""
  ) {
    self.profiles = profiles
    self.configuration = configuration
    self.hasConfiguration = hasConfiguration
    self.themes = themes
    self.theme = theme
  }
}
