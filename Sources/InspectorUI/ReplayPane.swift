import Canvas
import InspectorModel
import Secrets

/// The panel of a script that is played: how far it is, what it does, what it waits for, what went wrong.
func drawReplay(_ model: InspectorModel, _ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty, let replay = tab.replay else { return }
  let isFocused = model.focus == .replay && model.overlay == nil
  let name = DisplayText(isFocused ? "* Replay " : "Replay ") + DisplayText(replay.name, limit: 200) + " -> "
  let state = DisplayText("\(replay.phase.rawValue)  \(replay.speed)")
  // The state is worth more than the names.
  let room = area.width - state.width - 10
  drawTitleLine(
    room < 12
      ? DisplayText(isFocused ? "* " : "") + state
      : (name + DisplayText(tab.title, limit: 200)).truncated(to: room, repertoire: canvas.repertoire),
    right: room < 12 ? [] : [state], isFocused: isFocused, isError: replay.phase == .failed, in: area,
    on: &canvas)
  let lines = replay.failure.map { failureLines($0, replay) } ?? runLines(replay)
  // Where there is no room for all, what is at the front counts most.
  let body = Rect(x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 1)
  guard body.width > 0, body.height > 0 else { return }
  drawBar(replay, in: Rect(x: body.x, y: body.y, width: body.width, height: 1), on: &canvas)
  for (offset, line) in lines.prefix(body.height - 1).enumerated() {
    let point = Point(x: body.x, y: body.y + 1 + offset)
    canvas.put(line.head, at: point, role: line.headRole, width: body.width)
    let room = body.width - line.head.width - line.tail.width
    guard room > 0 else { continue }
    let text = tab.secrets.payloadMask.masked(line.text)
    let shown = DisplayText(text, limit: 1024).truncated(to: room, repertoire: canvas.repertoire)
    canvas.put(shown, at: Point(x: point.x + line.head.width, y: point.y), role: line.role)
    canvas.put(line.tail, at: Point(x: point.x + line.head.width + shown.width, y: point.y), role: .muted)
  }
}

private struct Line {
  var head: DisplayText
  var headRole = Role.muted
  var text: String
  var role = Role.text
  var tail: DisplayText = ""
}

private func runLines(_ replay: ReplayState) -> [Line] {
  var lines: [Line] = []
  lines.append(step("now   ", replay.now, else: "nothing yet"))
  var next = step(
    "next  ", replay.next, else: replay.phase.isLive ? "what comes decides" : "nothing: it is over")
  if let nextIn = replay.nextIn { next.tail = DisplayText("   in \(seconds(nextIn))") }
  lines.append(next)
  let matched = "matched \(replay.matched) of \(replay.matched + replay.failed)"
  if let waiting = replay.waiting {
    let patience = replay.patience.map { " within \(seconds($0))" } ?? ""
    lines.append(
      Line(
        head: "wait  ", text: "\(waiting.kind) \(waiting.text)", tail: DisplayText("\(patience): \(matched)"))
    )
  } else {
    lines.append(Line(head: "wait  ", text: "for no reply: \(matched)", role: .muted))
  }
  lines.append(counts(replay))
  lines.append(keys(replay))
  return lines
}

private func failureLines(_ failure: ReplayState.Failure, _ replay: ReplayState) -> [Line] {
  var lines = [
    Line(head: "FAILED ", headRole: .stateError, text: "\(failure.place)  \(failure.reason)", role: .strong)
  ]
  lines.append(Line(head: "expected  ", text: failure.expected))
  lines.append(Line(head: "seen      ", text: failure.seen))
  lines.append(step("now   ", replay.now, else: "nothing yet"))
  lines.append(counts(replay))
  lines.append(keys(replay))
  return lines
}

private func step(_ head: DisplayText, _ step: ReplayState.Step?, else words: String) -> Line {
  guard let step else { return Line(head: head, text: words, role: .muted) }
  return Line(head: head + DisplayText("#\(step.number) \(step.kind) "), text: step.text)
}

private func counts(_ replay: ReplayState) -> Line {
  var text =
    "sent \(replay.sent)   received \(replay.received)   failed \(replay.failed)   skipped \(replay.skipped)"
  if replay.frames > 0 {
    text += "   file frames: \(replay.frames)"
    if replay.notes > 0 { text += ", \(Figures.plural(replay.notes, "note"))" }
  }
  return Line(head: "", text: text, role: replay.failed > 0 ? .stateError : .text)
}

private func keys(_ replay: ReplayState) -> Line {
  let text =
    replay.phase.isLive
    ? "Space pause   . step   +/- speed   ^C stop   (other tabs stay usable)"
    : "R plays a script   Enter to the row sent last   Esc hides this"
  return Line(head: "", text: text, role: .muted)
}

/// `[######......] 412/1000  41%  ETA 1m02s`
private func drawBar(_ replay: ReplayState, in area: Rect, on canvas: inout Canvas) {
  var words = " \(replay.place)"
  if let percent = replay.percent { words += "  \(percent)%" }
  if replay.phase.isLive, let remaining = replay.remaining {
    let end = "  ETA \(Figures.duration(remaining))"
    if words.utf8.count + end.utf8.count <= area.width + 1 { words += end }
  }
  let text = DisplayText(words)
  let width = area.width - text.width - 2
  guard width >= 8 else {
    canvas.put(text.dropFirst(columns: 1), at: Point(x: area.x, y: area.y), role: .strong, width: area.width)
    return
  }
  let done = width * (replay.percent ?? 0) / 100
  canvas.put("[", at: Point(x: area.x, y: area.y), role: .muted)
  canvas.put(
    DisplayText(String(repeating: "#", count: done)), at: Point(x: area.x + 1, y: area.y), role: .progressDone
  )
  canvas.put(
    DisplayText(String(repeating: ".", count: width - done)), at: Point(x: area.x + 1 + done, y: area.y),
    role: .progressRest)
  canvas.put("]", at: Point(x: area.x + 1 + width, y: area.y), role: .muted)
  canvas.put(text, at: Point(x: area.x + width + 2, y: area.y), role: .text)
}

/// `0.24 s`, `12 s`: what is waited for, to the eye.
private func seconds(_ nanoseconds: UInt64) -> String {
  let hundredths = nanoseconds / 10_000_000
  if hundredths >= 1000 { return "\(hundredths / 100) s" }
  let rest = hundredths % 100
  if rest == 0 { return "\(hundredths / 100) s" }
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
}
