import Canvas
import FrameFilter
import InspectorModel

/// The one-line field above compose: filter, search, command, note; with its title where there are two rows.
func drawPromptBar(_ prompt: Prompt, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  var line = area
  if area.height > 1 {
    drawTitleLine(
      title(of: prompt), right: titleRight(prompt, model), isFocused: true, in: area, on: &canvas)
    line = Rect(x: area.x, y: area.y + 1, width: area.width, height: 1)
  }
  canvas.fill(line, role: .prompt)
  let label = label(of: prompt)
  canvas.put(label, at: Point(x: line.x + 1, y: line.y), role: .prompt)
  let switches = switches(of: prompt, model.keymap)
  let hasSwitches = line.width >= label.width + switches.width + 30
  let x = line.x + 1 + label.width
  let room = line.x + line.width - x - 1 - (hasSwitches ? switches.width + 1 : 0)
  let field = Rect(x: x, y: line.y, width: max(0, room), height: 1)
  var text = prompt.editor.text
  if case .secret = prompt.purpose { text = text.map { _ in "*" } }
  drawField(
    text[...], cursor: prompt.editor.cursor, in: field,
    role: prompt.editor.role(.prompt), hiding: model.knownMasks, on: &canvas)
  if hasSwitches {
    canvas.put(switches, at: Point(x: line.x + line.width - switches.width, y: line.y), role: .muted)
  }
  if let fault = prompt.fault {
    // Over compose's title, as what is wrong with a filter.
    let isRoomBelow = area.y + area.height + (area.height > 1 ? 3 : 2) <= canvas.size.height
    let y = isRoomBelow ? area.y + area.height : max(0, area.y - 1)
    canvas.fill(Rect(x: area.x, y: y, width: area.width, height: 1))
    canvas.put(
      DisplayText(fault, limit: area.width).truncated(
        to: max(0, area.width - 1), repertoire: canvas.repertoire),
      at: Point(x: area.x + 1, y: y), role: .promptError)
  }
  if let error = prompt.error { drawError(error, prompt, field: field, bar: area, on: &canvas) }
}

private func title(of prompt: Prompt) -> DisplayText {
  switch prompt.purpose {
  case .filter: "* Filter (live)"
  case .search: prompt.isRegex ? "* Search (regular expression)" : "* Search"
  case .note(let sequence): DisplayText("* Note on #\(sequence)")
  case .script: "* Replay a script here"
  case .command: "* Command"
  case .insertFile: "* Insert a file"
  case .fragmentSize: "* Send in fragments"
  case .profileName: "* Profile"
  case .secret: "* Secret, not shown"
  }
}

private func label(of prompt: Prompt) -> DisplayText {
  switch prompt.purpose {
  case .filter: "Filter> "
  case .search: "/"
  case .note: "Note> "
  case .script: "File> "
  case .command: ":"
  case .insertFile: "File> "
  case .fragmentSize: "Bytes of each frame> "
  case .profileName(.new): "New profile, name> "
  case .profileName(.duplicate(let name)): DisplayText("Duplicate of \(name), name> ", limit: 48)
  case .profileName(.save): "Save profile as> "
  case .secret(let question): DisplayText("\(question)> ", limit: 48)
  }
}

private func titleRight(_ prompt: Prompt, _ model: InspectorModel) -> [DisplayText] {
  guard prompt.purpose == .filter, let tab = model.activeTab else { return [] }
  let total = tab.range.count
  let counts = "\(tab.shownCount ?? total) of \(total)"
  guard model.size.width >= 60 else { return [DisplayText(counts)] }
  let shown = "\(counts) shown"
  guard model.size.width >= 100 else { return [DisplayText(shown)] }
  return [DisplayText("\(shown)   \(Figures.plural(tab.shownMatches?.hiddenErrors ?? 0, "hidden error"))")]
}

/// "Alt-R regex:off Alt-C case:smart"
private func switches(of prompt: Prompt, _ keymap: Keymap) -> DisplayText {
  func key(_ command: Command, _ context: KeyContext) -> String {
    keymap.binding(of: command, in: context)?.hintKey ?? ""
  }
  switch prompt.purpose {
  case .filter, .search:
    let letters =
      switch prompt.letterCase {
      case .smart: "smart"
      case .exact: "exact"
      case .ignored: "any"
      }
    return DisplayText(
      "\(key(.patternRegex, .searchPrompt)) regex:\(prompt.isRegex ? "on" : "off") \(key(.patternCase, .searchPrompt)) case:\(letters)"
    )
  case .command, .note, .script, .insertFile, .fragmentSize, .profileName, .secret: return .empty
  }
}

/// The faulty place is marked, and the words stand right under it: over compose's title, or above where there is none.
private func drawError(
  _ error: FilterError, _ prompt: Prompt, field: Rect, bar: Rect, on canvas: inout Canvas
) {
  let start = column(ofByte: error.range.lowerBound, of: prompt, in: field, canvas.repertoire)
  let end = max(start + 1, column(ofByte: error.range.upperBound, of: prompt, in: field, canvas.repertoire))
  canvas.restyle(
    Rect(x: field.x + start, y: field.y, width: min(end, field.width) - start, height: 1), role: .promptError)
  // Compose's title is below; its rows come before the status line's and the hints'.
  let isRoomBelow = bar.y + bar.height + (bar.height > 1 ? 3 : 2) <= canvas.size.height
  let y = isRoomBelow ? bar.y + bar.height : bar.y - (bar.height > 1 ? 0 : 1)
  guard y > 0 else { return }
  canvas.fill(Rect(x: bar.x, y: y, width: bar.width, height: 1))
  let carets = DisplayText(String(repeating: "^", count: max(1, min(end, field.width) - start)) + " ")
  var text = DisplayText(error.words, limit: 400)
  var x = field.x + start
  let whole = carets.width + text.width
  if x + whole <= bar.width {
    text = carets + text
  } else if text.width + 1 <= x {
    // No room to its right: the words end at the caret.
    text += DisplayText(" ") + carets.prefix(columns: bar.width - x)
    x -= text.width - min(carets.width, bar.width - x)
    if x < 0 { x = 0 }
  } else {
    x = min(x, max(0, bar.width - whole))
  }
  canvas.put(
    text.truncated(to: max(0, bar.width - x), repertoire: canvas.repertoire), at: Point(x: x, y: y),
    role: .promptError)
}

/// Where a byte of the text stands in the field; within it.
private func column(ofByte offset: Int, of prompt: Prompt, in field: Rect, _ repertoire: Repertoire) -> Int {
  let index = prompt.editor.index(atByte: offset)
  let first = fieldStart(
    prompt.editor.text[...], cursor: prompt.editor.cursor, width: field.width, repertoire)
  guard index > first else { return 0 }
  let width = shownText(prompt.editor.text[...], first, index, limit: field.width + 1, repertoire).width
  return min(max(0, field.width - 1), width)
}

// MARK: Completions

/// Candidates in a row, the chosen one first to be seen; its meaning at the end.
func drawCompletions(_ prompt: Prompt, in area: Rect, on canvas: inout Canvas) {
  let help = DisplayText(prompt.completions[prompt.completion].help, limit: area.width)
  let hasHelp = area.width >= 40
  let shownHelp = hasHelp ? help.truncated(to: area.width / 2, repertoire: canvas.repertoire) : .empty
  let room = area.width - 2 - (hasHelp ? shownHelp.width + 2 : 0)
  let names = prompt.completions.map { DisplayText($0.text, limit: 40) }
  var first = 0
  func width(_ range: ClosedRange<Int>) -> Int { range.reduce(0) { $0 + names[$1].width + 2 } }
  while first < prompt.completion, width(first...prompt.completion) > room { first += 1 }
  var x = area.x + 1
  for index in first..<names.count {
    guard x - area.x - 1 + names[index].width <= room else { break }
    let role: Role = index == prompt.completion ? .selection : .hintKey
    canvas.put(names[index], at: Point(x: x, y: area.y), role: role)
    x += names[index].width + 2
  }
  if hasHelp {
    canvas.put(
      shownHelp, at: Point(x: area.x + area.width - shownHelp.width - 1, y: area.y), role: .hintText)
  }
}
