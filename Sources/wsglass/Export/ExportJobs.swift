import Formats
import FrameLog
import Glibc
import InspectorModel
import Loop

/// Writes exports beside everything else, in pieces, on a thread of its own: a slow disk holds up nothing but them.
///
/// An actor on that thread's loop, so that a stop comes in between two pieces.
actor ExportJobs {
  /// 50 ms between two reports.
  private static let reportInterval: UInt64 = 50_000_000

  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private var exports: [TabID: RunningExport] = [:]
  private var isTurning = false
  private let news: ExportNews

  enum News: Sendable {
    case moved(ExportProgress)
    case ended(ExportOrder, ExportResult)
  }

  init(on loop: EventLoop, telling news: ExportNews) {
    self.loop = loop
    self.news = news
    loop.execute { _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, ScanJobs.niceness) }
  }

  /// For any thread.
  nonisolated func perform(_ order: @escaping @Sendable (isolated ExportJobs) -> Void) {
    loop.execute { self.assumeIsolated(order) }
  }

  func start(_ tab: TabID, _ order: ExportOrder, of reader: LogReader, redactor: Redactor?) {
    cancel(tab)
    do throws(ExportFile.Failure) {
      exports[tab] = try RunningExport(order, of: reader, redactor: redactor, at: loop.now())
      turn()
    } catch {
      news.add(tab, .ended(order, RunningExport.result(of: error, order)))
    }
  }

  /// Takes the part of the file away.
  func cancel(_ tab: TabID) {
    guard let export = exports.removeValue(forKey: tab) else { return }
    export.discard()
    news.add(tab, .ended(export.order, .cancelled))
  }

  func cancelAll() { for tab in exports.keys { cancel(tab) } }

  private func turn() {
    guard !isTurning, !exports.isEmpty else { return }
    isTurning = true
    loop.execute { self.assumeIsolated { $0.takeTurn() } }
  }

  private func takeTurn() {
    isTurning = false
    for (tab, export) in exports {
      do throws(ExportFile.Failure) {
        if let result = try export.step(now: loop.now()) {
          exports[tab] = nil
          news.add(tab, .ended(export.order, result))
        } else if let progress = export.progress(at: loop.now(), every: Self.reportInterval) {
          news.add(tab, .moved(progress))
        }
      } catch {
        exports[tab] = nil
        news.add(tab, .ended(export.order, RunningExport.result(of: error, export.order)))
      }
    }
    turn()
  }
}
