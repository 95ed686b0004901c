import ByteText

/// A regular expression whose round brackets are asked for: what a script takes out of a message.
///
/// All threads of the expression go through the bytes at once, each with the places of its brackets, so that the time is
/// that of the bytes times the size of the expression, whatever both are. `SearchPattern` is quicker where nobody asks
/// for the brackets.
public struct CapturePattern: Sendable {
  /// Bytes times threads that are looked at for one answer; about a second. Only what is made to be slow comes there, and
  /// then is not found.
  static let workLimit = 20_000_000

  private enum Step: Sendable {
    case take(ByteSet)
    case check(RegexSyntax.Assertion)
    case save(Int)
    /// Both ways, the first one dearer.
    case either(Int, Int)
    case jump(Int)
    case match
  }

  private var steps: [Step] = []
  private let pattern: SearchPattern
  /// Round brackets, without `(?:…)`.
  public private(set) var groupCount = 0

  /// Capitals and small letters are different ones.
  public init(parsing text: String) throws(FilterError) {
    pattern = try SearchPattern(parsing: text, isRegex: true, case: .exact)
    let syntax = try RegexParser.parse(Array(text.utf8), foldsCase: false, keepsGroups: true)
    add(.save(0))
    add(syntax)
    add(.save(1))
    add(.match)
  }

  /// The first match and what its brackets hold, 0 being all of it; nil for brackets that took no part. Looks at the first
  /// MiB.
  public func match(in bytes: UnsafeRawBufferPointer) -> [Range<Int>?]? {
    guard pattern.isFound(in: bytes) else { return nil }
    var run = Run(steps: steps, slots: 2 * (groupCount + 1), bytes: bytes)
    return run.run(to: min(bytes.count, SearchPattern.regexReach)).map { slots in
      (0...groupCount).map { group in
        let (start, end) = (slots[2 * group], slots[2 * group + 1])
        return start >= 0 && end >= start ? start..<end : nil
      }
    }
  }

  // MARK: Building

  private mutating func add(_ step: Step) { steps.append(step) }

  private mutating func add(_ syntax: RegexSyntax) {
    switch syntax {
    case .bytes(let set): add(.take(set))
    case .assertion(let assertion): add(.check(assertion))
    case .sequence(let parts): for part in parts { add(part) }
    case .group(let number, let part):
      groupCount = max(groupCount, number)
      add(.save(2 * number))
      add(part)
      add(.save(2 * number + 1))
    case .either(let parts):
      var exits: [Int] = []
      for (index, part) in parts.enumerated() {
        let fork = steps.count
        if index < parts.count - 1 { add(.jump(0)) }
        add(part)
        guard index < parts.count - 1 else { break }
        exits.append(steps.count)
        add(.jump(0))
        steps[fork] = .either(fork + 1, steps.count)
      }
      for exit in exits { steps[exit] = .jump(steps.count) }
    case .repeated(let part, let least, let most):
      for _ in 0..<least { add(part) }
      guard let most else {
        let fork = steps.count
        add(.jump(0))
        add(part)
        add(.jump(fork))
        steps[fork] = .either(fork + 1, steps.count)
        return
      }
      var forks: [Int] = []
      for _ in least..<most {
        forks.append(steps.count)
        add(.jump(0))
        add(part)
      }
      for fork in forks { steps[fork] = .either(fork + 1, steps.count) }
    }
  }

  // MARK: Running

  /// Where a thread is, and where its brackets are; -1 where they aren't yet.
  private struct Thread {
    var step: Int
    var slots: [Int]
  }

  private struct Run {
    let steps: [Step]
    let slots: Int
    let bytes: UnsafeRawBufferPointer
    private var seen: [Int]
    private var work = 0

    init(steps: [Step], slots: Int, bytes: UnsafeRawBufferPointer) {
      self.steps = steps
      self.slots = slots
      self.bytes = bytes
      seen = [Int](repeating: -1, count: steps.count)
    }

    mutating func run(to end: Int) -> [Int]? {
      var threads: [Thread] = []
      var best: [Int]?
      for place in 0...end {
        var waiting = threads
        // The dearer threads come first; a new start is the least dear, and none once something was found.
        if best == nil { waiting.append(Thread(step: 0, slots: [Int](repeating: -1, count: slots))) }
        if waiting.isEmpty { return best }
        var here: [Thread] = []
        for thread in waiting where follow(thread, at: place, to: &here, &best) { break }
        work += here.count + 1
        if work > CapturePattern.workLimit { return best }
        threads.removeAll(keepingCapacity: true)
        guard place < end else { break }
        for thread in here {
          guard case .take(let set) = steps[thread.step], set.contains(bytes[place]) else { continue }
          threads.append(Thread(step: thread.step + 1, slots: thread.slots))
        }
      }
      return best
    }

    /// Goes on until a byte is to be taken. True where a match was met: less dear threads are done with.
    private mutating func follow(
      _ thread: Thread, at place: Int, to here: inout [Thread], _ best: inout [Int]?
    ) -> Bool {
      var stack = [thread]
      while var thread = stack.popLast() {
        guard seen[thread.step] != place else { continue }
        seen[thread.step] = place
        work += 1
        switch steps[thread.step] {
        case .take: here.append(thread)
        case .match:
          best = thread.slots
          return true
        case .jump(let target):
          thread.step = target
          stack.append(thread)
        case .either(let first, let second):
          stack.append(Thread(step: second, slots: thread.slots))
          thread.step = first
          stack.append(thread)
        case .save(let slot):
          thread.slots[slot] = place
          thread.step += 1
          stack.append(thread)
        case .check(let assertion):
          guard holds(assertion, at: place) else { continue }
          thread.step += 1
          stack.append(thread)
        }
      }
      return false
    }

    private func holds(_ assertion: RegexSyntax.Assertion, at place: Int) -> Bool {
      let before = place > 0 && ASCII.isWord(bytes[place - 1])
      let after = place < bytes.count && ASCII.isWord(bytes[place])
      return switch assertion {
      case .start: place == 0
      case .end: place == bytes.count
      case .wordBoundary: before != after
      case .insideWord: before == after
      }
    }
  }
}
