/// The same steps on several connections at once (`parallel`).
public struct ScriptFork: Sendable {
  /// Connections, at least 1.
  public let connections: Int
  /// Nanoseconds, already scaled: the connections begin evenly over so much time; 0 is all at once.
  public let spread: UInt64
  /// Where it stands in the script.
  public let place: ScriptPlace
  let script: Script
  let steps: Range<Int>
  let variables: [String: [UInt8]]
  let settings: ScriptRun.Settings
  let speed: ScriptSpeed

  /// The run of one of the connections, counted from 1. `wall` is the time since 1970 at `now`, in nanoseconds.
  public func run(_ connection: Int, now: UInt64, wall: Int64) -> ScriptRun {
    var run = ScriptRun(self, connection: connection, now: now, wall: wall)
    run.setSpeed(speed, now: now)
    return run
  }
}
