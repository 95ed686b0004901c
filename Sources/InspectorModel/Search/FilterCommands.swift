import FrameFilter
import FrameLog

/// The filter of a tab: typed with its rows in view, kept, taken away.
extension InspectorModel {
  mutating func filter(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .filterOpen: openFilter()
    case .markedOnly: toggleMarkedOnly(&effects)
    default: break
    }
  }

  private mutating func openFilter() {
    tabs[active].viewBefore = tabs[active].view
    var prompt = Prompt(.filter, text: tabs[active].filter?.text ?? "", isOffered: true)
    prompt.tab = tabs[active].id
    prompt.isRegex = tabs[active].filter?.filter.wordsAreRegex ?? false
    prompt.letterCase = tabs[active].filter?.letterCase ?? .smart
    openPrompt(prompt)
  }

  private mutating func toggleMarkedOnly(_ effects: inout [Effect]) {
    let isOn = tabs[active].view.showsMarkedOnly
    if !isOn, tabs[active].reader?.marks.count ?? 0 == 0 {
      say(.info, "no row is marked; m marks one", &effects)
      return
    }
    changeRows(tab: active) { $0.view.showsMarkedOnly.toggle() }
    settleRows(tab: active)
    say(.info, isOn ? "all rows are shown" : "only marked rows are shown; M shows all", &effects)
  }

  // MARK: Typing

  /// After each change of the text: says what is wrong with it, or shows what it lets through.
  mutating func previewFilter(_ prompt: inout Prompt, _ effects: inout [Effect]) {
    guard let id = prompt.tab, let index = index(of: id) else { return }
    let text = prompt.editor.string
    guard !text.allSatisfy(\.isWhitespace) else {
      prompt.error = nil
      stopPreview(of: id, &effects)
      changeRows(tab: index) { $0.preview = .everything }
      settleRows(tab: index)
      return
    }
    do {
      let filter = try FrameFilter(parsing: text, case: prompt.letterCase, wordsAreRegex: prompt.isRegex)
      prompt.error = nil
      let rows = RowFilter(filter, case: prompt.letterCase, mark: tabs[index].view.zeroSequence)
      showPreview(rows, tab: index, &effects)
    } catch {
      prompt.error = error
    }
  }

  private mutating func showPreview(_ rows: RowFilter, tab index: Int, _ effects: inout [Effect]) {
    let id = tabs[index].id
    if case .rows(let shown)? = tabs[index].preview, shown.subject == rows.subject { return }
    if let set = tabs[index].filter, set.subject == rows.subject {
      stopPreview(of: id, &effects)
      changeRows(tab: index) { $0.preview = nil }
      settleRows(tab: index)
      return
    }
    changeRows(tab: index) { tab in
      var rows = rows
      // Until there is news the rows stay that were there.
      rows.matches = tab.shownMatches
      tab.preview = .rows(rows)
    }
    startJob(.scan(.preview), tab: id)
    effects.append(.scan(id, .preview, rows.subject))
  }

  private mutating func stopPreview(of id: TabID, _ effects: inout [Effect]) {
    guard let index = index(of: id), case .rows? = tabs[index].preview else { return }
    endJob(.scan(.preview), tab: id)
    effects.append(.scan(id, .preview, nil))
  }

  /// The list of what a filter can say: Enter puts the chosen word into the field.
  mutating func answer(_ terms: FilterTerms, _ command: Command, _ effects: inout [Effect]) {
    var terms = terms
    let all = FrameFilter.terms
    if let selected = moved(terms.selected, in: all.count, by: command) {
      terms.selected = selected
      overlay = .filterTerms(terms)
      return
    }
    switch command {
    case .accept:
      overlay = .prompt(terms.behind)
      guard all.indices.contains(terms.selected) else { return }
      let example = all[terms.selected].example
      edit(&effects) { editor in
        editor.takeOffer()
        let isApart = editor.cursor == 0 || [" ", "(", "!"].contains(editor.text[editor.cursor - 1])
        editor.insert(isApart ? example : " " + example)
      }
    default: overlay = .prompt(terms.behind)
    }
  }

  /// Enter: what is shown stays.
  mutating func acceptFilter(_ prompt: Prompt, _ effects: inout [Effect]) {
    guard let id = prompt.tab, let index = index(of: id) else {
      overlay = nil
      return
    }
    if prompt.error != nil { return }
    remember(.filter, prompt.editor.string.trimmedLine, &effects)
    overlay = nil
    tabs[index].viewBefore = nil
    switch tabs[index].preview {
    case nil: break
    case .everything?:
      tabs[index].preview = nil
      setFilter(nil, tab: index, &effects)
    case .rows(let rows)?:
      // The scan that runs goes on as the filter's.
      effects.append(.scan(id, .filter, rows.subject))
      effects.append(.scan(id, .preview, nil))
      tabs[index].filter = rows
      tabs[index].preview = nil
      let running = jobs.first { $0.kind == .scan(.preview) && $0.tab == id }
      endJob(.scan(.preview), tab: id)
      if let running {
        startJob(.scan(.filter), tab: id)
        moveJob(.scan(.filter), tab: id) { job in
          (job.done, job.total, job.hits, job.elapsed) = (
            running.done, running.total, running.hits, running.elapsed
          )
        }
      }
    }
  }

  /// Esc: as it was before, the view included.
  mutating func cancelFilter(_ effects: inout [Effect]) {
    if case .prompt(let prompt)? = overlay, prompt.purpose == .filter { overlay = nil }
    for index in tabs.indices {
      guard let before = tabs[index].viewBefore else { continue }
      stopPreview(of: tabs[index].id, &effects)
      tabs[index].preview = nil
      tabs[index].view = before
      tabs[index].viewBefore = nil
      tabs[index].settleLine = nil
    }
    keepCursorVisible()
  }

  // MARK: Setting

  /// Sets a tab's filter, or takes it away; the view stays at the chosen row or the nearest that is left.
  mutating func setFilter(
    _ filter: FrameFilter?, case letterCase: SearchPattern.Case = .smart, tab index: Int,
    _ effects: inout [Effect]
  ) {
    let id = tabs[index].id
    guard let filter else {
      guard tabs[index].filter != nil else { return }
      endJob(.scan(.filter), tab: id)
      effects.append(.scan(id, .filter, nil))
      changeRows(tab: index) { $0.filter = nil }
      settleRows(tab: index)
      return
    }
    let old = tabs[index].shownMatches
    var rows = RowFilter(filter, case: letterCase, mark: tabs[index].view.zeroSequence)
    rows.matches = old
    changeRows(tab: index) { $0.filter = rows }
    startJob(.scan(.filter), tab: id)
    effects.append(.scan(id, .filter, rows.subject))
  }

  /// After T: a filter that counts from the mark counts from the new one.
  mutating func zeroMoved(_ effects: inout [Effect]) {
    if let filter = tabs[active].filter, filter.filter.asksForMark { renew(filter, tab: active, &effects) }
  }

  /// A filter that asks for marks has to look at them anew.
  mutating func marksChanged(tab index: Int, _ effects: inout [Effect]) {
    if let filter = tabs[index].filter, filter.filter.asksForMarks { renew(filter, tab: index, &effects) }
  }

  private mutating func renew(_ filter: RowFilter, tab index: Int, _ effects: inout [Effect]) {
    // The same subject would be taken for a scan that goes on.
    effects.append(.scan(tabs[index].id, .filter, nil))
    setFilter(filter.filter, case: filter.letterCase, tab: index, &effects)
  }

  // MARK: From the scan

  mutating func filterMoved(
    _ id: TabID, _ purpose: ScanPurpose, _ progress: ScanProgress, _ effects: inout [Effect]
  ) {
    guard let index = index(of: id), let wasDone = takeProgress(progress, of: purpose, tab: index) else {
      return
    }
    if progress.isDone {
      endJob(.scan(purpose), tab: id)
      if !wasDone { settleRows(tab: index) }
    } else {
      report(progress, of: purpose, tab: id)
    }
  }

  /// Nil where the news are of a filter that is no longer wanted; else whether it had come to its end before.
  private mutating func takeProgress(_ progress: ScanProgress, of purpose: ScanPurpose, tab index: Int)
    -> Bool?
  {
    switch purpose {
    case .filter:
      guard let filter = tabs[index].filter, filter.subject == progress.subject else { return nil }
      tabs[index].filter?.take(progress)
      return filter.isDone
    case .preview:
      guard case .rows(var rows)? = tabs[index].preview, rows.subject == progress.subject else { return nil }
      let wasDone = rows.isDone
      rows.take(progress)
      tabs[index].preview = .rows(rows)
      return wasDone
    case .search: return nil
    }
  }

  mutating func report(_ progress: ScanProgress, of purpose: ScanPurpose, tab id: TabID) {
    moveJob(.scan(purpose), tab: id) { job in
      job.done = progress.matches.examined - 1
      job.total = progress.end - 1
      job.hits = progress.matches.count
      job.elapsed = progress.elapsed
    }
  }
}
