import FrameLog

/// Searching the log in steps, so that keys are answered while it runs.
extension InspectorModel {
  /// Records looked at in one step, and bytes read for it.
  static let searchRecords = 4096
  static let searchBytes = 1 << 20
  /// Bytes of one payload that are searched.
  static let searchPayload = 256 << 10

  mutating func search(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .searchOpen: openPrompt(Prompt(.search))
    case .searchNext: searchAgain(forward: true, &effects)
    case .searchPrevious: searchAgain(forward: false, &effects)
    default: break
    }
  }

  /// From the chosen row downwards; while following, from the newest upwards.
  mutating func startSearch(_ text: String, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    guard !text.isEmpty else {
      searchAgain(forward: true, &effects)
      return
    }
    var search = Search(text: text, tab: tabs[active].id)
    search.isForward = !tabs[active].view.isFollowing
    search.next = currentRow?.sequence
    self.search = search
    searchOn(&effects)
  }

  private mutating func searchAgain(forward: Bool, _ effects: inout [Effect]) {
    guard var search else {
      guard let last = searchHistory.lines.last else {
        say(.info, "/ starts a search", &effects)
        return
      }
      startSearch(last, &effects)
      return
    }
    search.tab = tabs[active].id
    search.isForward = forward
    search.examined = 0
    search.next = currentRow.map { $0.sequence + (forward ? 1 : -1) }
    self.search = search
    searchOn(&effects)
  }

  /// One step. Ends with a hit, with the end of the log, or with the wish to go on.
  mutating func searchOn(_ effects: inout [Effect]) {
    guard var search, let start = search.next, let index = index(of: search.tab),
      let reader = tabs[index].reader
    else {
      return
    }
    let range = tabs[index].range
    var sequence = start
    var records = 0
    var bytes = 0
    while range.contains(sequence), records < Self.searchRecords, bytes < Self.searchBytes {
      let payload = reader.payload(sequence, limit: Self.searchPayload)
      records += 1
      bytes += payload.count
      if search.firstMatch(in: payload) != nil {
        search.next = nil
        self.search = search
        if index == active { goToHit(sequence) }
        return
      }
      sequence += search.isForward ? 1 : -1
    }
    search.examined += records
    if range.contains(sequence) {
      search.next = sequence
      self.search = search
      effects.append(.continueWork)
    } else {
      search.next = nil
      self.search = search
      say(
        .info, search.isForward ? "no hit further down; N searches up" : "no hit further up; n searches down",
        &effects)
    }
  }

  private mutating func goToHit(_ sequence: Int) {
    guard var rows = LogRows(tabs[active]), let record = rows.reader.record(sequence) else { return }
    if record.isLaterFragment {
      // The hit is inside a folded message: its first row stands for it.
      goTo(rows.previous(before: RowID(sequence + 1)) ?? RowID(sequence))
    } else {
      goTo(rows.nearest(RowID(sequence)) ?? RowID(sequence))
    }
  }
}
