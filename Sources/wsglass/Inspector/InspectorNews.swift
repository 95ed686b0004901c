import InspectorModel
import Loop
import Sessions

/// What connections tell the screen, at the pace at which it paints.
extension Inspector {
  /// 50 ms between paints that only the network asked for; keys are answered at once.
  static let paintInterval: UInt64 = 50_000_000
  /// 125 ms over ssh, where a screenful costs more than the eye gains.
  static let remotePaintInterval: UInt64 = 125_000_000

  /// Frames or a change of state somewhere; painted at once after a pause, else when the interval is over.
  func newsArrived() {
    let due = newsPaintedAt &+ paintInterval
    if loop.now() >= due { return takeNews() }
    guard paintTimer == nil else { return }
    paintTimer = loop.schedule(at: due) {
      self.assumeIsolated { inspector in
        inspector.paintTimer = nil
        inspector.takeNews()
      }
    }
  }

  private func takeNews() {
    newsPaintedAt = loop.now()
    for id in news.take() {
      let tab = TabID(rawValue: id.number)
      guard let session = backings[tab]?.session else { continue }
      refresh(tab, session)
      handle(.logGrew(tab))
      scans.perform { $0.grew(tab) }
    }
    paint()
  }

  func refresh(_ tab: TabID, _ session: Session) {
    let status = session.status
    let rate = backings[tab, default: TabBacking()].rate.rate(frames: status.frames, at: loop.now())
    let shown = StatusWords.status(status, tenths: rate, target: backings[tab]?.target, at: loop.now())
    let wasOpen = model.index(of: tab).map { model.tabs[$0].status.phase == .open } ?? false
    handle(.tabChanged(tab, shown))
    if shown.phase == .open, !wasOpen { playOnOpen(tab) }
    noteProfile(tab, shown)
    // The time to the next attempt counts down, the age of what is not whole up.
    if rate > 0 || status.retry != nil || status.incompleteSince != nil { scheduleRateUpdate() }
  }

  /// A rate that nobody renews would stay on screen for ever.
  private func scheduleRateUpdate() {
    if rateTimer != nil { return }
    rateTimer = after(RateMeter.window) { inspector in
      inspector.rateTimer = nil
      for (tab, backing) in inspector.backings {
        if let session = backing.session { inspector.refresh(tab, session) }
      }
      inspector.paint()
    }
  }
}
