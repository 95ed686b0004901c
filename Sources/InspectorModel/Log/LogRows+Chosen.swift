import FrameLog

/// Rows of which not every record is one: those that a filter or the marks let through.
extension LogRows {
  /// Costs what it passes over, not what lies between: the choice knows its own next.
  mutating func nextChosen(after start: Int) -> RowID? {
    var sequence = start
    while spend() {
      let found = [choice.next(after: sequence), fragment(after: sequence)].compactMap(\.self).min()
      guard let found, found < range.upperBound else { return nil }
      sequence = found
      if let record = reader.record(found), let row = rows(of: record).first { return row }
    }
    return nil
  }

  mutating func previousChosen(before start: Int) -> RowID? {
    var sequence = start
    while spend() {
      let found = [choice.previous(before: sequence), fragment(before: sequence)].compactMap(\.self).max()
      guard let found, found >= range.lowerBound else { return nil }
      sequence = found
      if let record = reader.record(found), let row = rows(of: record).last { return row }
    }
    return nil
  }

  /// The next later fragment of an unfolded message that is a row.
  mutating func fragment(after sequence: Int) -> Int? {
    var nearest: Int?
    for start in unfolded where start <= sequence && choice.contains(start) {
      guard let first = reader.record(start), let last = last(ofUnfolded: first), sequence < last else {
        continue
      }
      var place = sequence + 1
      while place <= last, spend() {
        if let record = reader.record(place), record.isLaterFragment, record.direction == first.direction {
          nearest = min(nearest ?? place, place)
          break
        }
        place += 1
      }
    }
    return nearest
  }

  private mutating func fragment(before sequence: Int) -> Int? {
    var nearest: Int?
    for start in unfolded where start < sequence && choice.contains(start) {
      guard let first = reader.record(start), let last = last(ofUnfolded: first) else { continue }
      var place = min(sequence - 1, last)
      while place > start, spend() {
        if let record = reader.record(place), record.isLaterFragment, record.direction == first.direction {
          nearest = max(nearest ?? place, place)
          break
        }
        place -= 1
      }
    }
    return nearest
  }
}
