import Locks

/// A regular expression ready to be looked for; of all matches the one that ends first, which then begins as early and
/// reaches as far as it can.
///
/// A class because its tables grow while it is used. `Sendable` since they are used under the lock.
final class RegexSearch: Sendable {
  /// Bytes of one payload that are looked at: a longer one is not worth a second.
  static let reach = 1 << 20

  private struct Machines {
    var finder: RegexMachine
    /// Made when somebody asks for the place of a match, not only whether there is one.
    var backwards: RegexMachine?
    var onwards: RegexMachine?
  }

  private let syntax: RegexSyntax
  private let foldsCase: Bool
  /// Stands in everything that matches; quick to look for.
  let required: LiteralSearch?
  private let machines: Lock<Machines>

  init(_ syntax: RegexSyntax, foldsCase: Bool) {
    self.syntax = syntax
    self.foldsCase = foldsCase
    let text = syntax.requiredText(foldsCase: foldsCase)
    required = text.isEmpty ? nil : LiteralSearch(text, foldsCase: foldsCase)
    machines = Lock(Machines(finder: RegexMachine(RegexProgram(syntax, backwards: false), isFloating: true)))
  }

  /// The same, with tables of its own: who uses it waits for nobody.
  var unshared: RegexSearch { RegexSearch(syntax, foldsCase: foldsCase) }

  func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
    if let required, required.find(in: bytes) == nil { return false }
    return machines.withLock {
      $0.finder.firstEnd(in: bytes, from: 0, to: min(bytes.count, Self.reach)) != nil
    }
  }

  func find(in bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
    let reach = min(bytes.count, Self.reach)
    guard start >= 0, start <= reach else { return nil }
    if let required, required.find(in: bytes, from: start) == nil { return nil }
    return machines.withLock { machines in
      guard let end = machines.finder.firstEnd(in: bytes, from: start, to: reach) else { return nil }
      let backwards =
        machines.backwards ?? RegexMachine(RegexProgram(syntax, backwards: true), isFloating: false)
      let onwards =
        machines.onwards ?? RegexMachine(RegexProgram(syntax, backwards: false), isFloating: false)
      (machines.backwards, machines.onwards) = (backwards, onwards)
      let begin = backwards.longestStart(in: bytes, from: start, to: end) ?? end
      return begin..<(onwards.longestEnd(in: bytes, from: begin, to: reach) ?? end)
    }
  }
}
