import FrameLog
import WebSocketCore

/// One question that a filter asks of a message or an event.
enum FilterTest: Hashable, Sendable {
  case direction(Direction)
  case opcode(Opcode)
  case event
  /// Any frame of the message has one of them.
  case flags(FrameFlags)
  case compressed
  case masked
  case size(ClosedRange<Int>)
  case wire(ClosedRange<Int>)
  /// Nil is any code, and none.
  case close(ClosedRange<Int>?)
  case marked
  case numbers(ClosedRange<Int>)
  case since(Since)
  case json(JSONQuery)
  case text(SearchPattern)
  /// Nanoseconds since 1970, this or later.
  case wallTime(Int64)
  case never

  enum Since: Hashable, Sendable {
    case mark
    /// Nanoseconds before the newest record when the scan begins.
    case ago(Int64)
    /// Nanoseconds after midnight, the last time that the clock showed it.
    case clock(Int64)
  }

  /// What is cheap is asked first.
  var cost: Int {
    switch self {
    case .text(let pattern): pattern.isRegex ? 4 : 2
    case .json: 3
    case .close, .marked: 1
    default: 0
    }
  }

  func holds(for message: JudgedMessage) -> Bool {
    switch self {
    case .direction(let direction): message.isFrame && message.direction == direction
    case .opcode(let opcode): message.isFrame && message.opcode == opcode
    case .event: !message.isFrame
    case .flags(let flags): !message.flags.isDisjoint(with: flags)
    case .compressed: message.isFrame && message.isCompressed
    case .masked: message.isFrame && message.isMasked
    case .size(let range): message.isFrame && range.contains(message.size)
    case .wire(let range): message.isFrame && range.contains(message.wire)
    case .close(let range): message.hasClose(in: range)
    case .marked: message.isMarked
    case .numbers(let range): range.contains(message.sequence)
    case .json(let query): message.isFrame && query.holds(for: message.payload, isCut: message.isCut)
    case .text(let pattern): pattern.isFound(in: message.payload)
    case .wallTime(let earliest): message.wallTime >= earliest
    case .since, .never: false
    }
  }
}

/// Questions put together with and, or and not.
indirect enum FilterExpression: Hashable, Sendable {
  case everything
  case test(FilterTest)
  case not(FilterExpression)
  case all([FilterExpression])
  case any([FilterExpression])

  /// That of its dearest question.
  var cost: Int {
    switch self {
    case .everything: 0
    case .test(let test): test.cost
    case .not(let inner): inner.cost
    case .all(let parts), .any(let parts): parts.map(\.cost).max() ?? 0
    }
  }
}

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
    func next(for message: JudgedMessage) -> Int { test.holds(for: message) ? onYes : onNo }
  }

  private static let matches = -1
  private static let fails = -2

  private var steps: [Step] = []
  private var start = FilterProgram.matches

  init(_ expression: FilterExpression) {
    start = add(expression, onYes: Self.matches, onNo: Self.fails)
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

  func holds(for message: JudgedMessage) -> Bool {
    var place = start
    while place >= 0 {
      place = steps[place].next(for: message)
    }
    return place == Self.matches
  }

  var tests: [FilterTest] { steps.map(\.test) }

  /// With other questions in place of some.
  mutating func replaceTests(_ replacement: (FilterTest) -> FilterTest) {
    steps = steps.map { Step(test: replacement($0.test), onYes: $0.onYes, onNo: $0.onNo) }
  }
}
