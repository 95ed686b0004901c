import Canvas
import InspectorModel

/// The screen without a connection: it is the tutorial.
func drawFirstScreen(_ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  var lines = FirstLine.all(model, width: area.width)
  // Without room for all, the title and the keys come first.
  if lines.count > area.height { lines.removeAll { $0.text.isEmpty } }
  let x = area.x + (area.width >= 60 ? max(4, (area.width - 74) / 2) : 1)
  let y = area.height > lines.count ? max(area.y, (area.height - lines.count) / 2) : area.y
  for (offset, line) in lines.prefix(area.height).enumerated() {
    let point = Point(x: x, y: y + offset)
    let text = line.text.truncated(to: max(0, area.x + area.width - x), repertoire: canvas.repertoire)
    canvas.put(text, at: point, role: line.role)
    if line.keyColumns > 0 { canvas.put(text, at: point, role: .hintKey, width: line.keyColumns) }
  }
}

private struct FirstLine {
  var text: DisplayText
  var role = Role.text
  var keyColumns = 0

  static func all(_ model: InspectorModel, width: Int) -> [FirstLine] {
    [FirstLine(text: DisplayText(title(model, width: width)), role: .title), FirstLine(text: "")]
      + keys(model, width: width) + [
        FirstLine(text: ""),
        FirstLine(
          text: DisplayText("Paste a URL here to connect to it\(width < 60 ? "" : ", or start with one:")")),
        FirstLine(text: "  wsglass wss://host/path      wsglass demo"), FirstLine(text: ""),
      ] + facts(model)
  }

  private static func title(_ model: InspectorModel, width: Int) -> String {
    let name = "wsglass \(model.terminal.version)"
    return width < 40 ? name : name + "   WebSocket inspector"
  }

  private static func keys(_ model: InspectorModel, width: Int) -> [FirstLine] {
    let palette =
      model.keymap.binding(of: .palette, in: .firstRun).map { "; \($0.hintKey) finds any command" } ?? ""
    let profiles =
      model.start.profiles.map { $0 == 0 ? "            (none yet)" : "            (\($0))" } ?? ""
    let all: [(command: Command, words: String, more: String)] = [
      (.connect, "connect to a ws:// or wss:// URL", ""), (.profiles, "open a saved profile", profiles),
      (.demo, "start the demo", ": a built-in echo and ticker server"),
      (.replay, "replay a recorded script", ""), (.captures, "open what was recorded before", ""),
      (.commandLine, "command line", palette), (.help, "keys and help", ""), (.quit, "quit", ""),
    ]
    let isNarrow = width < 60
    return all.compactMap { command, words, more in
      guard let binding = model.keymap.binding(of: command, in: .firstRun) else { return nil }
      let key = DisplayText(binding.hintKey).padded(to: isNarrow ? 3 : 6)
      let text = width < 40 && !binding.hint.isEmpty ? binding.hint : words + (isNarrow ? "" : more)
      return FirstLine(text: key + DisplayText(text), keyColumns: binding.hintKey.utf8.count)
    }
  }

  private static func facts(_ model: InspectorModel) -> [FirstLine] {
    var lines: [String] = []
    let start = model.start
    if !start.configuration.isEmpty {
      let state = start.hasConfiguration ? "" : "   (not there: defaults in use)"
      lines.append("Config   \(start.configuration)\(state)")
    }
    let all = start.themes > 0 ? "  - \(start.themes) of them" : " lists them"
    let own = start.theme == "terminal" ? " (your terminal's colours)" : ""
    let now = start.theme.isEmpty ? "" : ", now \"\(start.theme)\"\(own)"
    lines.append("Themes   :theme\(all)\(now)")
    lines.append(
      model.isMouseOn
        ? "Mouse    on: click and wheel work, Shift-drag selects text, F2 turns it off"
        : "Mouse    off: the terminal selects text, F2 turns it on")
    return lines.map { FirstLine(text: DisplayText($0, limit: 200), role: .muted) }
  }
}
