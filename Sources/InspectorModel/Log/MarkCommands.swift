import Canvas
import FrameLog

/// Marks and notes. They live with the capture, not with the view.
extension InspectorModel {
  mutating func mark(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .mark: toggleMark(&effects)
    case .markNext: goToMark(forward: true, &effects)
    case .markPrevious: goToMark(forward: false, &effects)
    case .markList: openMarks(&effects)
    default: break
    }
  }

  private mutating func toggleMark(_ effects: inout [Effect]) {
    guard let row = currentRow, let marks = activeTab?.reader?.marks else { return }
    guard let note = marks[row.sequence] else {
      marks.set(row.sequence)
      marksChanged(tab: active, &effects)
      if marks.count == 2 { say(.info, "two rows are marked; :diff compares them", &effects) }
      return
    }
    // Words are not lost by a slip of the finger.
    guard note.isEmpty else {
      say(.info, "#\(row.sequence) has a note; ' lists marks, Del removes one", &effects)
      return
    }
    marks.remove(row.sequence)
    if tabs[active].view.showsMarkedOnly { marksShrank() }
    marksChanged(tab: active, &effects)
  }

  /// The last mark is gone: its filter would show nothing for ever.
  private mutating func marksShrank() {
    guard activeTab?.reader?.marks.count == 0, activeTab?.view.showsMarkedOnly == true else {
      keepCursorVisible()
      return
    }
    tabs[active].view.showsMarkedOnly = false
    keepCursorVisible()
  }

  private mutating func goToMark(forward: Bool, _ effects: inout [Effect]) {
    guard let row = currentRow, var rows = LogRows(tabs[active]) else { return }
    let all = rows.reader.marks.all.map(\.sequence).filter { rows.range.contains($0) }
    let marks = all.filter { forward ? $0 > row.sequence : $0 < row.sequence }
    for mark in forward ? marks : marks.reversed() where rows.shows(RowID(mark)) {
      jump(to: RowID(mark))
      return
    }
    let isHidden = !marks.isEmpty
    say(
      .info,
      all.isEmpty
        ? "no row is marked; m marks one"
        : "no marked row that way\(isHidden ? " that the filter shows" : "")",
      &effects)
  }

  /// Marks the chosen row with words; without words only the words go.
  mutating func setNote(_ text: String, _ effects: inout [Effect]) {
    guard let row = currentRow else {
      say(.info, "no row to put a note on", &effects)
      return
    }
    setNote(text, on: row.sequence, tab: active, &effects)
  }

  private mutating func setNote(_ text: String, on sequence: Int, tab index: Int, _ effects: inout [Effect]) {
    guard let marks = tabs[index].reader?.marks else { return }
    if text.isEmpty, marks[sequence] == nil {
      say(.info, ":note TEXT puts a note on the row", &effects)
      return
    }
    marks.set(sequence, note: text)
    marksChanged(tab: index, &effects)
  }

  // MARK: The list

  mutating func openMarks(_ effects: inout [Effect]) {
    guard let tab = activeTab, let marks = tab.reader?.marks, marks.count > 0 else {
      say(.info, "no row is marked; m marks one", &effects)
      return
    }
    var list = MarkList(tab: tab.id, marks)
    let place = currentRow?.sequence ?? 0
    list.selected = list.entries.lastIndex { $0.sequence <= place } ?? 0
    overlay = .marks(list)
  }

  mutating func answer(_ list: MarkList, _ command: Command, _ effects: inout [Effect]) {
    var list = list
    let entry = list.entries.indices.contains(list.selected) ? list.entries[list.selected] : nil
    if let selected = moved(list.selected, in: list.entries.count, by: command) {
      list.selected = selected
      overlay = .marks(list)
      return
    }
    switch command {
    case .accept:
      overlay = nil
      guard let entry, activeTab?.id == list.tab else { return }
      goToMarked(entry.sequence, &effects)
      return
    case .removeMark:
      guard let entry, let index = index(of: list.tab), let marks = tabs[index].reader?.marks else { return }
      marks.remove(entry.sequence)
      list.entries.remove(at: list.selected)
      list.selected = min(list.selected, max(0, list.entries.count - 1))
      marksShrank()
      marksChanged(tab: index, &effects)
      if list.entries.isEmpty {
        overlay = nil
        return
      }
    case .editNote:
      guard let entry else { return }
      var prompt = Prompt(.note(sequence: entry.sequence), text: entry.note, isOffered: true)
      prompt.tab = list.tab
      overlay = .prompt(prompt)
      return
    default:
      overlay = nil
      return
    }
    overlay = .marks(list)
  }

  private mutating func goToMarked(_ sequence: Int, _ effects: inout [Effect]) {
    guard var rows = LogRows(tabs[active]), let row = rows.nearest(RowID(sequence)) else { return }
    jump(to: row)
    guard row.sequence != sequence else { return }
    let isThere = rows.range.contains(sequence)
    say(
      .info, "#\(sequence) is \(isThere ? "not shown" : "no longer kept"); this is #\(row.sequence)", &effects
    )
  }

  /// Enter in the field of a note: back to the list.
  mutating func acceptNote(_ text: String, on sequence: Int, _ prompt: Prompt, _ effects: inout [Effect]) {
    overlay = nil
    guard let index = prompt.tab.flatMap({ self.index(of: $0) }), let marks = tabs[index].reader?.marks else {
      return
    }
    setNote(text, on: sequence, tab: index, &effects)
    reopenMarks(at: sequence, tab: index, marks)
  }

  /// The list again, as it was before a note was typed.
  mutating func reopenMarks(_ prompt: Prompt, at sequence: Int) {
    overlay = nil
    guard let index = prompt.tab.flatMap({ self.index(of: $0) }), let marks = tabs[index].reader?.marks else {
      return
    }
    reopenMarks(at: sequence, tab: index, marks)
  }

  private mutating func reopenMarks(at sequence: Int, tab index: Int, _ marks: FrameMarks) {
    var list = MarkList(tab: tabs[index].id, marks)
    list.selected = list.entries.firstIndex { $0.sequence == sequence } ?? 0
    if !list.entries.isEmpty { overlay = .marks(list) }
  }
}
