import InspectorModel
import ProfileFiles

/// What is there when the inspector starts, for its first screen. Folders are listed, no file is read.
enum StartWords {
  static func facts(theme: String) -> StartFacts {
    StartFacts(
      profiles: ProfilePlaces.folder.names().count, configuration: short(UserFile.config.path),
      hasConfiguration: UserFile.config.isThere, themes: ThemeFile.names.count, theme: theme)
  }

  /// With `~` for the user's own folder.
  private static func short(_ path: String) -> String {
    let home = ProfilePlaces.home
    return path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }
}
