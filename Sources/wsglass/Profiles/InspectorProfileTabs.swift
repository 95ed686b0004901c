import InspectorModel
import Profiles
import Secrets
import Sessions

/// Tabs that profiles opened: what becomes of them.
extension Inspector {
  /// The dialog's options are in force: the tab is one of the profile behind the dialog, but not as it stands in its file.
  func profileChanged(_ tab: TabID, _ options: ConnectOptions) {
    if backings[tab]?.profile != nil {
      backings[tab]?.profile?.isChanged = true
    } else if let edited, let opened = edited.opened,
      model.index(of: tab).flatMap({ model.tabs[$0].profile }) == opened.mark
    {
      // Its script is none of how it connects.
      var before = ConnectOptions(opened.settings, url: opened.address)
      before.script = options.script
      let isChanged = before != options
      backings[tab]?.profile = ProfileTab(awaited: edited, opened: opened, isChanged: isChanged)
      self.edited = nil
    }
  }

  /// References are resolved anew: a token may have run out. What was typed is not asked for again.
  func reconnectProfile(_ tab: TabID) -> Bool {
    guard let known = backings[tab]?.profile, !known.isChanged, !known.awaited.references.isEmpty else {
      return false
    }
    var again = known.awaited
    var kept = ProfileSecrets()
    for reference in again.references {
      if case .ask = reference { kept[reference] = again.secrets[reference] }
    }
    again.secrets = kept
    let arguments = arguments
    let start = again
    onFiles {
      Inspector.resolved(start, arguments)
    } then: {
      $0.reconnect(tab, $1)
    }
    return true
  }

  private func reconnect(_ tab: TabID, _ result: Result<AwaitedProfile, Complaint>) {
    guard backings[tab]?.profile != nil else { return }
    do throws(Complaint) {
      switch result {
      case .failure(let error): throw error
      case .success(let next):
        guard let opened = next.opened else { return }
        let target = try opened.target()
        backings[tab]?.profile = ProfileTab(awaited: next, opened: opened)
        let id = SessionID(tab.rawValue)
        let isKnown = backings[tab]?.target.map { old in
          target.secrets.allSatisfy { secret in old.secrets.contains { $0.bytes == secret.bytes } }
        }
        guard isKnown == true else {
          // The secrets of a capture are written down when it begins.
          store.perform { $0.remove(id) }
          return connect(tab, opened.address, settings: opened.settings)
        }
        store.perform { $0.connect(id, target: target) }
      }
    } catch {
      handle(.tabChanged(tab, StatusWords.refused(backings[tab]?.profile?.opened.name ?? "", error)))
    }
  }

  /// What became of it, for the list.
  func noteProfile(_ tab: TabID, _ status: TabStatus) {
    guard let known = backings[tab]?.profile, let words = ProfileWords.outcome(status), words != known.outcome
    else {
      return
    }
    backings[tab]?.profile?.outcome = words
    let masked = model.masked(words)
    let entry = ProfileHistory.Entry(used: ProfileSummaries.now(), outcome: String(masked.prefix(120)))
    let name = known.opened.name
    onFiles {
      ProfileHistory().note(name, entry)
    } then: { _, _ in
    }
  }
}
