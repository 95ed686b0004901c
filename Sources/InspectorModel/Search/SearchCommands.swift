import FrameFilter
import FrameLog

/// Searching: the nearest hit by a short look of our own, all others from a scan beside the screen.
extension InspectorModel {
  /// Rows and bytes of the look that finds a near hit at once: some milliseconds.
  static let lookRows = 8192
  static let lookBytes = 4 << 20
  /// Bytes of one payload that this look reads.
  static let lookPayload = 256 << 10
  /// Steps between two sets of rows: more are not worth a wait.
  static let hitSteps = 4096
  /// Hits among chosen rows that are counted for each paint.
  static let countedHits = 1000

  mutating func search(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .searchOpen: openPrompt(Prompt(.search))
    case .searchNext: searchAgain(forward: true, &effects)
    case .searchPrevious: searchAgain(forward: false, &effects)
    case .searchValue: searchValue(&effects)
    default: break
    }
  }

  /// From the chosen row downwards; while following, from the newest upwards.
  mutating func startSearch(_ pattern: SearchPattern, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    var search = Search(pattern, tab: tabs[active].id)
    search.isForward = !tabs[active].view.isFollowing
    self.search = search
    startSearchScan(&effects)
    let row = currentRow?.sequence ?? 0
    look(from: search.isForward ? row - 1 : row + 1, &effects)
  }

  private mutating func startSearchScan(_ effects: inout [Effect]) {
    guard let search else { return }
    startJob(.scan(.search), tab: search.tab)
    effects.append(.scan(search.tab, .search, .pattern(search.pattern)))
  }

  mutating func endSearch(_ effects: inout [Effect]) {
    guard let search else { return }
    if let offset = search.offsetBefore, let index = index(of: search.tab) {
      tabs[index].view.columnOffset = offset
    }
    endJob(.scan(.search), tab: search.tab)
    effects.append(.scan(search.tab, .search, nil))
    self.search = nil
  }

  private mutating func searchAgain(forward: Bool, _ effects: inout [Effect]) {
    guard let pattern = search?.pattern else {
      guard let last = searchHistory.lines.last, let pattern = try? SearchPattern(parsing: last) else {
        say(.info, "/ starts a search", &effects)
        return
      }
      startSearch(pattern, &effects)
      return
    }
    if search?.tab != tabs[active].id {
      if let old = search?.tab { effects.append(.scan(old, .search, nil)) }
      search = Search(pattern, tab: tabs[active].id)
      startSearchScan(&effects)
    }
    search?.isForward = forward
    if focus == .detail, stepHitInDetail(forward: forward) { return }
    guard let row = currentRow else { return }
    if let found = nearestHit(from: row.sequence, forward: forward) {
      take(found, &effects)
    } else {
      look(from: row.sequence, &effects)
    }
  }

  /// The text under the cursor: in the detail the value on the chosen line, else the row's payload.
  private mutating func searchValue(_ effects: inout [Effect]) {
    guard let text = valueUnderCursor, !text.isEmpty else {
      say(.info, "no value here to search for", &effects)
      return
    }
    do {
      let pattern = try SearchPattern(parsing: text, case: .exact)
      remember(.search, text, &effects)
      let row = currentRow
      startSearch(pattern, &effects)
      // The row itself has the value: the next one is wanted.
      if currentRow == row { searchAgain(forward: search?.isForward ?? true, &effects) }
    } catch {
      say(.error, error.words, &effects)
    }
  }

  // MARK: Hits

  private enum Hit {
    case row(Int)
    case none
  }

  /// Looks at the rows next to a place; what is not found there the scan will say.
  private mutating func look(from place: Int, _ effects: inout [Effect]) {
    guard let search, let (hit, isWhole) = hitNear(place, of: search) else { return }
    if let hit {
      take(.row(hit), &effects)
    } else if isWhole {
      take(.none, &effects)
    } else {
      self.search?.waitingFrom = place
    }
  }

  /// A hit within reach; `isWhole` where the log's end was reached without one.
  private func hitNear(_ place: Int, of search: Search) -> (hit: Int?, isWhole: Bool)? {
    guard var rows = LogRows(tabs[active]) else { return nil }
    var row = RowID(place, isFragment: search.isForward)
    var bytes = 0
    for _ in 0..<Self.lookRows where bytes < Self.lookBytes {
      guard let next = search.isForward ? rows.next(after: row) : rows.previous(before: row) else {
        return (nil, rows.budget > 0)
      }
      row = next
      guard !row.isFragment, let record = rows.reader.record(row.sequence) else { continue }
      let payload = rows.preview(of: record, limit: Self.lookPayload)
      bytes += payload.count
      if payload.withUnsafeBytes({ search.pattern.firstMatch(in: $0) }) != nil {
        return (row.sequence, false)
      }
    }
    return (nil, false)
  }

  /// From what the scan found; nil where it has not been there yet.
  private func nearestHit(from place: Int, forward: Bool) -> Hit? {
    guard let search, let matches = search.matches, search.tab == tabs[active].id,
      var rows = LogRows(tabs[active])
    else { return nil }
    let isWhole = search.isStopped || matches.examined >= rows.range.upperBound
    if !forward, !isWhole, matches.examined < place { return nil }
    var place = place
    for _ in 0..<Self.hitSteps {
      guard let match = forward ? matches.next(after: place) : matches.previous(before: place) else {
        return isWhole || !forward ? Hit.none : nil
      }
      if match < rows.range.lowerBound {
        guard forward else { return Hit.none }
        place = rows.range.lowerBound - 1
        continue
      }
      if rows.shows(RowID(match)) { return .row(match) }
      let next =
        forward ? rows.next(after: RowID(match, isFragment: true)) : rows.previous(before: RowID(match))
      guard let next else { return isWhole || !forward ? Hit.none : nil }
      place = forward ? next.sequence - 1 : next.sequence + 1
    }
    return Hit.none
  }

  private mutating func take(_ hit: Hit, _ effects: inout [Effect]) {
    search?.waitingFrom = nil
    switch hit {
    case .row(let sequence):
      guard var rows = LogRows(tabs[active]) else { return }
      jump(to: rows.nearest(RowID(sequence)) ?? RowID(sequence))
      showHit(&effects)
    case .none:
      let isForward = search?.isForward ?? true
      say(
        .info, isForward ? "no hit further down; N searches up" : "no hit further up; n searches down",
        &effects)
    }
  }

  // MARK: From the scan

  mutating func searchMoved(_ id: TabID, _ progress: ScanProgress, _ effects: inout [Effect]) {
    guard let search, search.tab == id, progress.subject == .pattern(search.pattern) else { return }
    self.search?.matches = progress.matches
    if progress.isDone {
      endJob(.scan(.search), tab: id)
    } else {
      report(progress, of: .search, tab: id)
    }
    guard let place = search.waitingFrom, activeTab?.id == id,
      let hit = nearestHit(from: place, forward: search.isForward)
    else { return }
    take(hit, &effects)
  }

  /// Hits among the rows of the tab that is looked at; nil without a search.
  public var hitCount: HitCount? {
    guard let search, let tab = activeTab, search.tab == tab.id, let matches = search.matches,
      var rows = LogRows(tab)
    else { return nil }
    let isMore = matches.examined < rows.range.upperBound
    let cursor = tab.view.cursor?.sequence
    guard tab.shownMatches != nil || tab.view.showsMarkedOnly else {
      let hidden = matches.rank(rows.range.lowerBound)
      let ordinal = cursor.flatMap { matches.contains($0) ? matches.rank($0) - hidden + 1 : nil }
      return HitCount(count: matches.count - hidden, isMore: isMore, ordinal: ordinal)
    }
    var found = HitCount(count: 0, isMore: isMore, ordinal: nil)
    var place = rows.range.lowerBound - 1
    for _ in 0..<Self.countedHits {
      guard let match = matches.next(after: place) else { return found }
      if rows.shows(RowID(match)) {
        found.count += 1
        if match == cursor { found.ordinal = found.count }
        place = match
      } else {
        guard let next = rows.next(after: RowID(match, isFragment: true)) else { return found }
        place = next.sequence - 1
      }
    }
    found.isMore = true
    return found
  }
}
