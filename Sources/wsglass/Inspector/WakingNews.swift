import Locks

/// What one thread has to tell another: the one adds, the other is woken, takes all of it, and is woken once in between,
/// however much was added.
///
/// A class because two threads share it.
final class WakingNews<News: Sendable>: Sendable {
  private struct State {
    var news: News
    var isAwake = false
    var wake: (@Sendable () -> Void)?
  }
  private let none: News
  private let state: Lock<State>

  /// `none` is nothing to tell.
  init(_ none: News) {
    self.none = none
    state = Lock(State(news: none))
  }

  /// How to wake who takes; called on the thread that adds.
  var wake: (@Sendable () -> Void)? {
    get { state.withLock { $0.wake } }
    set { state.withLock { $0.wake = newValue } }
  }

  func add(_ change: (inout News) -> Void) {
    let wake: (@Sendable () -> Void)? = state.withLock { state in
      change(&state.news)
      if state.isAwake { return nil }
      state.isAwake = state.wake != nil
      return state.wake
    }
    wake?()
  }

  func take() -> News {
    state.withLock { state in
      let news = state.news
      state.news = none
      state.isAwake = false
      return news
    }
  }
}
