public import Scripts
public import WebSocketClient
import WebSocketCore

/// What came of playing a script on any number of connections, added up.
public struct ReplayResult: Sendable {
  /// A connection that could not be made.
  public struct Unconnected: Sendable {
    public var connection: Int
    public var error: ConnectError
    /// What came of the server's answer (`ConnectHop.answer`).
    public var answer: [UInt8]
  }

  /// 100 of each kind are kept; all are counted.
  public static let kept = 100

  /// Runs that ended each way.
  public var passed = 0
  public var failed = 0
  public var stopped = 0
  public var unconnectedCount = 0
  public var unconnected: [Unconnected] = []
  public var failures: [(connection: Int, failure: ScriptFailure)] = []
  public var failureCount = 0
  /// One for each of the script's expectations.
  public var tallies: [ScriptTally] = []
  /// Ends by which the peer broke a rule, or the connection was lost while the script still had something to do.
  public var lost: [(connection: Int, ending: Ending)] = []
  public var sent = 0
  public var received = 0
  public var matched = 0
  public var skipped = 0
  public var dropped = 0
  public var lateness = LatencyHistogram()
  /// Of the first connection, where replies were asked for.
  public var replies: ReplyRecord?

  public init() {}

  public var connections: Int { passed + failed + stopped + unconnectedCount }

  mutating func add(_ player: ScriptPlayer, connection: Int, ending: Ending?, now: UInt64) {
    let run = player.run
    switch run.verdict {
    case .passed: passed += 1
    case .failed: failed += 1
    case .stopped, nil: stopped += 1
    }
    let progress = run.progress(now: now)
    sent += progress.sent
    received += progress.received
    matched += progress.matched
    skipped += progress.skipped
    dropped += progress.dropped
    failureCount += run.failureCount
    for failure in run.failures.prefix(Self.kept - failures.count) { failures.append((connection, failure)) }
    if tallies.isEmpty { tallies = run.tallies.map { _ in ScriptTally() } }
    for (index, tally) in run.tallies.enumerated() where index < tallies.count { tallies[index].add(tally) }
    lateness.add(player.lateness)
    if let ending, ending.closure.violation != nil, lost.count < Self.kept {
      lost.append((connection, ending))
    }
    if connection == 1 { replies = player.replies }
  }

  mutating func add(_ failure: Unconnected) {
    unconnectedCount += 1
    if unconnected.count < Self.kept { unconnected.append(failure) }
  }
}
