import InspectorModel
import Locks

/// Carries what exports tell to the screen, which is there only after them.
///
/// A class because two threads share it.
final class ExportNews: Sendable {
  typealias Listener = @Sendable (TabID, ExportJobs.News) -> Void
  private let listener = Lock<Listener?>(nil)

  /// How to tell the screen; called on the thread that exports.
  var tell: Listener? {
    get { listener.withLock { $0 } }
    set { listener.withLock { $0 = newValue } }
  }

  func add(_ tab: TabID, _ news: ExportJobs.News) { tell?(tab, news) }
}
