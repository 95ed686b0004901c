import InspectorModel

/// Tabs across a crash: written down as they come and go, offered at the next start.
extension Inspector {
  func offerLeftTabs() {
    onFiles {
      OpenTabsFile.takeLeft()
    } then: {
      $0.handle(.tabsLeft($1))
    }
  }

  /// The demo's server is gone with the program, so its tabs are not worth a question.
  func keepOpenTabs() {
    let demo = demo?.base
    openTabs?.keep(model.tabsToKeep.filter { tab in demo.map { tab.address?.hasPrefix($0) != true } ?? true })
  }
}
