import Canvas
import InspectorModel

/// What lies over the panes. Never over the status line; the whole body on small screens.
func drawOverlay(_ model: InspectorModel, _ layout: Layout, on canvas: inout Canvas) {
  switch model.overlay {
  case nil: break
  case .help(let help)?: drawHelp(help, model.keymap, in: layout.body, on: &canvas)
  case .palette(let palette)?: drawPalette(palette, model.keymap, in: layout.body, on: &canvas)
  case .confirm(let question)?: drawConfirmation(question, in: layout.body, on: &canvas)
  case .tabList(let selected)?: drawTabList(model, selected: selected, in: layout.body, on: &canvas)
  case .prompt(let prompt)?:
    // Without a tab there is no band for it: the body's last row serves.
    let bottom = Rect(
      x: layout.body.x, y: layout.body.y + layout.body.height - 1, width: layout.body.width,
      height: min(1, layout.body.height))
    drawPromptBar(prompt, model, in: layout.prompt.isEmpty ? bottom : layout.prompt, on: &canvas)
  case .filterTerms(let terms)?:
    let prompt = terms.behind
    drawPromptBar(prompt, model, in: layout.prompt, on: &canvas)
    drawTerms(terms, in: layout.body, on: &canvas)
  case .marks(let list)?: drawMarks(list, model, in: layout.body, on: &canvas)
  case .export(let dialog)?: drawExport(dialog, hiding: model.knownMasks, in: layout.body, on: &canvas)
  case .profiles(let picker)?: drawProfiles(picker, model, in: layout.body, on: &canvas)
  case .captures(let picker)?: drawCaptures(picker, model, in: layout.body, on: &canvas)
  case .themes(let picker)?: drawThemes(picker, in: layout.body, on: &canvas)
  case .connect(let dialog)?: drawConnect(dialog, model, in: layout.body, on: &canvas)
  case .drafts(let picker)?: drawDrafts(picker, model, in: layout.body, on: &canvas)
  case .broadcast(let picker)?: drawBroadcast(picker, model, in: layout.body, on: &canvas)
  case .copyMenu(let menu)?: drawCopyMenu(menu, in: layout.body, on: &canvas)
  case .columns(let picker)?: drawColumns(picker, model, in: layout.body, on: &canvas)
  case .report(let report)?: drawReport(report, in: layout.body, on: &canvas)
  }
}

/// A box for an overlay: centred where there is room, the whole area on small screens.
func openBox(
  _ wanted: Size, title: DisplayText, in area: Rect, on canvas: inout Canvas
) -> Rect {
  let box = OverlayBox(wanted, in: area)
  canvas.fill(box.outer, role: .dialog)
  if box.hasFrame { canvas.box(box.outer, title: title, role: .borderFocus, titleRole: .title) }
  return box.inner
}

// MARK: Questions and lists

private func drawConfirmation(_ question: Confirmation, in area: Rect, on canvas: inout Canvas) {
  let box = ConfirmationBox(question, in: area, repertoire: canvas.repertoire)
  guard !box.outer.isEmpty else { return }
  canvas.fill(box.outer, role: .dialog)
  if box.hasFrame { canvas.box(box.outer, title: "Question", role: .borderFocus, titleRole: .title) }
  for (offset, line) in box.lines.enumerated() {
    canvas.put(line, at: Point(x: box.start.x, y: box.start.y + offset), role: .strong)
  }
  // In a single row, what is asked counts more than the keys: the hints and `?` have them.
  guard box.yes.y >= box.start.y + box.lines.count else { return }
  canvas.put(
    ConfirmationBox.yesWord, at: Point(x: box.yes.x, y: box.yes.y),
    role: question.isYesChosen ? .buttonFocus : .buttonDanger, width: box.yes.width)
  canvas.put(
    ConfirmationBox.noWord, at: Point(x: box.no.x, y: box.no.y),
    role: question.isYesChosen ? .button : .buttonFocus, width: box.no.width)
  canvas.cursor = Point(x: (question.isYesChosen ? box.yes.x : box.no.x) + 2, y: box.yes.y)
}

private func drawTabList(_ model: InspectorModel, selected: Int, in area: Rect, on canvas: inout Canvas) {
  let box = openBox(model.tabListSize, title: "Tabs", in: area, on: &canvas)
  guard !box.isEmpty else { return }
  let inner = Rect(x: box.x, y: box.y, width: box.width, height: model.tabListRows(in: box))
  let first = min(max(0, selected - inner.height + 1), max(0, model.tabs.count - inner.height))
  for offset in 0..<inner.height where model.tabs.indices.contains(first + offset) {
    let index = first + offset
    let tab = model.tabs[index]
    let isNarrow = inner.width < 50
    let room = isNarrow ? max(8, inner.width - 7) : 28
    let title = DisplayText(tab.title, limit: 64).prefix(columns: room).padded(to: room)
    let mark: DisplayText = index == selected ? "> " : "  "
    var text = mark + DisplayText("\(index + 1)\(tab.status.phase.sign) ").padded(to: 5) + title
    if !isNarrow {
      text +=
        "  " + DisplayText(tab.status.phase.word).padded(to: 11) + DisplayText(tab.status.host, limit: 200)
    }
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    canvas.put(
      text.truncated(to: inner.width, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .dialog)
    if index == selected { canvas.restyle(line, role: .selection) }
  }
  drawJobs(
    model, in: Rect(x: box.x, y: box.y + inner.height, width: box.width, height: box.height - inner.height),
    on: &canvas)
}

/// What runs beside the screen: "  tab 1 Searching 412k/1.0M  41%  88 hits  ^C stop".
private func drawJobs(_ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let jobs = model.toldJobs
  for (offset, job) in jobs.suffix(max(0, area.height)).enumerated() {
    let number = model.index(of: job.tab).map { "  tab \($0 + 1)  " } ?? "  "
    let isNewest = offset == min(jobs.count, area.height) - 1
    let words = number + job.words(room: max(0, area.width - number.utf8.count), isNewest: isNewest)
    canvas.put(
      DisplayText(words).truncated(to: area.width, repertoire: canvas.repertoire),
      at: Point(x: area.x, y: area.y + offset), role: .toastInfo)
  }
}
