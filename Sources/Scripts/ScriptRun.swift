public import WebSocketCore

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
    /// Goes on after an expectation that was not met.
    public var goesOn = false

    public init() {}
  }

  /// Messages that wait for an expectation: 10,000, and 16 MiB of payload; beyond that the oldest go, and are counted.
  public static let inboxLimit = (messages: 10_000, bytes: 16 << 20)
  /// Failures that are kept; all are counted.
  public static let failureLimit = 100

  public let script: Script

  /// `wall` is nanoseconds since 1970 at `now`.
  public init(_ script: Script, settings: Settings = Settings(), now: UInt64, wall: Int64) {
    self.script = script
  }

  init(_ fork: ScriptFork, connection: Int, now: UInt64, wall: Int64) {
    self.script = fork.script
  }

  // MARK: What to do

  public mutating func next(_ now: UInt64) -> ScriptOrder { .finished(.passed) }

  // MARK: What happened

  /// A frame of the connection, of either direction, in order. Fragments are put together here.
  public mutating func received(_ event: FrameEvent) {}

  /// A whole message or control frame; for owners that have put it together themselves.
  public mutating func received(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, at time: UInt64) {}

  /// The connection has ended. A Close frame that was received was told before.
  public mutating func closed(_ closure: Closure, now: UInt64) {}

  /// What `next` ordered was refused, in words that end a sentence.
  public mutating func sendFailed(_ words: String, now: UInt64) {}

  /// All runs of the fork that `next` ordered have finished.
  public mutating func joined(_ runs: [ScriptRun], now: UInt64) {}

  // MARK: What the user wants

  public mutating func pause(now: UInt64) {}
  public mutating func resume(now: UInt64) {}
  /// One step, whenever it was due, then paused again.
  public mutating func step(now: UInt64) {}
  public mutating func setSpeed(_ speed: ScriptSpeed, now: UInt64) {}
  /// No more steps; `next` says `.finished(.stopped)`.
  public mutating func stop(now: UInt64) {}

  // MARK: How it stands

  public func progress(now: UInt64) -> ScriptProgress { ScriptProgress() }
  /// The first ones.
  public private(set) var failures: [ScriptFailure] = []
  public private(set) var failureCount = 0
  /// One for each of `script.expectations`, branches that have joined among them.
  public private(set) var tallies: [ScriptTally] = []
  /// nil until it has finished.
  public private(set) var verdict: ScriptVerdict?
  /// Variables as they are now; secrets may be among them.
  public var variables: [String: String] { [:] }
}
