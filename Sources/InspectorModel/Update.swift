import Secrets

/// Takes in one fact and says what is to be done. `now` is monotonic nanoseconds. The screen may have changed after it.
public func update(
  _ model: inout InspectorModel, _ message: InspectorModel.Message, now: UInt64
) -> [InspectorModel.Effect] {
  var effects: [InspectorModel.Effect] = []
  let wasChoosingTheme = model.isChoosingTheme
  model.take(message, now: now, &effects)
  if wasChoosingTheme, !model.isChoosingTheme { model.leaveThemes(&effects) }
  if model.tabs.indices.contains(model.active) {
    model.tabs[model.active].seen = model.tabs[model.active].range.upperBound
  }
  return effects
}

extension InspectorModel {
  fileprivate mutating func take(_ message: Message, now: UInt64, _ effects: inout [Effect]) {
    switch message {
    case .input(let event): take(event, now: now, &effects)
    case .addressGiven(let address, let title):
      // Of several addresses the first one is looked at; a tab that is open already is not left.
      openTab(address, title: title, activates: tabs.isEmpty, &effects)
    case .logReady(let id, let reader):
      guard let index = index(of: id) else { return }
      tabs[index].takeLog(reader)
      if let filter = tabs[index].filter { effects.append(.scan(id, .filter, filter.subject)) }
      if search?.tab == id { endSearch(&effects) }
      if index == active, focus == .detail { focus = .log }
    case .secretsKnown(let id, let mask):
      guard let index = index(of: id) else { return }
      know(mask, ofTab: index)
    case .tabChanged(let id, let status):
      guard let index = index(of: id) else { return }
      let status = status.masked(tabs[index].secrets.mask)
      if tabs[index].status.outcome != status.outcome { tabs[index].isOutcomeDismissed = false }
      tabs[index].status = status
      if index == active { keepCursorVisible() }
    case .logGrew(let id):
      guard let index = index(of: id) else { return }
      growDetail(ofTab: index)
    case .sendFailed(let id, let payload, let words):
      sendFailed(id, payload, words: words, &effects)
    case .notice(let kind, let text): say(kind, text, &effects)
    case .timerFired(.notice):
      if notice?.kind != .error { notice = nil }
    case .scanMoved(let id, .search, let progress): searchMoved(id, progress, &effects)
    case .scanMoved(let id, let purpose, let progress): filterMoved(id, purpose, progress, &effects)
    case .exportMoved(let id, let progress):
      moveJob(.export, tab: id) { job in
        job.done = progress.rows
        job.total = progress.total
        job.elapsed = progress.elapsed
      }
    case .exportEnded(let id, let order, let result): exportEnded(id, order, result, &effects)
    case .replayMoved(let id, let state): replayMoved(id, state, &effects)
    case .captures(let captures): showCaptures(captures, &effects)
    case .themes(let themes, let current): showThemes(themes, current, &effects)
    case .captureOpened(let title, let details, let reader, let mask):
      openCapture(title, details, reader, mask)
    }
  }

  mutating func say(_ kind: Notice.Kind, _ text: String, _ effects: inout [Effect]) {
    notice = Notice(kind, masked(text))
    if kind != .error { effects.append(.startTimer(.notice, milliseconds: Notice.stay)) }
  }

  /// A message that could not be sent comes back into an empty field; a newer draft is not overwritten.
  private mutating func sendFailed(
    _ id: TabID, _ payload: ComposePayload, words: String, _ effects: inout [Effect]
  ) {
    guard let index = index(of: id) else { return }
    if tabs[index].composer.editor.isEmpty, let entry = tabs[index].composer.history.last {
      tabs[index].composer.load(entry.text, as: entry.type)
    }
    tabs[index].composer.fault = words
    say(.error, "not sent: \(words)", &effects)
  }
}
