/// An expression as a list of questions, each with where to go on its answers: nothing is called in itself, nothing is asked
/// that no longer matters.
struct FilterProgram: Sendable {
  /// A class so that going through the steps copies no question, each of which holds several things that are counted.
  private final class Step: Sendable {
    let test: FilterTest
    let onYes: Int
    let onNo: Int

    init(test: FilterTest, onYes: Int, onNo: Int) {
      self.test = test
      self.onYes = onYes
      self.onNo = onNo
    }

    @inline(never)
    func next(for message: JudgedMessage, _ payload: UnsafeRawBufferPointer) -> Int {
      test.holds(for: message, payload) ? onYes : onNo
    }
  }

  private static let matches = -1
  private static let fails = -2

  private var steps: [Step] = []
  /// Texts that are asked for, not against.
  private(set) var patterns: [SearchPattern] = []
  private var start = FilterProgram.matches

  init(_ expression: FilterExpression) {
    start = add(expression, onYes: Self.matches, onNo: Self.fails)
    patterns = Self.patterns(of: expression, isWanted: true)
  }

  private static func patterns(of expression: FilterExpression, isWanted: Bool) -> [SearchPattern] {
    switch expression {
    case .everything: []
    case .test(.text(let pattern)): isWanted ? [pattern] : []
    case .test: []
    case .not(let inner): patterns(of: inner, isWanted: !isWanted)
    case .all(let parts), .any(let parts): parts.flatMap { patterns(of: $0, isWanted: isWanted) }
    }
  }

  private mutating func add(_ expression: FilterExpression, onYes: Int, onNo: Int) -> Int {
    switch expression {
    case .everything: return onYes
    case .test(let test):
      steps.append(Step(test: test, onYes: onYes, onNo: onNo))
      return steps.count - 1
    case .not(let inner): return add(inner, onYes: onNo, onNo: onYes)
    case .all(let parts):
      return Self.dearestFirst(parts).reduce(onYes) { add($1, onYes: $0, onNo: onNo) }
    case .any(let parts):
      return Self.dearestFirst(parts).reduce(onNo) { add($1, onYes: onYes, onNo: $0) }
    }
  }

  /// What is added last is asked first.
  private static func dearestFirst(_ parts: [FilterExpression]) -> [FilterExpression] {
    parts.enumerated().sorted { ($0.element.cost, $0.offset) > ($1.element.cost, $1.offset) }.map(\.element)
  }

  func holds(for message: JudgedMessage, _ payload: UnsafeRawBufferPointer) -> Bool {
    var place = start
    while place >= 0 {
      place = steps[place].next(for: message, payload)
    }
    return place == Self.matches
  }

  var tests: [FilterTest] { steps.map(\.test) }

  /// With other questions in place of some.
  mutating func replaceTests(_ replacement: (FilterTest) -> FilterTest) {
    steps = steps.map { Step(test: replacement($0.test), onYes: $0.onYes, onNo: $0.onNo) }
  }
}
