import FrameLog
import Glibc
import InspectorModel
import Loop
import Secrets
import Sessions

/// Captures on screen: the list of them, and those that are opened.
extension Inspector {
  /// 200 ms between looks at a capture that somebody else writes.
  private static let tailInterval: UInt64 = 200_000_000
  /// So many are listed: each is opened for its count of records.
  private static let listLimit = 100

  func listCaptures() {
    let own = Set(backings.values.compactMap { $0.session?.captureName })
    let folder = captureChoice.folder
    onFiles {
      folder.list().filter { !own.contains($0.name) }.prefix(Self.listLimit).map { capture in
        CaptureSummary(
          id: capture.path, name: capture.about.title.isEmpty ? capture.name : capture.about.title,
          time: capture.about.created, frames: (try? StoredCapture.open(capture.path))?.range.count ?? 0,
          bytes: capture.bytes, isLive: capture.isLive)
      }
    } then: { inspector, captures in
      inspector.handle(.captures(captures))
    }
  }

  func openCapture(_ capture: CaptureSummary) {
    let folder = captureChoice.folder
    onFiles { () -> Result<RecordedLog, Complaint> in
      Result { () throws(Complaint) in try RecordedLog.open(capture.id, in: folder) }
    } then: { inspector, opened in
      switch opened {
      case .success(let log): inspector.show(log)
      case .failure(let error):
        inspector.handle(.notice(.error, ([error.what] + error.why).joined(separator: ": ")))
      }
    }
  }

  func show(_ opened: RecordedLog) {
    let before = Set(model.tabs.map(\.id))
    let mask = SecretMask([], opened.fingerprints.map { [$0] } ?? [])
    handle(.captureOpened(title: opened.title, details: opened.details, opened.log.reader, mask))
    for warning in opened.warnings { handle(.notice(.warning, warning)) }
    guard let tab = model.tabs.map(\.id).first(where: { !before.contains($0) }) else { return }
    backings[tab] = TabBacking(recorded: opened.log, fingerprints: opened.fingerprints)
    if opened.log.isWrittenElsewhere { followFiles() }
    paint()
  }

  private func followFiles() {
    guard tailTimer == nil else { return }
    tailTimer = after(Self.tailInterval) { inspector in
      inspector.tailTimer = nil
      inspector.lookAtFiles()
    }
  }

  private func lookAtFiles() {
    var isLive = false
    for (tab, backing) in backings {
      guard let log = backing.recorded, log.isWrittenElsewhere else { continue }
      isLive = true
      guard log.takeWritten() else { continue }
      handle(.logGrew(tab))
      scans.perform { $0.grew(tab) }
    }
    if isLive {
      paint()
      followFiles()
    }
  }
}
