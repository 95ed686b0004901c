/// A regular expression as steps from place to place, forwards or backwards through the bytes.
struct RegexProgram {
  enum Step {
    /// Takes one byte of the set with this index.
    case bytes(Int, next: Int)
    case either(Int, Int)
    case assertion(RegexSyntax.Assertion, next: Int)
    case match
  }

  private(set) var steps: [Step] = [.match]
  private(set) var sets: [ByteSet] = []
  private(set) var start = 0
  private(set) var looksAtWords = false
  /// The kind of each byte: those of one kind are treated alike everywhere.
  private(set) var kinds = [UInt8](repeating: 0, count: 256)
  /// A byte of each kind.
  private(set) var examples: [UInt8] = []

  /// Backwards, what was the start is the end.
  init(_ syntax: RegexSyntax, backwards: Bool) {
    start = add(syntax, before: 0, backwards)
    findKinds()
  }

  private mutating func add(_ step: Step) -> Int {
    steps.append(step)
    return steps.count - 1
  }

  /// Returns the step with which `syntax` begins; it ends at `next`.
  private mutating func add(_ syntax: RegexSyntax, before next: Int, _ backwards: Bool) -> Int {
    switch syntax {
    case .bytes(let set):
      let index = sets.firstIndex(of: set) ?? sets.count
      if index == sets.count { sets.append(set) }
      return add(.bytes(index, next: next))
    case .assertion(let assertion):
      if assertion == .wordBoundary || assertion == .insideWord { looksAtWords = true }
      return add(.assertion(backwards ? assertion.backwards : assertion, next: next))
    case .sequence(let parts):
      var entry = next
      for part in backwards ? parts : parts.reversed() { entry = add(part, before: entry, backwards) }
      return entry
    case .either(let parts):
      let entries = parts.map { add($0, before: next, backwards) }
      return entries.dropFirst().reduce(entries.first ?? next) { add(.either($0, $1)) }
    case .group(_, let part): return add(part, before: next, backwards)
    case .repeated(let part, let least, let most):
      var entry = next
      if let most {
        for _ in least..<most { entry = add(.either(add(part, before: entry, backwards), next)) }
      } else {
        entry = add(.either(next, next))
        steps[entry] = .either(add(part, before: entry, backwards), next)
      }
      for _ in 0..<least { entry = add(part, before: entry, backwards) }
      return entry
    }
  }

  private mutating func findKinds() {
    var count = 1
    for set in sets + (looksAtWords ? [.word] : []) {
      var split: [Int: Int] = [:]
      for byte in 0..<256 {
        let key = Int(kinds[byte]) << 1 | (set.contains(UInt8(byte)) ? 1 : 0)
        let kind = split[key] ?? split.count
        split[key] = kind
        kinds[byte] = UInt8(kind)
      }
      count = split.count
    }
    examples = [UInt8](repeating: 0, count: count)
    for byte in 0..<256 { examples[Int(kinds[byte])] = UInt8(byte) }
  }
}

extension RegexSyntax.Assertion {
  var backwards: RegexSyntax.Assertion {
    switch self {
    case .start: .end
    case .end: .start
    case .wordBoundary, .insideWord: self
    }
  }
}
