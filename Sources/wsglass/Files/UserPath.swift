/// Paths of the user's own: as they are typed, and as the base directory specification has them.
enum UserPath {
  /// `~` is the user's own folder, as in a shell.
  static func resolved(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = EnvironmentVariable.home.value else { return path }
    return home + path.dropFirst()
  }

  /// `$XDG_STATE_HOME/wsglass`: what the program keeps.
  static var state: String { base(.stateHome, or: ".local/state") + "/wsglass" }

  /// `$XDG_CONFIG_HOME/wsglass`: what the user writes.
  static var configuration: String { base(.configHome, or: ".config") + "/wsglass" }

  /// The folder of a variable, or one below the user's. A relative path in either does not count.
  private static func base(_ variable: EnvironmentVariable, or below: String) -> String {
    if let value = variable.value, value.hasPrefix("/") { return value }
    let home = EnvironmentVariable.home.value ?? ""
    return (home.hasPrefix("/") ? home : "/nonexistent") + "/" + below
  }
}
