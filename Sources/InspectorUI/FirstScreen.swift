import Canvas
import InspectorModel

/// The screen without a connection: it is the tutorial.
func drawFirstScreen(_ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  let lines = firstLines(model)
  let x = area.x + (area.width >= 60 ? max(4, (area.width - 74) / 2) : 1)
  let y = area.height > lines.count ? max(area.y, (area.height - lines.count) / 2) : area.y
  // Without room for all, the title and the keys come first.
  for (offset, line) in lines.prefix(area.height).enumerated() {
    let point = Point(x: x, y: y + offset)
    let width = max(0, area.x + area.width - x)
    canvas.put(line.text, at: point, role: line.role, width: width)
    if line.keyColumns > 0 {
      canvas.put(line.text, at: point, role: .hintKey, width: min(width, line.keyColumns))
    }
  }
}

private struct FirstLine {
  var text: DisplayText
  var role = Role.text
  var keyColumns = 0
}

private func firstLines(_ model: InspectorModel) -> [FirstLine] {
  func key(_ command: Command, _ words: String) -> FirstLine {
    let key = model.keymap.binding(of: command, in: .firstRun)?.hintKey ?? ""
    let label = DisplayText(key).padded(to: 6)
    return FirstLine(text: label + DisplayText(words), keyColumns: key.utf8.count)
  }
  let palette =
    model.keymap.binding(of: .palette, in: .firstRun).map { "; \($0.hintKey) finds any command" } ?? ""
  return [
    FirstLine(text: DisplayText("wsglass \(model.terminal.version)   WebSocket inspector"), role: .title),
    FirstLine(text: ""),
    key(.connect, "connect to a ws:// or wss:// URL"),
    key(.profiles, "open a saved profile"),
    key(.demo, "start the demo: a built-in echo and ticker server"),
    key(.captures, "open what was recorded before"),
    key(.commandLine, "command line\(palette)"),
    key(.help, "keys and help"),
    key(.quit, "quit"),
    FirstLine(text: ""),
    FirstLine(text: "Paste a URL here to connect to it, or start with one:"),
    FirstLine(text: "  wsglass wss://host/path      wsglass demo"),
    FirstLine(text: ""),
    FirstLine(text: "Themes   :theme lists them; Up and Down show how each looks", role: .muted),
    FirstLine(
      text: model.isMouseOn
        ? "Mouse    on: click and wheel work, Shift-drag selects text, F2 turns it off"
        : "Mouse    off: the terminal selects text, F2 turns it on", role: .muted),
  ]
}
