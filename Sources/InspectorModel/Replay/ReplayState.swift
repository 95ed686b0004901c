/// A script that is played in a tab, or was: what its panel shows.
public struct ReplayState: Sendable, Equatable {
  public enum Phase: String, Sendable, Equatable {
    case running = "RUNNING"
    case paused = "PAUSED"
    case passed = "PASSED"
    case failed = "FAILED"
    case stopped = "STOPPED"

    public var isLive: Bool { self == .running || self == .paused }
  }

  /// A step in few words; they hold what a peer or a file gave, and are shown through `DisplayText` only.
  public struct Step: Sendable, Equatable {
    /// From 1, each repetition counted.
    public var number: Int
    /// `> TEXT`, `expect`.
    public var kind: String
    public var text: String

    public init(number: Int, kind: String, text: String) {
      self.number = number
      self.kind = kind
      self.text = text
    }
  }

  /// The first thing that was not as expected.
  public struct Failure: Sendable, Equatable {
    /// `login.jsonl:12`.
    public var place: String
    public var reason: String
    public var expected: String
    public var seen: String

    public init(place: String, reason: String, expected: String, seen: String) {
      self.place = place
      self.reason = reason
      self.expected = expected
      self.seen = seen
    }
  }

  /// The file's name, without its folders.
  public var name: String
  public var phase = Phase.running
  /// `2x`, `max`.
  public var speed = "1x"
  public var done = 0
  /// Nil where there are too many to count.
  public var total: Int?
  public var now: Step?
  public var next: Step?
  /// Nanoseconds until the next is due.
  public var nextIn: UInt64?
  public var waiting: Step?
  /// Nanoseconds until that is given up.
  public var patience: UInt64?
  /// Nanoseconds to the end.
  public var remaining: UInt64?
  public var sent = 0
  public var received = 0
  public var matched = 0
  public var failed = 0
  public var skipped = 0
  /// Of a recording that is played.
  public var frames = 0
  public var notes = 0
  public var failure: Failure?
  /// The number of the frame that was sent last.
  public var row: Int?

  public init(name: String) { self.name = name }

  /// 0 to 100; nil where nobody knows.
  public var percent: Int? {
    guard let total, total > 0 else { return phase == .passed ? 100 : nil }
    return min(100, done * 100 / total)
  }
  /// `412/1000`.
  public var place: String { "\(done)/\(total.map(String.init) ?? "?")" }
}

/// What the user wants of a script that is being played.
public enum ReplayOrder: Sendable, Equatable {
  case pause, resume, step, faster, slower, stop
}
