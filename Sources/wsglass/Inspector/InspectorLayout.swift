import InspectorModel

/// How the screen was left, and is to be at the next start.
extension Inspector {
  func keep(_ layout: ScreenLayout) {
    let changes = KeptLayout.entries(from: keptLayout, to: layout, over: standardLayout)
    keptLayout = layout
    change(changes)
  }

  func keep(theme name: String) {
    let over = standardTheme
    let entry = name == over ? nil : StateFile.Entry(value: name, over: over)
    change([KeptLayout.theme: entry])
  }

  func resetLayout() {
    var changes: [String: StateFile.Entry?] = [:]
    for key in [KeptLayout.theme] + KeptLayout(standardLayout).words.keys {
      changes.updateValue(nil, forKey: key)
    }
    keptLayout = standardLayout
    change(changes)
    do throws(Complaint) {
      let choice = try ThemeChoice(arguments, ConfigurationFile.read().configuration, on: background)
      theme = choice.found
      themePair = choice.pair
      wear(theme.theme)
    } catch {
      handle(.notice(.error, error.what))
    }
  }

  private func change(_ changes: [String: StateFile.Entry?]) {
    let state = state
    onFiles({ state.change(changes) }) { inspector, reason in
      guard let reason, !inspector.isStateLost else { return }
      inspector.isStateLost = true
      inspector.handle(.notice(.warning, "the layout is not kept for the next start: \(reason)"))
    }
  }
}
