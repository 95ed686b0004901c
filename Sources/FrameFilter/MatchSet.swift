import Locks

/// The records of a log that match, as far as it has been looked at: one thread adds, any thread asks.
///
/// A class because the scan and the screen share it.
public final class MatchSet: Sendable {
  private struct State {
    var found: [Int] = []
    var examined = 1
  }
  private let state = Lock(State())

  public init() {}

  /// Matches so far.
  public var count: Int { state.withLock { $0.found.count } }
  /// Every record with a lower number has been looked at.
  public var examined: Int { state.withLock { $0.examined } }
  public func contains(_ sequence: Int) -> Bool { state.withLock { $0.found.contains(sequence) } }
  public func next(after sequence: Int) -> Int? { state.withLock { $0.found.first { $0 > sequence } } }
  public func previous(before sequence: Int) -> Int? { state.withLock { $0.found.last { $0 < sequence } } }
  /// Matches with a lower number.
  public func rank(_ sequence: Int) -> Int { state.withLock { $0.found.count { $0 < sequence } } }
}
