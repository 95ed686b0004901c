import FrameLog
import Secrets

/// Takes in one fact and says what is to be done. `now` is monotonic nanoseconds. The screen may have changed after it.
public func update(
  _ model: inout InspectorModel, _ message: InspectorModel.Message, now: UInt64
) -> [InspectorModel.Effect] {
  var effects: [InspectorModel.Effect] = []
  let wasChoosingTheme = model.isChoosingTheme
  let layout = model.layout
  model.take(message, now: now, &effects)
  if model.layout != layout { effects.append(.keepLayout(model.layout)) }
  for case .copy(let bytes, _) in effects { model.tookCopy(bytes) }
  if wasChoosingTheme, !model.isChoosingTheme { model.leaveThemes(&effects) }
  model.offerTip(after: message, now: now, &effects)
  for id in [model.activeTab?.id, model.besideActive?.id] {
    guard let index = id.flatMap({ model.index(of: $0) }) else { continue }
    model.tabs[index].seen = model.tabs[index].range.upperBound
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
      let hasMoved = tabs[index].status.phase != status.phase
      tabs[index].status = status
      if index == active { keepCursorVisible() }
      if hasMoved { renewReport(ofTab: id, &effects) }
    case .logGrew(let id):
      guard let index = index(of: id) else { return }
      tabs[index].logGrew()
      growDetail(ofTab: index)
      showNewest(ofTab: index)
      countFigures(ofTab: id, &effects)
    case .sendFailed(let id, let payload, let words):
      sendFailed(id, payload, words: words, &effects)
    case .notice(let kind, let text): say(kind, text, &effects)
    case .tabsLeft(let left): offerLeftTabs(left, &effects)
    case .warnings(let texts): warn(texts, &effects)
    case .suspended(let time, let records):
      let more = records > 0 ? ", +\(Figures.plural(records, "frame"))" : ""
      say(.info, "suspended for \(Figures.duration(time))\(more)", &effects)
    case .timerFired(.notice):
      if notice?.kind != .error { notice = nil }
    case .timerFired(.figures): countFigures(&effects)
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
    case .snippets(let snippets, let wanted): showSnippets(snippets, wanted: wanted, &effects)
    case .fileRead(let id, let path, let content): fileRead(id, path: path, content, &effects)
    case .pathsFound(let start, let paths): pathsFound(start, paths, &effects)
    case .draftEdited(let id, let text): draftEdited(id, text)
    case .optionsKnown(let id, let options):
      guard let index = index(of: id) else { return }
      tabs[index].options = options
    case .optionsAccepted(let options, let id): optionsAccepted(options, tab: id, &effects)
    case .optionsRefused(let field, let words): optionsRefused(field, words)
    case .curlRead(let options, let leftOut): curlRead(options, leftOut: leftOut, &effects)
    case .themeNames(let names):
      themeNames = names
      if case .prompt(let waiting)? = overlay, waiting.purpose == .command { prompt(.complete, &effects) }
    case .history(let entries): readHistory(entries)
    case .edited(let id, let bytes): takeEdited(bytes, tab: id, &effects)
    case .profiles(let profiles, let now):
      start.profiles = profiles.count
      showProfiles(profiles, now: now, &effects)
    case .profileGiven(let address, let mark, let variables, let activates):
      openProfile(address, mark, variables, activates: activates, &effects)
    case .profileAsks(let question): ask(question)
    case .profileToEdit(let options, let mark, let mask): openDialog(options, mark, hiding: mask)
    case .profileExists(let tab, let name): askToOverwrite(name, tab)
    case .optionsExist: askToOverwrite()
    case .captureOpened(let title, let details, let reader, let mask):
      openCapture(title, details, reader, mask)
    }
  }

  /// 64 KiB: a longer copy is for other programs.
  private static let copiedLimit = 64 << 10

  fileprivate mutating func tookCopy(_ bytes: [UInt8]) {
    guard bytes.count <= Self.copiedLimit, let text = String(validating: bytes, as: UTF8.self) else { return }
    copied = text
    if tabs.indices.contains(active) { tabs[active].composer.editor.forgetCut() }
  }

  /// Of all tabs, those that were let go too.
  public var recordCount: Int { tabs.reduce(0) { $0 + ($1.reader?.range.upperBound ?? 1) } }

  /// There is one line for them: the first stands in it, all of them in `:messages`.
  private mutating func warn(_ texts: [String], _ effects: inout [Effect]) {
    guard let first = texts.first else { return }
    for text in texts.dropFirst().reversed() { messages.add(Notice(.warning, masked(text))) }
    say(.warning, first, &effects)
    if texts.count > 1 { notice?.text += "  (and \(texts.count - 1) more: :messages)" }
  }

  mutating func say(_ kind: Notice.Kind, _ text: String, _ effects: inout [Effect]) {
    show(kind, text, &effects)
    notice.map { messages.add($0) }
  }

  /// Says what a key does or does not: of no use later, so that it is not kept among the messages.
  mutating func hint(_ text: String, _ effects: inout [Effect]) { show(.info, text, &effects) }

  private mutating func show(_ kind: Notice.Kind, _ text: String, _ effects: inout [Effect]) {
    notice = Notice(kind, masked(text))
    if kind != .error { effects.append(.startTimer(.notice, milliseconds: Notice.stay)) }
  }
}
