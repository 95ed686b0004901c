import Canvas
import InspectorModel

/// The list of profiles: a line to type in, what it leaves, and what the chosen one says.
func drawProfiles(_ picker: ProfilePicker, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let found = picker.found
  let wanted = Size(width: min(108, area.width - 8), height: max(18, min(area.height - 2, found.count + 13)))
  let inner = openBox(wanted, title: "Profiles", in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let isFramed = inner.x > area.x
  if isFramed {
    drawCount(picker, found.count, above: inner, on: &canvas)
    drawKeys(model, below: inner, on: &canvas)
  }
  var y = inner.y
  var left = inner.height
  func line(_ height: Int = 1) -> Rect { Rect(x: inner.x, y: y, width: inner.width, height: height) }
  if left >= 3 {
    drawFind(picker, in: line(), on: &canvas)
    y += 1
    left -= 1
  }
  // As high for each profile, so that nothing jumps.
  let hasPreview = left >= 9
  if hasPreview {
    drawRule(in: line(), on: &canvas)
    y += 1
    left -= 1
  }
  let rows = hasPreview ? max(3, left - mostPreview - 1) : left
  drawRows(picker, found, model, in: line(max(0, rows)), on: &canvas)
  y += rows
  left -= rows
  guard hasPreview, left > 1 else { return }
  drawRule(in: line(), on: &canvas)
  for (offset, text) in previewLines(picker).prefix(left - 1).enumerated() {
    let role: Role = picker.chosen?.fault == nil ? .dialog : offset == 0 ? .strong : .promptError
    canvas.put(
      text.truncated(to: inner.width, repertoire: canvas.repertoire),
      at: Point(x: inner.x, y: y + 1 + offset), role: role)
  }
}

/// Name, environment, headers, subprotocol, way, on open, last.
private let mostPreview = 7

private func drawCount(_ picker: ProfilePicker, _ found: Int, above inner: Rect, on canvas: inout Canvas) {
  let marked = picker.marked.isEmpty ? "" : "\(picker.marked.count) marked, "
  let count = DisplayText(" \(marked)\(found) of \(picker.profiles.count) ")
  guard inner.width > count.width + 14 else { return }
  canvas.put(count, at: Point(x: inner.x + inner.width - count.width, y: inner.y - 1), role: .muted)
}

/// `Enter connect  ^E edit  Alt-N new  Del delete`, in the box's lower edge.
private func drawKeys(_ model: InspectorModel, below inner: Rect, on canvas: inout Canvas) {
  let words: [(Command, String)] = [
    (.accept, "connect"), (.profileEdit, "edit"), (.profileNew, "new"), (.profileDelete, "delete"),
    (.profileDuplicate, "duplicate"), (.profileMark, "mark"), (.profileEnvironment, "environment"),
  ]
  var x = inner.x
  let y = inner.y + inner.height
  for (command, word) in words {
    guard let binding = model.keymap.binding(of: command, in: .profiles) else { continue }
    let key = DisplayText(binding.hintKey)
    let text = key + DisplayText(" \(word)")
    guard x + text.width + 2 <= inner.x + inner.width else { return }
    canvas.put(" " + text + " ", at: Point(x: x, y: y), role: .hintText)
    canvas.put(key, at: Point(x: x + 1, y: y), role: .hintKey)
    x += text.width + 2
  }
}

private func drawRule(in line: Rect, on canvas: inout Canvas) {
  canvas.put(
    DisplayText(String(repeating: canvas.repertoire == .unicode ? "─" : "-", count: max(0, line.width))),
    at: Point(x: line.x, y: line.y), role: .border)
}

private func drawFind(_ picker: ProfilePicker, in line: Rect, on canvas: inout Canvas) {
  canvas.put("> ", at: Point(x: line.x, y: line.y), role: .prompt)
  drawField(
    picker.find.text[...], cursor: picker.find.cursor,
    in: Rect(x: line.x + 2, y: line.y, width: max(0, line.width - 2), height: 1), role: .prompt, on: &canvas)
}

private func drawRows(
  _ picker: ProfilePicker, _ found: [ProfileSummary], _ model: InspectorModel, in area: Rect,
  on canvas: inout Canvas
) {
  let first = min(max(0, picker.selected - area.height + 1), max(0, found.count - area.height))
  if found.isEmpty, area.height > 0 {
    canvas.put("nothing was found", at: Point(x: area.x, y: area.y), role: .muted, width: area.width)
  }
  for offset in 0..<max(0, area.height) where found.indices.contains(first + offset) {
    let profile = found[first + offset]
    let isChosen = first + offset == picker.selected
    let line = Rect(x: area.x, y: area.y + offset, width: area.width, height: 1)
    let text = row(profile, picker, isChosen: isChosen, model, width: line.width)
    canvas.put(
      text, at: Point(x: line.x, y: line.y), role: profile.fault == nil ? .dialog : .promptError,
      width: line.width)
    if let color = profile.color {
      canvas.restyle(
        Rect(x: line.x + 2, y: line.y, width: min(14, line.width - 2), height: 1), role: role(of: color))
    }
    if isChosen { canvas.restyle(line, role: .selection) }
  }
}

/// `> prod-feed      wss://feed.example.com/v2        2 min ago`, marked ones with `*`.
private func row(
  _ profile: ProfileSummary, _ picker: ProfilePicker, isChosen: Bool, _ model: InspectorModel, width: Int
) -> DisplayText {
  let sign: DisplayText = isChosen ? ">" : " "
  let mark: DisplayText = picker.marked.contains(profile.name) ? "*" : " "
  let name = DisplayText(profile.name, limit: 64)
  guard width >= 56 else { return sign + mark + name }
  let cut = name.width > 14 ? name.prefix(columns: 13) + "~" : name
  let variant = picker.variant(of: profile)
  let environment = variant.environment.map { "  @\($0)" } ?? ""
  let address = DisplayText(profile.fault == nil ? variant.address + environment : "faulty", limit: 200)
  let used = profile.used.map { Figures.ago($0, now: picker.now) } ?? "never"
  let traits = width >= 90 ? DisplayText(profile.traits, limit: 40) : .empty
  let room = max(10, width - 31 - (width >= 90 ? 26 : 0))
  let shown = address.truncated(to: room, repertoire: model.terminal.repertoire).padded(to: room)
  let line = sign + mark + cut.padded(to: 15) + shown + "  " + DisplayText(used)
  return width >= 90 ? line.padded(to: width - 24) + traits : line
}

/// Name and address, then what it says; what is wrong with it, where it can't be used.
private func previewLines(_ picker: ProfilePicker) -> [DisplayText] {
  guard let profile = picker.chosen else { return [] }
  let variant = picker.variant(of: profile)
  var lines = [label(profile.name) + DisplayText(profile.fault == nil ? variant.address : "", limit: 400)]
  if let fault = profile.fault { return lines + [DisplayText(fault, limit: 400)] }
  if profile.variants.count > 1 {
    let names = profile.variants.compactMap { variant -> String? in
      guard let name = variant.environment else { return nil }
      return name == picker.variant(of: profile).environment ? "[\(name)]" : name
    }
    lines.append(label("environment") + DisplayText(names.joined(separator: " "), limit: 200))
  }
  return lines + variant.preview.map { label($0.label) + DisplayText($0.text, limit: 400) }
}

private func label(_ text: String) -> DisplayText {
  let label = DisplayText(text, limit: 64)
  return " " + (label.width > 14 ? label.prefix(columns: 13) + "~" : label).padded(to: 15)
}
