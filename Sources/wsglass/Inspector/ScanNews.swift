import FrameFilter
import InspectorModel

/// News of scans for the screen: the newest of each.
typealias ScanNews = WakingNews<[ScanJobs.Key: ScanProgress]>

extension WakingNews<[ScanJobs.Key: ScanProgress]> {
  convenience init() { self.init([:]) }

  func add(_ key: ScanJobs.Key, _ progress: ScanProgress) {
    add { news in
      // That it came to the end must not be lost in a later report of the same scan.
      let wasDone = news[key].map { $0.isDone && $0.subject == progress.subject } ?? false
      var progress = progress
      progress.isDone = progress.isDone || wasDone
      news[key] = progress
    }
  }
}
