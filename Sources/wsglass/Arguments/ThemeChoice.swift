import Canvas
import CursesTerminal

/// Which theme the screen wears: one, or one for each background of the terminal.
struct ThemeChoice {
  struct Pair: Equatable {
    var light: String
    var dark: String

    func name(on background: TerminalBackground) -> String { background == .light ? light : dark }
  }

  var found: ThemeFile.Found
  /// Nil where one holds on every background.
  var pair: Pair?

  /// The command line goes before what was worn last, and that before the configuration; what is faulty in that keeps nobody from working.
  init(
    _ arguments: Arguments, _ configuration: Configuration, on background: TerminalBackground,
    kept: [String: StateFile.Entry] = [:]
  ) throws(Complaint) {
    if let path = arguments.value(.themeFile) {
      found = try ThemeFile.read(path)
    } else if let name = arguments.value(.theme) {
      found = try ThemeFile.find(name)
    } else if let left = kept[KeptLayout.theme], left.over == configuration.themeWord,
      let theme = try? ThemeFile.find(left.value)
    {
      found = theme
    } else {
      let single = configuration.word(.theme) ?? ThemeFile.standardName
      let light = configuration.word(.themeLight)
      let dark = configuration.word(.themeDark)
      if light != nil || dark != nil { pair = Pair(light: light ?? single, dark: dark ?? single) }
      found = Self.lenient(pair?.name(on: background) ?? single)
    }
  }

  private static func lenient(_ name: String) -> ThemeFile.Found {
    do throws(Complaint) {
      return try ThemeFile.find(name)
    } catch {
      guard name != ThemeFile.standardName, let found = try? ThemeFile.find(ThemeFile.standardName) else {
        return ThemeFile.Found(theme: .plain, warnings: [error.what])
      }
      return ThemeFile.Found(theme: found.theme, path: found.path, warnings: [error.what], stamp: found.stamp)
    }
  }
}

extension Configuration {
  /// What it says of the theme, in one word.
  var themeWord: String {
    let pair = [word(.themeLight), word(.themeDark)]
    guard pair.contains(where: { $0 != nil }) else { return word(.theme) ?? ThemeFile.standardName }
    return pair.map { $0 ?? "" }.joined(separator: "/")
  }
}
