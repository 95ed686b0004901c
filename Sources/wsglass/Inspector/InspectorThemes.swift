import Canvas
import CursesTerminal
import InspectorModel

/// What the screen wears.
extension Inspector {
  func setTheme(_ name: String) {
    do throws(Complaint) {
      theme = try ThemeFile.find(name)
      themePair = nil
      model.start.theme = theme.theme.name
      keep(theme: name)
      for warning in theme.warnings { handle(.notice(.warning, warning)) }
    } catch {
      handle(.notice(.error, error.what))
    }
    // Whatever was tried on meanwhile: the one that is set is worn, and a faulty one was not set.
    wear(theme.theme)
  }

  /// The background turned: the other theme of the pair.
  func wearPaired(_ name: String) {
    do throws(Complaint) {
      theme = try ThemeFile.find(name)
      model.start.theme = theme.theme.name
      wear(theme.theme)
      if !model.isChoosingTheme { paint() }
    } catch {
      handle(.notice(.error, error.what))
    }
  }

  func saveTheme(_ name: String) {
    // One that could not be put on is not kept either, and that was told.
    guard name.isEmpty || theme.theme.name == name else { return }
    do throws(Complaint) {
      try ConfigurationFile.save(theme: theme.theme.name, on: background)
      // From now on it holds by the file, and changes with it.
      standardTheme = ConfigurationFile.read().configuration.themeWord
      keep(theme: standardTheme)
      handle(.notice(.info, "theme \(theme.theme.name) is kept in \(ConfigurationFile.path)"))
    } catch {
      handle(.notice(.error, "theme \(theme.theme.name) not kept: \(error.oneLine)"))
    }
  }

  func preview(_ name: String) {
    do throws(Complaint) {
      wear(try ThemeFile.find(name).theme)
    } catch {
      handle(.notice(.error, error.what))
    }
  }

  /// Reads a file again that was saved since; with a fault in it, the look stays and the fault is told once.
  func rereadTheme() {
    guard let path = theme.path, let stamp = ThemeFile.Stamp(path), stamp != theme.stamp else { return }
    theme.stamp = stamp
    do throws(Complaint) {
      theme = try ThemeFile.read(path)
      wear(theme.theme)
      for warning in theme.warnings { handle(.notice(.warning, warning)) }
    } catch {
      handle(.notice(.error, error.what))
    }
  }

  func wear(_ theme: Theme) {
    terminal.apply(theme, noColour: isColourless)
    terminal.redraw()
  }
}
