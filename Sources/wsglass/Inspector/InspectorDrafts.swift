import Glibc
import InspectorModel
import Loop
import Profiles

/// What compose needs of the outside: files, the editor, what was sent in earlier starts, snippets.
extension Inspector {
  func read(_ tab: TabID, path: String) {
    onFiles {
      DraftFileReader.content(of: path)
    } then: {
      $0.handle(.fileRead(tab, path: path, $1))
    }
  }

  func listPaths(_ start: String) {
    onFiles {
      DraftFileReader.paths(start)
    } then: {
      $0.handle(.pathsFound(start, $1))
    }
  }

  /// The network goes on; the screen is the editor's as long as it runs.
  func edit(draft text: String, of tab: TabID) {
    let bytes = Array(text.utf8)
    run(.editor, on: bytes, suffix: "txt") { changed in
      // Editors end what they write with a line end that nobody typed.
      let isEnded = changed.last == 0x0A && bytes.last != 0x0A
      let edited = isEnded ? Array(changed.dropLast()) : changed
      guard let text = String(validating: edited, as: UTF8.self) else {
        return .notice(.error, "the editor left no UTF-8: the draft is as it was")
      }
      return .draftEdited(tab, text: text)
    }
  }

  func listSnippets(wanted: String) {
    do throws(Complaint) {
      handle(.snippets(profileSnippets() + (try SnippetFile().read()), wanted: wanted))
    } catch {
      handle(.notice(.error, ([error.what] + error.why + error.advice).joined(separator: ": ")))
    }
  }

  /// Those of the profile of the tab that is looked at; their variables are the tab's.
  private func profileSnippets() -> [DraftChoice] {
    guard let tab = model.activeTab?.id, let profile = backings[tab]?.profile else { return [] }
    return profile.opened.snippets.map {
      DraftChoice(name: $0.name, entry: Composer.Entry(text: $0.value, type: .text))
    }
  }

  func save(_ snippet: DraftChoice) {
    do throws(Complaint) {
      try SnippetFile().save(snippet)
      handle(.notice(.info, "saved: :snippet \(snippet.name) brings it back"))
    } catch {
      handle(.notice(.error, "not saved: \(([error.what] + error.why).joined(separator: ": "))"))
    }
  }
}
