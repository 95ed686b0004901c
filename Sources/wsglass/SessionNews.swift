import Locks
import Sessions

/// Sessions that changed since the screen last looked: the network loop adds, the screen takes, and is woken once in
/// between, however many batches came.
final class SessionNews: Sendable {
  private struct State {
    var changed: Set<SessionID> = []
    var isAwake = false
    var wake: (@Sendable () -> Void)?
  }
  private let state = Lock(State())

  /// How to wake the screen; called on the network loop.
  var wake: (@Sendable () -> Void)? {
    get { state.withLock { $0.wake } }
    set { state.withLock { $0.wake = newValue } }
  }

  func add(_ id: SessionID) {
    let wake: (@Sendable () -> Void)? = state.withLock { state in
      state.changed.insert(id)
      if state.isAwake { return nil }
      state.isAwake = state.wake != nil
      return state.wake
    }
    wake?()
  }

  func take() -> Set<SessionID> {
    state.withLock { state in
      let changed = state.changed
      state.changed = []
      state.isAwake = false
      return changed
    }
  }
}
