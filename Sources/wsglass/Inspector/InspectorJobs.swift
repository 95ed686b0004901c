import Formats
import FrameFilter
import FrameLog
import InspectorModel
import Secrets
import Sessions

/// What the screen orders of the work beside it, and what it hears back.
extension Inspector {
  func scan(_ tab: TabID, _ purpose: ScanPurpose, _ subject: FrameScan.Subject?) {
    let key = ScanJobs.Key(tab: tab, purpose: purpose)
    guard let subject, let reader = model.index(of: tab).flatMap({ model.tabs[$0].reader }) else {
      return scans.perform { $0.stop(key) }
    }
    scans.perform { $0.start(key, subject, in: reader) }
  }

  func scanNewsArrived() {
    for (key, progress) in scanNews.take() { handle(.scanMoved(key.tab, key.purpose, progress)) }
    paint()
  }
}

// MARK: - Exports
extension Inspector {
  func export(_ tab: TabID, _ order: ExportOrder) {
    guard let reader = model.index(of: tab).flatMap({ model.tabs[$0].reader }) else { return }
    let redactor = order.includesSecrets ? nil : (backings[tab] ?? TabBacking()).redactor
    exports.perform { $0.start(tab, order, of: reader, redactor: redactor) }
  }

  func exportNewsArrived(_ tab: TabID, _ news: ExportJobs.News) {
    switch news {
    case .moved(let progress): handle(.exportMoved(tab, progress))
    case .ended(let order, let result): handle(.exportEnded(tab, order, result))
    }
    paint()
  }
}
