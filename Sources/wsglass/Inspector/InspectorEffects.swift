import Canvas
import CursesTerminal
import InspectorModel
import Sessions
import WebSocketCore

/// What the model orders, and who carries it out.
extension Inspector {
  func perform(_ effect: InspectorModel.Effect) {
    switch effect {
    case .connect(let tab, let url): connect(tab, url, settings: settings.forOtherAddresses)
    case .send(let tab, let payload): send(tab, payload)
    case .reconnect(let tab): reconnect(tab)
    case .disconnect(let tab, let code, let reason):
      store.perform {
        $0.disconnect(SessionID(tab.rawValue), code: CloseCode(rawValue: code), reason: reason)
      }
    case .closeTab(let tab): closeTab(tab)
    case .clearLog(let tab): store.perform { $0.clear(SessionID(tab.rawValue)) }
    case .openDemo: openDemo()
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .setTheme(let name): setTheme(name)
    case .saveTheme(let name): saveTheme(name)
    case .previewTheme(let name): preview(name)
    case .endThemePreview: wear(theme.theme)
    case .nameThemes: handle(.themeNames(ThemeFile.names))
    case .remember(let entry): remember(entry)
    case .keepLayout(let layout): keep(layout)
    case .resetLayout: resetLayout()
    case .listThemes: handle(.themes(ThemeList.summaries(), current: theme.theme.name))
    case .suspend: suspend()
    case .redraw:
      rereadTheme()
      terminal.redraw()
    case .quit: finish(.quit)
    case .copy(let bytes, let description): copy(bytes, description)
    case .copyRecords(let tab, let records, let description): copy(records, of: tab, description)
    case .page(let lines): page(lines)
    case .edit(let tab, let bytes, let suffix): edit(bytes, suffix: suffix, of: tab)
    case .showBare(let lines): showBare(lines)
    case .startTimer(let id, let milliseconds): startTimer(id, milliseconds)
    case .scan(let tab, let purpose, let subject): scan(tab, purpose, subject)
    case .export(let tab, let order): export(tab, order)
    case .cancelExport(let tab): exports.perform { $0.cancel(tab) }
    case .replay(let tab, let file): replay(tab, file)
    case .steerReplay(let tab, let order): steerReplay(tab, order)
    case .writeScript(let tab, let rows, let file): writeScript(tab, rows, file)
    case .listCaptures: listCaptures()
    case .listProfiles: listProfiles()
    case .openProfiles(let choices): openProfiles(choices, for: .connecting)
    case .dialogForProfile(let choice): openProfiles([choice], for: .editing)
    case .answerProfile(let text): answerProfile(text)
    case .editProfile(let name): editProfile(name)
    case .newProfile(let name): newProfile(name)
    case .duplicateProfile(let name, let copy): duplicateProfile(name, as: copy)
    case .deleteProfile(let name): deleteProfile(name)
    case .saveProfile(let tab, let name, let overwrites): saveProfile(tab, name, overwrites: overwrites)
    case .saveOptions(let options, let tab, let name, let overwrites):
      saveProfile(options, tab, name, overwrites: overwrites)
    case .openCapture(let capture): openCapture(capture)
    case .listSnippets(let wanted): listSnippets(wanted: wanted)
    case .saveSnippet(let snippet): save(snippet)
    case .readFile(let tab, let path): read(tab, path: path)
    case .listPaths(let start): listPaths(start)
    case .editDraft(let tab, let text): edit(draft: text, of: tab)
    case .checkOptions(let options, let tab): check(options, tab)
    case .readCurl(let text): readCurl(text)
    case .connectWith(let tab, let options): connect(tab, with: options)
    }
  }

  private func closeTab(_ tab: TabID) {
    backings[tab] = nil
    scans.perform { $0.stopAll(of: tab) }
    exports.perform { $0.cancel(tab) }
    store.perform { $0.remove(SessionID(tab.rawValue)) }
    keepOpenTabs()
  }

  func tellWarnings(_ warnings: [String]) {
    guard !warnings.isEmpty else { return }
    handle(.warnings(warnings))
    paint()
  }

  private func remember(_ entry: HistoryEntry) {
    guard !isHistoryLost, let reason = history?.add(entry) else { return }
    isHistoryLost = true
    handle(.notice(.warning, "what is entered is not kept for later: \(reason)"))
  }
}
