import Glibc

/// A file's name as a user types it on the screen.
enum UserPath {
  /// `~/` is the user's own folder, as in a shell.
  static func resolved(_ file: String) -> String {
    guard file.hasPrefix("~/"), let home = getenv("HOME") else { return file }
    return String(cString: home) + file.dropFirst(1)
  }
}
