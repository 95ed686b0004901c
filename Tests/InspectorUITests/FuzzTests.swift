import Canvas
import FrameFilter
import FrameLog
import InspectorUI
import TestSupport
import Testing
import WebSocketCore

@testable import InspectorModel

/// Something a user, a server or a terminal may do.
private struct Monkey {
  var random: SeededRandom
  var log = LogBuilder.fed
  var time: Int64 = 10_000
  let keys = Keymap.standard.bindings.flatMap(\.keys).filter { $0 != Key("Q") }

  mutating func size() -> Size {
    let sizes = [
      (80, 24), (0, 0), (1, 1), (20, 5), (300, 100), (2, 40), (200, 2), (40, 12), (120, 40), (59, 9),
    ]
    if Bool.random(using: &random), let (width, height) = sizes.randomElement(using: &random) {
      return Size(width: width, height: height)
    }
    return Size(width: .random(in: 0...220, using: &random), height: .random(in: 0...70, using: &random))
  }

  mutating func event(_ size: Size) -> InputEvent {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return .resized(self.size())
    case 1:
      return .paste(
        ["ws://a/b", "x\ny\u{1B}[31m日本\u{202E}", "", "{\"a\":[1,2"].randomElement(using: &random) ?? "")
    case 2...4:
      let point = Point(
        x: .random(in: -1...size.width, using: &random), y: .random(in: -1...size.height, using: &random))
      let action =
        [Mouse.Action.press, .release, .drag, .wheelUp, .wheelDown].randomElement(using: &random) ?? .press
      return .mouse(Mouse(action, at: point))
    case 5...7: return .key(Key(Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &random))))
    default: return .key(keys.randomElement(using: &random) ?? Key("j"))
    }
  }

  mutating func arrive() {
    time += .random(in: 0...2000, using: &random)
    let count = Int.random(in: 0...300, using: &random)
    let payload = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    let direction: Direction = Bool.random(using: &random) ? .sent : .received
    switch Int.random(in: 0..<6, using: &random) {
    case 0: log.text(direction, #"{"a":[1,{"b":null}],"text":"日本語 🏳️‍🌈 \u0000"}"#, at: time)
    case 1: log.frame(direction, .ping, Array(payload.prefix(125)), at: time)
    case 2: log.frame(direction, .close, Array(payload.prefix(125)), at: time)
    case 3: log.note(Bool.random(using: &random) ? .failed : .information, "\u{1B}]0;title\u{7}", at: time)
    case 4:
      log.frame(direction, .text, payload, at: time, final: false, fragment: 1)
      if Bool.random(using: &random) { log.frame(direction, .continuation, payload, at: time, fragment: 2) }
    default: log.frame(direction, Opcode(rawValue: .random(in: 0...15, using: &random)), payload, at: time)
    }
  }
}

@Test(arguments: 1...6) func `no input at any size traps, and frames never move a paused view`(seed: UInt64) {
  var monkey = Monkey(random: SeededRandom(seed: seed))
  var model = pictured(width: 80, height: 24, log: monkey.log)
  for step in 0..<250 {
    _ = update(&model, .input(monkey.event(model.size)), now: UInt64(step) * 1_000_000_000)
    if model.tabs.isEmpty {
      monkey.log = .fed
      model = pictured(width: 80, height: 24, log: monkey.log)
    }
    var canvas = Canvas(size: model.size, repertoire: step.isMultiple(of: 2) ? .ascii : .unicode)
    drawInspector(model, on: &canvas)

    let view = model.tabs[model.active].view
    let before = rowsOnScreen(model)
    for _ in 0..<3 { monkey.arrive() }
    for tab in model.tabs { _ = update(&model, .logGrew(tab.id), now: 0) }
    guard !view.isFollowing else { continue }
    #expect(model.tabs[model.active].view == view)
    #expect(rowsOnScreen(model).starts(with: before))
  }
}

/// The rows of the log pane before anything is added below them.
private func rowsOnScreen(_ model: InspectorModel) -> [RowID] {
  let tab = model.tabs[model.active]
  var rows = LogRows(tab)
  return rows?.visible(tab.view, height: Layout(model).log.height) ?? []
}

@Test func `every size draws, with every overlay`() {
  var faulty = Prompt(.filter, text: "op:x")
  faulty.error = FilterError(range: 3..<4, words: "op: takes text, bin, ping, pong, close, cont")
  let log = LogBuilder.fed.log
  log.marks.set(3, note: "a note of some words")
  let marks = MarkList(tab: TabID(rawValue: 1), log.marks)
  var dialog = ExportDialog(
    tab: TabID(rawValue: 1), choices: [ExportDialog.Choice(rows: .all, label: "all 12")], stem: "x")
  dialog.includesSecrets = true
  var headers = ConnectDialog(ConnectOptions(url: "wss://example.com"))
  headers.options.headers = ["Authorization: Bearer abc", "X: y"]
  headers.openHeaders()
  headers.fault = "a fault"
  let captures = CapturePicker(
    captures: [CaptureSummary(id: "1", name: "prod-feed", time: LogBuilder.start, frames: 12, bytes: 1000)])
  var report = Report(.handshake, tab: nil, place: 1)
  report.lines = [
    .heading("A"), .fact("label", "words and words", .muted), .blank, .text("日本語 and more"),
    .bar(ReportBar("dns", words: "1 ms", from: 0, to: 5, of: 10, detail: "detail")),
  ]
  let overlays: [Overlay?] = [
    nil, .help(HelpState(context: .log)), .connect(ConnectDialog(ConnectOptions(url: "wss://example.com"))),
    .prompt(Prompt(.search)), .prompt(faulty), .export(dialog), .captures(captures), .marks(marks),
    .confirm(Confirmation(.quit(openTabs: 1), question: "Quit?")), .tabList(selected: 2),
    .drafts(DraftPicker(.history, [DraftChoice(entry: Composer.Entry(text: "日本{\n}", type: .text))])),
    .broadcast(BroadcastPicker(tabs: [TabID(rawValue: 1), TabID(rawValue: 3)], chosen: [])),
    .connect(headers),
    .report(report), .copyMenu(CopyMenu(items: [.init(form: .raw, preview: "x\ny")], rows: "#1")),
    .columns(ColumnPicker(selected: 6)),
  ]
  for width in [0, 1, 2, 9, 20, 39, 60, 100, 160] {
    for height in [0, 1, 2, 3, 5, 8, 10, 12, 24] {
      for overlay in overlays {
        var model = ended(.failed(certificate), phase: .failed, width: width, height: height)
        model.overlay = overlay
        let rows = picture(model).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.allSatisfy { $0.unicodeScalars.count <= width })
        // The state is on every screen that can show it.
        if width >= 20, height >= 5 {
          #expect(rows.contains { $0.hasPrefix(" ERROR") }, "\(width)x\(height)")
        }
        model.overlay = nil
        press(&model, Key(.enter), Key("z"))
        _ = picture(model)
      }
    }
  }
}

@Test func `a long log costs no more to draw than a screenful`() {
  let log = LogBuilder()
  for index in 0..<50_000 { log.text(.received, "x", at: Int64(index)) }
  let model = pictured(width: 80, height: 24, log: log)
  let clock = ContinuousClock()
  let spent = clock.measure { for _ in 0..<10 { _ = picture(model) } }
  // A walk over the log would take seconds here, even on a slow machine.
  #expect(spent < .seconds(2))
}
