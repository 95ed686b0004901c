import Locks

/// How many bytes of frames are kept in memory, over all logs together.
///
/// A class because all logs draw on one budget. When it is spent, the log that holds most gives up its oldest
/// block, which is counted there (`LogReader.evicted`).
public final class LogBudget: Sendable {
  /// 256 MiB: about 1.3 million frames of 125 bytes.
  public static let standard = 256 << 20

  private struct Member {
    weak var log: FrameLog?
  }
  private struct State {
    var used = 0
    var members: [Member] = []
    var spare: LogBlock?
  }

  public let bytes: Int
  private let state = Lock(State())

  /// `bytes` is at least 4 MiB: no budget is "none", and none is too small for two blocks.
  public init(bytes: Int = LogBudget.standard) { self.bytes = max(2 * FrameLog.largestBlock, bytes) }

  public var used: Int { state.withLock { $0.used } }

  func join(_ log: FrameLog) {
    state.withLock { state in
      state.members.removeAll { $0.log == nil }
      state.members.append(Member(log: log))
    }
  }

  /// A block for a log, after others were given up where that is needed to stay within the budget.
  func block(first: Int, start: Int, capacity: Int) -> LogBlock {
    while used + capacity > bytes, evictOldest() {}
    return state.withLock { state in
      state.used += capacity
      if let spare = state.spare, spare.capacity == capacity {
        state.spare = nil
        spare.reuse(first: first, start: start)
        return spare
      }
      state.spare = nil
      return LogBlock(first: first, start: start, capacity: capacity)
    }
  }

  /// A log dropped these; readers may still have them.
  func giveBack(_ blocks: [LogBlock]) {
    state.withLock { state in for block in blocks { state.used -= block.capacity } }
  }

  private func evictOldest() -> Bool {
    let logs = state.withLock { state in state.members.compactMap(\.log) }
    let largest = logs.max { $0.evictableBytes < $1.evictableBytes }
    guard var block = largest?.takeOldestBlock() else { return false }
    // Memory that was written before costs no page fault: it is kept for the next to ask, unless a reader has it.
    let isFree = isKnownUniquelyReferenced(&block)
    state.withLock { state in
      state.used -= block.capacity
      if isFree { state.spare = block }
    }
    return true
  }
}
