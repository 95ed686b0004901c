/// Runs a regular expression over bytes in time proportional to their number, whatever both are: a table of states that is
/// filled in as they are met, and begun anew when it is full.
///
/// Not the C library's regexec: that begins again at every byte, so that `a+b` takes a day over a megabyte of `a`, and
/// its table of states grows without end.
///
/// A class because it owns its table. One thread at a time uses it.
final class RegexMachine {
  /// With at most 257 kinds of bytes, 4 bytes each, 1 MiB.
  static let stateLimit = 1000

  private struct State: Hashable {
    /// Steps to go on from, in order.
    var steps: [UInt16]
    /// What lies before: the start of it all, or a letter. False where the program doesn't ask.
    var isAtStart: Bool
    var isAfterWord: Bool
  }

  private let program: RegexProgram
  /// A match may begin at any byte.
  private let isFloating: Bool
  private let width: Int
  /// For each state and kind of byte the next state's row, and whether a match ends before that byte.
  private let table: UnsafeMutablePointer<UInt32>
  private var states: [State] = []
  private var rows: [State: UInt32] = [:]
  /// Rows of the states that a run can begin with: at the start, after a letter, after something else.
  private var starts = [UInt32](repeating: RegexMachine.unknown, count: 3)
  private var seen: [UInt32]
  private var round: UInt32 = 0
  private var stack: [Int] = []

  private static let match: UInt32 = 0x8000_0000
  private static let unknown = UInt32.max
  private static let dead = UInt32.max - 1

  init(_ program: RegexProgram, isFloating: Bool) {
    self.program = program
    self.isFloating = isFloating
    width = program.examples.count + 1
    table = .allocate(capacity: Self.stateLimit * width)
    seen = [UInt32](repeating: 0, count: program.steps.count)
  }

  deinit { table.deallocate() }

  /// Where the first match ends that starts at `start` or later; for a floating one.
  func firstEnd(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
    var state = startState(isAtStart: start == 0, before: start > 0 ? bytes[start - 1] : nil)
    return program.kinds.withUnsafeBufferPointer { kinds in
      var place = start
      while place < end {
        var entry = table[Int(state) + Int(kinds[Int(bytes[place])])]
        if entry >= Self.match {
          if entry == Self.unknown { entry = fill(state, Int(kinds[Int(bytes[place])])) }
          if entry == Self.dead { return nil }
          if entry >= Self.match { return place }
        }
        state = entry
        place += 1
      }
      return ends(state, after: end < bytes.count ? bytes[end] : nil) ? end : nil
    }
  }

  /// Where the longest match ends that starts at `start`; for one that isn't floating.
  func longestEnd(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
    var state = startState(isAtStart: start == 0, before: start > 0 ? bytes[start - 1] : nil)
    var found: Int?
    for place in start..<end {
      guard let next = advance(state, bytes[place], at: place, &found) else { return found }
      state = next
    }
    return ends(state, after: end < bytes.count ? bytes[end] : nil) ? end : found
  }

  /// Where the longest match starts, at `start` or later, that ends at `end`; for a program that goes backwards.
  func longestStart(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
    let before = end < bytes.count ? bytes[end] : nil
    var state = startState(isAtStart: before == nil, before: before)
    var found: Int?
    for place in stride(from: end, to: start, by: -1) {
      guard let next = advance(state, bytes[place - 1], at: place, &found) else { return found }
      state = next
    }
    return ends(state, after: start > 0 ? bytes[start - 1] : nil) ? start : found
  }

  // MARK: Steps

  private func advance(_ state: UInt32, _ byte: UInt8, at place: Int, _ found: inout Int?) -> UInt32? {
    let kind = Int(program.kinds[Int(byte)])
    var entry = table[Int(state) + kind]
    if entry == Self.unknown { entry = fill(state, kind) }
    if entry == Self.dead { return nil }
    if entry >= Self.match { found = place }
    return entry & ~Self.match
  }

  /// Whether a match ends here; `byte` is what follows, nil where nothing does.
  private func ends(_ state: UInt32, after byte: UInt8?) -> Bool {
    let kind = byte.map { Int(program.kinds[Int($0)]) } ?? width - 1
    var entry = table[Int(state) + kind]
    if entry == Self.unknown { entry = fill(state, kind) }
    return entry != Self.dead && entry >= Self.match
  }

  private func startState(isAtStart: Bool, before: UInt8?) -> UInt32 {
    let isAfterWord = program.looksAtWords && before.map(ASCII.isWord) == true
    let index = isAtStart ? 0 : isAfterWord ? 1 : 2
    if starts[index] != Self.unknown { return starts[index] }
    let row = row(
      of: State(
        steps: isFloating ? [] : [UInt16(program.start)], isAtStart: isAtStart, isAfterWord: isAfterWord))
    starts[index] = row
    return row
  }

  private func row(of state: State) -> UInt32 {
    if let row = rows[state] { return row }
    if states.count == Self.stateLimit {
      states.removeAll(keepingCapacity: true)
      rows.removeAll(keepingCapacity: true)
      for index in starts.indices { starts[index] = Self.unknown }
    }
    let row = UInt32(states.count * width)
    (table + Int(row)).update(repeating: Self.unknown, count: width)
    states.append(state)
    rows[state] = row
    return row
  }

  /// Finds out where `state` goes on a byte of `kind`; the last kind is the end.
  private func fill(_ row: UInt32, _ kind: Int) -> UInt32 {
    let state = states[Int(row) / width]
    let byte = kind < program.examples.count ? program.examples[kind] : nil
    round &+= 1
    var isMatch = false
    var nextSteps: [UInt16] = []
    stack.removeAll(keepingCapacity: true)
    for step in state.steps { stack.append(Int(step)) }
    if isFloating { stack.append(program.start) }
    while let index = stack.popLast() {
      guard seen[index] != round else { continue }
      seen[index] = round
      switch program.steps[index] {
      case .match: isMatch = true
      case .either(let one, let other):
        stack.append(one)
        stack.append(other)
      case .assertion(let assertion, let next):
        if holds(assertion, state, byte) { stack.append(next) }
      case .bytes(let set, let next):
        if let byte, program.sets[set].contains(byte) { nextSteps.append(UInt16(next)) }
      }
    }
    nextSteps.sort()
    var unique: [UInt16] = []
    for step in nextSteps where unique.last != step { unique.append(step) }
    if unique.isEmpty, !isFloating, !isMatch {
      table[Int(row) + kind] = Self.dead
      return Self.dead
    }
    let wasFull = states.count == Self.stateLimit
    let next = self.row(
      of: State(
        steps: unique, isAtStart: false, isAfterWord: program.looksAtWords && byte.map(ASCII.isWord) == true))
    let entry = next | (isMatch ? Self.match : 0)
    // Where the table was begun anew, `row` is another state's.
    if !wasFull || states.count == Self.stateLimit { table[Int(row) + kind] = entry }
    return entry
  }

  private func holds(_ assertion: RegexSyntax.Assertion, _ state: State, _ next: UInt8?) -> Bool {
    switch assertion {
    case .start: state.isAtStart
    case .end: next == nil
    case .wordBoundary: state.isAfterWord != (next.map(ASCII.isWord) == true)
    case .insideWord: state.isAfterWord == (next.map(ASCII.isWord) == true)
    }
  }
}
