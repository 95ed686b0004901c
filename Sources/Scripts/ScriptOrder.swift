public import WebSocketCore

/// What the owner of a run has to do next. Times are monotonic nanoseconds, of the clock that `now` comes from.
public enum ScriptOrder: Sendable {
  /// Send it, then ask again at once. A frame that could not be sent is told with `ScriptRun.sendFailed`.
  case send(ScriptFrame)
  /// Start the closing handshake, then ask again.
  case close(CloseCode?, reason: [UInt8])
  /// Ask again then; what arrives meanwhile is told with `received` and needs no asking.
  case wait(until: UInt64)
  /// Ask again then, or as soon as something was received or the connection ended.
  case expecting(deadline: UInt64)
  /// Run the branch on as many new connections as it says, and tell `joined` when all of them have finished;
  /// until then there is nothing to do, and `next` says `.wait(until: .max)`.
  case fork(ScriptFork)
  /// Nothing until `resume` or `step`.
  case paused
  /// That was all. Comes again however often it is asked.
  case finished(ScriptVerdict)
}

/// How a run ended.
public enum ScriptVerdict: Hashable, Sendable {
  /// Every expectation was met.
  case passed
  /// `ScriptRun.failures` tells what was not.
  case failed
  /// `stop` was called before the end.
  case stopped
}

/// How fast what waits goes by: recorded gaps, `wait`, `after` and rates. Deadlines are not scaled.
public enum ScriptSpeed: Hashable, Sendable {
  /// 0.1 to 100; others are taken for the nearest of these.
  case times(Double)
  /// Nothing waits but for what is expected.
  case maximum

  public static let range = 0.1...100.0

  /// `2`, `0.5`, `10x`, `max`; nil for anything else.
  public init?(parsing text: String) {
    if text == "max" {
      self = .maximum
      return
    }
    let digits = text.hasSuffix("x") ? text.dropLast() : text[...]
    guard let factor = Double(digits), Self.range.contains(factor) else { return nil }
    self = .times(factor)
  }

  /// `2x`, `0.5x`, `max`
  public var words: String {
    switch self {
    case .maximum: return "max"
    case .times(let factor):
      let text = "\(factor)"
      return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "x"
    }
  }

  /// The next in 0.1 0.25 0.5 1 2 5 10 25 50 100 max, for a key that goes faster or slower.
  public func next(faster: Bool) -> ScriptSpeed {
    let ladder = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100]
    switch self {
    case .maximum: return faster ? self : .times(100)
    case .times(let factor):
      if faster { return ladder.first { $0 > factor }.map { .times($0) } ?? .maximum }
      return .times(ladder.last { $0 < factor } ?? 0.1)
    }
  }
}
