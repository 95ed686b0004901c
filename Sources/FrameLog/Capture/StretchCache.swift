import Locks

/// Stretches of captures that were read lately, over all captures together.
///
/// A class because all readers share it.
final class StretchCache: Sendable {
  struct Key: Hashable {
    let capture: ObjectIdentifier
    let offset: Int
    let length: Int
  }

  /// 16 MiB: some screens of each of a few dozen captures.
  static let shared = StretchCache(bytes: 16 << 20)

  private struct State {
    /// The one used last is at the end.
    var entries: [(key: Key, block: LogBlock)] = []
    var bytes = 0
  }
  private let most: Int
  private let state = Lock(State())

  init(bytes: Int) { most = bytes }

  subscript(key: Key) -> LogBlock? {
    state.withLock { state in
      guard let index = state.entries.lastIndex(where: { $0.key == key }) else { return nil }
      let entry = state.entries.remove(at: index)
      state.entries.append(entry)
      return entry.block
    }
  }

  func keep(_ block: LogBlock, as key: Key) {
    state.withLock { state in
      state.entries.append((key, block))
      state.bytes += block.capacity
      while state.bytes > most, state.entries.count > 1 {
        state.bytes -= state.entries.removeFirst().block.capacity
      }
    }
  }

  func forget(_ capture: ObjectIdentifier) {
    state.withLock { state in
      state.entries.removeAll { entry in
        guard entry.key.capture == capture else { return false }
        state.bytes -= entry.block.capacity
        return true
      }
    }
  }
}
