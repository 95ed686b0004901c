/// How far a run is, for a panel or a line of progress.
public struct ScriptProgress: Sendable {
  /// Steps that are behind it, each repetition counted.
  public var done = 0
  /// Steps in all; nil where they are too many to count.
  public var total: Int?
  /// Messages and control frames, not fragments.
  public var sent = 0
  public var received = 0
  /// Expectations that were met.
  public var matched = 0
  /// Expectations that were not met, and steps that could not be done.
  public var failed = 0
  /// Received messages that no expectation took.
  public var skipped = 0
  /// Of those, what had to go because too much waited for an expectation.
  public var dropped = 0
  public var speed = ScriptSpeed.times(1)
  public var isPaused = false
  /// What was done last.
  public var current: ScriptStepSummary?
  /// What comes next, and when; nil at the end and where only the run itself will tell.
  public var next: ScriptStepSummary?
  /// Monotonic nanoseconds.
  public var nextAt: UInt64?
  /// What an expectation waits for.
  public var waitingFor: ScriptStepSummary?
  public var deadline: UInt64?
  /// Nanoseconds to the end, as far as one can tell: what is planned, or by the pace so far.
  public var remaining: UInt64?

  public init() {}
}

/// A step, short enough to be shown. What its variables stand for is not filled in: a secret may be among them.
public struct ScriptStepSummary: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case send, ping, pong, close, wait, expect, never, capture, set, `repeat`, parallel
  }
  /// In the order of the run, from 1; each repetition counted.
  public var number: Int
  public var kind: Kind
  public var place: ScriptPlace
  /// The `name` of the step; empty without one.
  public var name: String
  /// Payload or condition, at most 1 KiB of it, as the script has it. Show it through `DisplayText`.
  public var text: String
  /// It sends, or expects, what is no text.
  public var isBinary = false
}
