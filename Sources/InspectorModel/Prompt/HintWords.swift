import FrameLog

/// What a key does just where one is, for the hint row: the table's word says what it does in most places.
extension InspectorModel {
  /// Nil where the table's word is right; empty where another key is named for the same.
  func hintWord(of binding: KeyBinding) -> String? {
    switch overlay {
    case .connect(let dialog)?:
      switch binding.command {
      case .accept: return Self.acceptWord(dialog)
      case .cancel where dialog.header != nil: return "Back"
      case .chooseNext where dialog.isCompleting: return "Complete"
      // Enter does the same there.
      case .chooseNext where dialog.header != nil || Self.acceptWord(dialog) == "Next field": return ""
      default: return nil
      }
    case .prompt(let prompt)? where binding.command == .accept: return Self.acceptWord(prompt)
    case .help?: return binding.command == .accept ? "Run" : nil
    case .tabList?: return binding.command == .accept ? "Go there" : nil
    case nil where binding.command == .detail && focus == .log:
      guard let tab = activeTab, tab.detail == nil else { return activeTab == nil ? nil : "Close detail" }
      return isNoteChosen(tab) ? "Report" : nil
    case nil where focus == .log && activeTab?.view.selection != nil:
      switch binding.command {
      case .copy: return "Copy rows"
      case .export: return "Export rows"
      case .follow: return ""
      default: return nil
      }
    default: return nil
    }
  }

  /// Of an end the options are the next thing to look at.
  var tellsAnEnd: Bool {
    if case .report(let report)? = overlay { report.page == .ending } else { false }
  }

  /// Enter in the connect dialog connects: no other key needs to be named for it.
  var acceptConnects: Bool {
    guard case .connect(let dialog)? = overlay else { return false }
    return Self.acceptWord(dialog) == "Connect"
  }

  private static func acceptWord(_ dialog: ConnectDialog) -> String {
    if dialog.header != nil { return dialog.editor.isEmpty ? "Back" : "Next header" }
    switch dialog.field {
    case .url, .connect: return "Connect"
    case .headers: return "Edit"
    case .save: return "Save"
    case .cancel: return "Cancel"
    default: return "Next field"
    }
  }

  private static func acceptWord(_ prompt: Prompt) -> String? {
    switch prompt.purpose {
    case .command: "Run"
    case .note: "Keep"
    case .script: "Play"
    case .fragmentSize: "Keep"
    case .profileName(.save): "Save"
    case .profileName(.new), .profileName(.duplicate): "Make it"
    case .search, .filter, .insertFile, .secret: nil
    }
  }

  /// Enter opens what is known of a note, not a payload.
  private func isNoteChosen(_ tab: Tab) -> Bool {
    guard let row = currentRow, let reader = tab.reader, let record = reader.record(row.sequence) else {
      return false
    }
    return !record.isFrame && reader.facts(row.sequence) != nil
  }
}
