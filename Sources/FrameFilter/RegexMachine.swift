import ByteText

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

  /// What is done to find states, one step of the program at a time, for one answer; about half a second. Only an
  /// expression that meets new states all the time comes there, and then looks no further.
  static let workLimit = 150_000_000

  private struct State: Hashable {
    /// The steps to go on from, a bit each.
    var steps: [UInt64]
    /// What lies before: the start of it all, or a letter. False where the program doesn't ask.
    var isAtStart: Bool
    var isAfterWord: Bool

    func hash(into hasher: inout Hasher) {
      steps.withUnsafeBytes { hasher.combine(bytes: $0) }
      hasher.combine(isAtStart)
      hasher.combine(isAfterWord)
    }
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
  /// By step: the round in which it was last met. A pointer, as the next two: a table is filled in at every byte of what is
  /// made to be slow, and checks of each access took most of that time.
  private let seen: UnsafeMutablePointer<UInt32>
  private var round: UInt32 = 0
  /// Steps to look at. Each step is put there by itself once, and by the at most two that lead to it, met once each.
  private let stack: UnsafeMutablePointer<Int>
  /// By set and kind of byte: whether it is in.
  private let members: UnsafeMutablePointer<Bool>
  private var work = 0
  private let workLimit: Int

  private static let match: UInt32 = 0x8000_0000
  private static let unknown = UInt32.max
  private static let dead = UInt32.max - 1

  init(_ program: RegexProgram, isFloating: Bool, workLimit: Int = RegexMachine.workLimit) {
    self.workLimit = workLimit
    self.program = program
    self.isFloating = isFloating
    width = program.examples.count + 1
    table = .allocate(capacity: Self.stateLimit * width)
    seen = .allocate(capacity: program.steps.count)
    seen.initialize(repeating: 0, count: program.steps.count)
    stack = .allocate(capacity: 3 * program.steps.count + 1)
    members = .allocate(capacity: program.sets.count * width + 1)
    for (index, set) in program.sets.enumerated() {
      for (kind, byte) in program.examples.enumerated() {
        (members + index * width + kind).initialize(to: set.contains(byte))
      }
      // The end is no byte.
      (members + index * width + width - 1).initialize(to: false)
    }
  }

  deinit {
    table.deallocate()
    seen.deallocate()
    stack.deallocate()
    members.deallocate()
  }

  /// Where the first match ends that starts at `start` or later; for a floating one.
  func firstEnd(in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
    var state = startState(isAtStart: start == 0, before: start > 0 ? bytes[start - 1] : nil)
    return program.kinds.withUnsafeBufferPointer { kinds in
      var place = start
      while place < end {
        var entry = table[Int(state) + Int(kinds[Int(bytes[place])])]
        if entry >= Self.match {
          if entry == Self.unknown {
            if work > workLimit { return nil }
            entry = fill(state, Int(kinds[Int(bytes[place])]))
          }
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

  private var noSteps: [UInt64] { [UInt64](repeating: 0, count: (program.steps.count + 63) / 64) }

  private static func insert(_ step: Int, into steps: inout [UInt64]) {
    steps[step / 64] |= 1 << UInt64(step % 64)
  }

  private func advance(_ state: UInt32, _ byte: UInt8, at place: Int, _ found: inout Int?) -> UInt32? {
    let kind = Int(program.kinds[Int(byte)])
    var entry = table[Int(state) + kind]
    if entry == Self.unknown {
      if work > workLimit { return nil }
      entry = fill(state, kind)
    }
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
    work = 0
    let index = isAtStart ? 0 : isAfterWord ? 1 : 2
    if starts[index] != Self.unknown { return starts[index] }
    var steps = noSteps
    if !isFloating { Self.insert(program.start, into: &steps) }
    let row = row(of: State(steps: steps, isAtStart: isAtStart, isAfterWord: isAfterWord))
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
    let (steps, seen, stack, members) = (program.steps, seen, stack, members + kind)
    if round == UInt32.max { seen.update(repeating: 0, count: steps.count) }
    round = round == UInt32.max ? 1 : round + 1
    let round = round
    var isMatch = false
    var isEmpty = true
    var next = noSteps
    var met = 0
    var waiting = 0
    func look(at step: Int) {
      stack[waiting] = step
      waiting += 1
    }
    for (index, word) in state.steps.enumerated() {
      var bits = word
      while bits != 0 {
        look(at: index * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    if isFloating { look(at: program.start) }
    while waiting > 0 {
      waiting -= 1
      let index = stack[waiting]
      guard seen[index] != round else { continue }
      seen[index] = round
      met += 1
      switch steps[index] {
      case .match: isMatch = true
      case .either(let one, let other):
        look(at: one)
        look(at: other)
      case .assertion(let assertion, let following):
        if holds(assertion, state, byte) { look(at: following) }
      case .bytes(let set, let following):
        if members[set * width] {
          Self.insert(following, into: &next)
          isEmpty = false
        }
      }
    }
    work += met
    if isEmpty, !isFloating, !isMatch {
      table[Int(row) + kind] = Self.dead
      return Self.dead
    }
    let wasFull = states.count == Self.stateLimit
    let nextRow = self.row(
      of: State(
        steps: next, isAtStart: false, isAfterWord: program.looksAtWords && byte.map(ASCII.isWord) == true))
    let entry = nextRow | (isMatch ? Self.match : 0)
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
