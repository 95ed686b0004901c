import Canvas
import FrameLog
import Secrets

/// Opening, reading and copying the pages about a connection.
extension InspectorModel {
  /// Why it ended where it has, else how it was made.
  mutating func openConnectionReport(_ effects: inout [Effect]) {
    if focus == .detail, let row = tabs[active].detail?.row { return openReport(.frame, at: row, &effects) }
    let hasEnded = activeTab.map { $0.status.outcome != nil } ?? false
    openReport(hasEnded ? .ending : .handshake, &effects)
  }

  mutating func openReport(_ page: Report.Page, at row: RowID? = nil, _ effects: inout [Effect]) {
    let place = (row ?? currentRow)?.sequence ?? 0
    showReport(Report(page, tab: activeTab?.id, place: place), &effects)
  }

  mutating func showReport(_ report: Report, _ effects: inout [Effect]) {
    var report = report
    report.top = 0
    report.lines = lines(of: report)
    overlay = .report(report)
    if report.page == .figures { countFigures(&effects) }
  }

  /// Enter on a note that has facts: the page that tells them; false where there is none.
  mutating func openReport(ofNote row: RowID, _ effects: inout [Effect]) -> Bool {
    guard let reader = activeTab?.reader, let record = reader.record(row.sequence), !record.isFrame,
      reader.facts(row.sequence) != nil
    else { return false }
    pause()
    tabs[active].view.cursor = row
    openReport(record.note == .closed ? .ending : .handshake, at: row, &effects)
    return true
  }

  func lines(of report: Report) -> [ReportLine] {
    if report.page == .messages { return messageLines }
    if report.page == .difference { return differenceLines(report.sides) }
    guard let index = report.tab.flatMap({ index(of: $0) }), let reader = tabs[index].reader else {
      return [.text("no connection", .muted)]
    }
    let tab = tabs[index]
    let offset = terminal.utcOffset
    switch report.page {
    case .messages, .difference: return []
    case .frame:
      return FrameFacts(tab, RowID(report.place), utcOffset: offset)?.report
        ?? [.text("This row is no longer kept.", .muted)]
    case .figures: return FiguresReport(tab.traffic, tab).lines
    case .handshake:
      let notes = ConnectionNotes(reader, tab.range, at: report.place)
      guard let opened = notes.opened, let record = reader.record(opened), let facts = reader.facts(opened)
      else { return Self.noHandshake(tab) }
      return HandshakeReport(facts, note: record, tab, utcOffset: offset).lines
    case .ending:
      let notes = ConnectionNotes(reader, tab.range, at: report.place)
      if let ended = notes.ended ?? Self.failed(notes, reader) {
        return endingLines(ended, notes, tab, reader)
      }
      let words = tab.status.phase.isLive ? "It has not ended." : "No end of it is in the log."
      guard let before = notes.history.last else { return [.text(words, .muted)] }
      // Whoever asks why it dies every minute asks while the next one lives.
      let earlier = ConnectionNotes(reader, tab.range, at: before)
      return [.text("\(words) The one before it:", .muted), .blank]
        + endingLines(before, earlier, tab, reader)
    }
  }

  private static func failed(_ notes: ConnectionNotes, _ reader: LogReader) -> Int? {
    notes.opened.flatMap { reader.record($0)?.note == .failed ? $0 : nil }
  }

  private func endingLines(_ sequence: Int, _ notes: ConnectionNotes, _ tab: Tab, _ reader: LogReader)
    -> [ReportLine]
  {
    reader.record(sequence)?.note == .failed
      ? failureLines(tab, reader, sequence)
      : EndingReport(reader, ended: sequence, notes, tab, utcOffset: terminal.utcOffset).lines
  }

  private static func noHandshake(_ tab: Tab) -> [ReportLine] {
    if case .connecting(let step) = tab.status.phase { return [.text("Still connecting: \(step)", .muted)] }
    return [.text("No handshake of it is in the log, or within 1,000,000 rows of the chosen one.", .muted)]
  }

  /// A connection that never was: the words of its panel where it is the newest, else its note.
  private func failureLines(_ tab: Tab, _ reader: LogReader, _ sequence: Int) -> [ReportLine] {
    let words = tab.secrets.mask.masked(
      String(decoding: reader.payload(sequence, limit: 4096), as: UTF8.self))
    var lines: [ReportLine] = [.text(words, .stateError)]
    if let panel = OutcomePanel(tab), panel.isError, tab.status.phase == .failed {
      // The panel's keys are not those of a report.
      lines += panel.lines.dropFirst().filter { $0.label != OutcomePanel.keysLabel }.map {
        .fact($0.label, $0.text, .dialog)
      }
    }
    let history = EndingHistory(reader, ConnectionNotes(reader, tab.range, at: sequence).history)
    guard history.entries.count > 1 else { return lines }
    lines += [.blank, .heading("ENDS SO FAR (\(history.entries.count))")]
    return lines
      + history.entries.reversed().map {
        .text("\(Figures.clock($0.wallTime, offset: terminal.utcOffset))  #\($0.sequence)  \($0.words)")
      }
  }

  // MARK: Keys

  mutating func answer(_ report: Report, _ command: Command, _ effects: inout [Effect]) {
    let page = max(1, Report.box(in: Layout(self).body).inner.height)
    switch command {
    case .chooseNext: scroll(report, by: 1)
    case .choosePrevious: scroll(report, by: -1)
    case .choosePageDown: scroll(report, by: page)
    case .choosePageUp: scroll(report, by: -page)
    case .chooseFirst: scroll(report, by: -report.top)
    case .chooseLast: scroll(report, by: Int(Int32.max))
    case .pageNext: turn(report, by: 1, &effects)
    case .pagePrevious: turn(report, by: -1, &effects)
    case .copyReport: copy(report, &effects)
    default: overlay = nil
    }
  }

  private mutating func scroll(_ report: Report, by step: Int) {
    var report = report
    let box = Report.box(in: Layout(self).body).inner
    let count = report.folded(to: box.width, repertoire: terminal.repertoire).count
    report.top = min(max(0, report.top + step), max(0, count - box.height))
    overlay = .report(report)
  }

  private mutating func turn(_ report: Report, by step: Int, _ effects: inout [Effect]) {
    let pages = Report.Page.turned
    let index = pages.firstIndex(of: report.page) ?? 0
    var next = report
    next.page = pages[(index + step + pages.count) % pages.count]
    showReport(next, &effects)
  }

  private mutating func copy(_ report: Report, _ effects: inout [Effect]) {
    let text = report.lines.map(\.plain).joined(separator: "\n") + "\n"
    effects.append(
      .copy(
        Array(text.utf8), description: "\(report.page.title.lowercased()), \(Figures.bytes(text.utf8.count))")
    )
  }

  /// A page about a connection that was still on its way tells more when there is more.
  mutating func renewReport(ofTab id: TabID, _ effects: inout [Effect]) {
    guard case .report(let report)? = overlay, report.tab == id,
      report.page == .handshake || report.page == .ending
    else { return }
    renewReport()
  }

  mutating func countFigures(ofTab id: TabID, _ effects: inout [Effect]) {
    guard case .report(let report)? = overlay, report.tab == id else { return }
    countFigures(&effects)
  }

  /// What is on the page may have changed; what is on screen stays where it is.
  mutating func renewReport() {
    guard case .report(var report)? = overlay else { return }
    let lines = lines(of: report)
    guard lines != report.lines else { return }
    report.lines = lines
    scroll(report, by: 0)
  }
}
