import FoundationEssentials
import ProfileFiles
import Profiles

/// Where profiles are, and what has become of them.
enum ProfilePlaces {
  /// `$XDG_CONFIG_HOME/wsglass`, or below `~/.config`.
  static var folder: ProfileFolder {
    ProfileFolder(base: UserFile.folder)
  }

  static var home: String { EnvironmentVariable.home.value ?? "/nonexistent" }

  /// Words of the command line that no profile can be called by.
  static let reserved = Command.allCases.map(\.rawValue)

  static var resolver: SecretResolver { SecretResolver(folder: folder.path, home: home) }

  /// A file that a profile names, from its folder.
  static func file(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return "\(home)/\(path.dropFirst(2))" }
    return path.hasPrefix("../") ? "\(folder.base)/\(path.dropFirst(3))" : "\(folder.path)/\(path)"
  }
}
