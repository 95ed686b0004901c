import FrameFilter
import FrameLog

/// Which records may be rows: all, those a filter found, those that are marked.
enum RowChoice {
  case all
  case found(MatchSet)
  /// In order; and what a filter found, where there is one.
  case marked([Int], MatchSet?)

  init(_ tab: Tab) {
    let matches = tab.shownMatches
    if tab.view.showsMarkedOnly, let marks = tab.reader?.marks {
      self = .marked(marks.all.map(\.sequence), matches)
    } else if let matches {
      self = .found(matches)
    } else {
      self = .all
    }
  }

  func contains(_ sequence: Int) -> Bool {
    switch self {
    case .all: true
    case .found(let matches): matches.contains(sequence)
    case .marked(let marks, let matches):
      Self.firstIndex(above: sequence - 1, in: marks).map { marks[$0] == sequence } ?? false
        && matches?.contains(sequence) ?? true
    }
  }

  func next(after sequence: Int) -> Int? {
    switch self {
    case .all: return sequence + 1
    case .found(let matches): return matches.next(after: sequence)
    case .marked(let marks, let matches):
      guard let first = Self.firstIndex(above: sequence, in: marks) else { return nil }
      return marks[first...].first { matches?.contains($0) ?? true }
    }
  }

  func previous(before sequence: Int) -> Int? {
    switch self {
    case .all: return sequence - 1
    case .found(let matches): return matches.previous(before: sequence)
    case .marked(let marks, let matches):
      let end = Self.firstIndex(above: sequence - 1, in: marks) ?? marks.count
      return marks[..<end].last { matches?.contains($0) ?? true }
    }
  }

  private static func firstIndex(above sequence: Int, in marks: [Int]) -> Int? {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle] > sequence { high = middle } else { low = middle + 1 }
    }
    return low < marks.count ? low : nil
  }
}
