import FrameFilter
import InspectorModel
import Locks

/// News of scans for the screen: the newest of each, and one call to wake it for all of them.
///
/// A class because two threads share it.
final class ScanNews: Sendable {
  private struct State {
    var news: [ScanJobs.Key: ScanProgress] = [:]
    var isAwake = false
    var wake: (@Sendable () -> Void)?
  }
  private let state = Lock(State())

  /// How to wake the screen; called on the thread that scans.
  var wake: (@Sendable () -> Void)? {
    get { state.withLock { $0.wake } }
    set { state.withLock { $0.wake = newValue } }
  }

  func add(_ key: ScanJobs.Key, _ progress: ScanProgress) {
    let wake: (@Sendable () -> Void)? = state.withLock { state in
      // That it came to the end must not be lost in a later report of the same scan.
      let wasDone = state.news[key].map { $0.isDone && $0.subject == progress.subject } ?? false
      var progress = progress
      progress.isDone = progress.isDone || wasDone
      state.news[key] = progress
      if state.isAwake { return nil }
      state.isAwake = state.wake != nil
      return state.wake
    }
    wake?()
  }

  func take() -> [ScanJobs.Key: ScanProgress] {
    state.withLock { state in
      let news = state.news
      state.news = [:]
      state.isAwake = false
      return news
    }
  }
}
