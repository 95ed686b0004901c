import ByteText
import Canvas
import FrameFilter
import FrameLog

/// Asking for an export, starting it, and telling what came of it.
extension InspectorModel {
  mutating func openExport(format: ExportOrder.Format?, file: String, _ effects: inout [Effect]) {
    guard let tab = activeTab, let reader = tab.reader, !tab.range.isEmpty else {
      say(.info, "the log is empty", &effects)
      return
    }
    guard !jobs.contains(where: { $0.kind == .export && $0.tab == tab.id }) else {
      say(.info, "an export of this tab is running; ^C stops it", &effects)
      return
    }
    var dialog = ExportDialog(tab: tab.id, choices: exportChoices(tab), stem: exportStem(tab, reader))
    if let format { dialog.format = format }
    dialog.nameFile()
    if !file.isEmpty { dialog.edit(file: file, isFormatGiven: format != nil) }
    // What the user has in view is most likely what is wanted.
    if let chosen = dialog.choices.lastIndex(where: \.isPreferred) { dialog.choice = chosen }
    overlay = .export(dialog)
  }

  private func exportChoices(_ tab: Tab) -> [ExportDialog.Choice] {
    var choices = [ExportDialog.Choice(rows: .all, label: "all \(tab.range.count)")]
    let marks = tab.reader?.marks.count ?? 0
    if marks > 0 {
      choices.append(
        ExportDialog.Choice(rows: .marked, label: "marked \(marks)", isPreferred: tab.view.showsMarkedOnly))
    }
    if let filter = tab.filter {
      let count = "\(tab.shownCount ?? 0)\(filter.isDone ? "" : "+")"
      let rows = ExportOrder.Rows.filtered(filter.filter, mark: tab.view.zeroSequence)
      choices.append(ExportDialog.Choice(rows: rows, label: "filtered \(count)", isPreferred: true))
    }
    if let filter = selectionFilter(tab) {
      let (rows, isMore) = tab.selectedRows(limit: Self.selectionCount)
      choices.append(
        ExportDialog.Choice(
          rows: .filtered(filter, mark: tab.view.zeroSequence),
          label: "selected \(rows.count)\(isMore ? "+" : "")", isPreferred: true))
    }
    return choices
  }

  /// The selected rows as a filter: messages whole, and only what is shown between the two ends.
  func selectionFilter(_ tab: Tab) -> FrameFilter? {
    guard let range = tab.selectedRange else { return nil }
    var terms = ["#\(range.lowerBound)-\(range.upperBound)"]
    if tab.view.showsMarkedOnly { terms.append("marked") }
    if let filter = tab.filter { terms.append("(\(filter.text))") }
    return try? FrameFilter(
      parsing: terms.joined(separator: " "), case: tab.filter?.letterCase ?? .smart,
      wordsAreRegex: tab.filter?.filter.wordsAreRegex ?? false)
  }

  /// "prod-feed-2026-11-22": the tab's title as a name, and the day of the newest row.
  private func exportStem(_ tab: Tab, _ reader: LogReader) -> String {
    var name = ""
    for byte in tab.title.utf8.prefix(40) {
      let isPlain =
        ASCII.isAlphanumeric(byte)
        || byte == 0x5F
      if isPlain || byte == 0x2E && !name.isEmpty {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !name.isEmpty, name.last != "-" {
        name += "-"
      }
    }
    while name.last == "-" || name.last == "." { name.removeLast() }
    if name.isEmpty { name = "wsglass" }
    guard let record = reader.record(tab.range.upperBound - 1) else { return name }
    return "\(name)-\(Figures.day(record.wallTime, offset: terminal.utcOffset))"
  }

  // MARK: The dialog's keys

  mutating func edit(_ dialog: ExportDialog, _ command: Command) {
    var dialog = dialog
    dialog.perform(command)
    overlay = .export(dialog)
  }

  mutating func type(_ scalar: Unicode.Scalar, into dialog: ExportDialog) {
    var dialog = dialog
    if dialog.isTyping {
      dialog.edit { $0.type(scalar) }
    } else if scalar == " " {
      dialog.change(by: 1)
    }
    overlay = .export(dialog)
  }

  mutating func answer(_ dialog: ExportDialog, _ command: Command, _ effects: inout [Effect]) {
    var dialog = dialog
    switch command {
    case .chooseNext: dialog.moveField(by: 1)
    case .choosePrevious: dialog.moveField(by: -1)
    case .accept where dialog.field == .cancel:
      overlay = nil
      return
    case .accept where dialog.field != .export: dialog.moveField(by: 1)
    case .accept, .exportNow:
      if let order = dialog.order() {
        overlay = nil
        startExport(order, tab: dialog.tab, &effects)
        return
      }
    default:
      overlay = nil
      return
    }
    overlay = .export(dialog)
  }

  // MARK: Running

  mutating func startExport(_ order: ExportOrder, tab id: TabID, _ effects: inout [Effect]) {
    startJob(.export, tab: id)
    effects.append(.export(id, order))
  }

  mutating func exportEnded(
    _ id: TabID, _ order: ExportOrder, _ result: ExportResult, _ effects: inout [Effect]
  ) {
    endJob(.export, tab: id)
    switch result {
    case .written(let path, let rows, let bytes, let elapsed):
      say(
        .info,
        "\(path): \(Figures.plural(rows, "row")), \(Figures.bytes(bytes)) in \(Figures.duration(elapsed))",
        &effects)
    case .exists:
      // A question that is open already is not pushed away.
      guard overlay == nil else {
        say(.error, "not exported: \(order.file) is there already", &effects)
        return
      }
      overlay = .confirm(
        Confirmation(.overwrite(id, order), question: "\(order.file) is there already. Overwrite it?"))
    case .cancelled: say(.info, "export stopped; nothing is left of \(order.file)", &effects)
    case .failed(let words): say(.error, "not exported: \(words)", &effects)
    }
  }
}

extension ExportDialog {
  /// A name given on the command line; its end tells the format where none was given.
  fileprivate mutating func edit(file name: String, isFormatGiven: Bool) {
    file = TextEditor(name, isOffered: true)
    isFileTyped = true
    if !isFormatGiven,
      let format = ExportOrder.Format.allCases.first(where: { name.hasSuffix(".\($0.suffix)") })
    {
      self.format = format
    }
    field = .export
  }
}
