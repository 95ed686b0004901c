import WebSocketCore

/// One playing of a script on one connection: a machine that is told what happens and says what to do next. It reads no
/// clock; `now` is monotonic nanoseconds, of one clock throughout.
///
/// The owner calls `next` until it gets something to wait for, tells what arrives with `received`, and asks again when
/// an expectation is waited for and something came, and at the time that it was told.
public struct ScriptRun: Sendable {
  public struct Settings: Sendable {
    /// Over those that the script sets beforehand. Their values never stand in summaries.
    public var variables: [String: String] = [:]
    /// Everything that is made up follows from it, and from the number of the connection.
    public var seed: UInt64 = 0
    public var speed = ScriptSpeed.times(1)
    /// Of the connections that play the same, counted from 1.
    public var connection = 1
    /// Goes on after an expectation that was not met, as if each were `soft`.
    public var goesOn = false

    public init() {}
  }

  /// Messages that wait for an expectation: 10,000, and 16 MiB of payload; beyond that the oldest go, and are counted.
  public static let inboxLimit = (messages: 10_000, bytes: 16 << 20)
  /// Failures that are kept; all are counted.
  public static let failureLimit = 100
  /// 256 MiB in all variables.
  static let valueLimit = 256 << 20
  /// Steps that do nothing outside, such as `set`, until `next` comes back for once.
  static let stepsAtOnce = 10_000

  /// What the run is about.
  enum Phase: Sendable {
    /// The step at `counter` is to be done, once it is due.
    case ready
    /// Fragments of the message in hand are left.
    case fragments(opcode: UInt8, rest: ArraySlice<UInt8>)
    case expecting(Expecting)
    /// Branches run on other connections.
    case forked
    case ended(ScriptVerdict)
  }

  /// An expectation that is waited for.
  struct Expecting: Sendable {
    var detail: ExpectDetail
    /// Those that no message has met yet.
    var open: [ReadyCondition]
    var isNever: Bool
    var deadline: UInt64
    /// Of the inbox, looked at.
    var examined = 0
    var examinedInAll = 0
    /// The message that came nearest, and how far away it was.
    var nearest: (entry: ScriptInbox.Entry, distance: Int)?
    var summary: ScriptStepSummary
    var tally: Int
    var sentAt: UInt64?
  }

  /// A `repeat` that is gone through.
  struct Round: Sendable {
    var loop: Int
    var begin: Int
    /// From 1.
    var number: Int
    /// Of the first round, in the script's time.
    var start: Double
  }

  public let script: Script
  let settings: Settings
  var phase = Phase.ready
  /// The step in hand.
  var counter: Int
  let end: Int
  /// The step's own wait is counted into its time.
  var isPlanned = false
  var rounds: [Round] = []
  var schedule: ScriptSchedule
  /// Wall clock less monotonic clock.
  let wallOffset: Int64
  var values: [String: [UInt8]] = [:]
  var valueBytes = 0
  var sequence: UInt64 = 0
  var random: SplitMix
  var templates: [Int: ScriptTemplate] = [:]
  var inbox = ScriptInbox()
  var assembler = MessageAssembler()
  var lastMatched: [UInt8]?
  var lastSent: UInt64?
  var closure: CloseCode?
  /// A step is allowed although it is paused.
  var stepsAllowed = 0
  let startedAt: UInt64
  var lastIndex: Int?
  var counts = Counts()
  var sawClose = false

  struct Counts: Sendable {
    var done = 0
    var sent = 0
    var received = 0
    var matched = 0
    var skipped = 0
  }

  /// The first ones.
  public internal(set) var failures: [ScriptFailure] = []
  public internal(set) var failureCount = 0
  /// One for each of `script.expectations`, branches that have joined among them.
  public internal(set) var tallies: [ScriptTally]

  /// `wall` is nanoseconds since 1970 at `now`.
  public init(_ script: Script, settings: Settings = Settings(), now: UInt64, wall: Int64) {
    self.init(script, settings, steps: 0..<script.steps.count, now: now, wall: wall)
    for (name, value) in settings.variables { assign(name, Array(value.utf8)) }
    for (name, template) in script.defaults where values[name] == nil {
      do throws(ScriptTemplate.Fault) {
        assign(name, try fill(template, now))
      } catch {
        // Something that it needs was not given.
        fault(error, counter, now)
        end(.failed)
      }
    }
  }

  init(_ fork: ScriptFork, connection: Int, now: UInt64, wall: Int64) {
    var settings = fork.settings
    settings.connection = connection
    self.init(fork.script, settings, steps: fork.steps, now: now, wall: wall)
    values = fork.variables
    valueBytes = values.reduce(0) { $0 + $1.value.count }
  }

  private init(
    _ script: Script, _ settings: Settings, steps: Range<Int>, now: UInt64, wall: Int64
  ) {
    self.script = script
    self.settings = settings
    counter = steps.lowerBound
    end = steps.upperBound
    schedule = ScriptSchedule(start: now, speed: settings.speed)
    wallOffset = wall &- Int64(truncatingIfNeeded: now)
    random = SplitMix(seed: settings.seed, connection: settings.connection)
    startedAt = now
    tallies = [ScriptTally](repeating: ScriptTally(), count: script.expectations.count)
  }

  /// nil until it has finished.
  public var verdict: ScriptVerdict? {
    if case .ended(let verdict) = phase { return verdict }
    return nil
  }

  /// Variables as they are now; secrets may be among them.
  public var variables: [String: String] { values.mapValues { String(decoding: $0, as: UTF8.self) } }

  /// A step is still to come, perhaps in another round, that looks at what came.
  var wantsMessages: Bool {
    if case .expecting = phase { return true }
    return counter <= script.lastLook || rounds.first.map { $0.begin <= script.lastLook } ?? false
  }

  /// Expectations that were met so far; `progress` tells more, and takes longer.
  public var matchedCount: Int { counts.matched }
  /// Steps that are done; likewise.
  public var doneCount: Int { counts.done }

  // MARK: What the user wants

  public mutating func pause(now: UInt64) { schedule.pause(now) }

  public mutating func resume(now: UInt64) {
    let length = schedule.resume(now)
    stepsAllowed = 0
    if case .expecting(var expecting) = phase {
      expecting.deadline = ScriptSchedule.sum(expecting.deadline, length)
      phase = .expecting(expecting)
    }
  }

  /// One step, whenever it was due, then paused again. A step that waits for something goes on waiting.
  public mutating func step(now: UInt64) {
    schedule.pause(now)
    stepsAllowed = 1
  }

  public mutating func setSpeed(_ speed: ScriptSpeed, now: UInt64) { schedule.setSpeed(speed, now: now) }

  /// No more steps; `next` says `.finished(.stopped)`.
  public mutating func stop(now: UInt64) {
    if verdict == nil { phase = .ended(.stopped) }
  }
}
