import Canvas
import FrameLog
import InspectorUI
import Testing

@testable import InspectorModel

@Test func `a question is whole and has its keys on small screens`() {
  var model = pictured(width: 40, height: 12)
  press(&model, Key("X"))
  let narrow =
    #"""
     [1+prod-feed]  2~staging  <1 more>
    +- Question ---------------------------+
    |                                      |
    | Close tab 1 prod-feed? Its           |
    | connection is open.                  |
    |                                      |
    | [ y Yes ]  [ n No ]                  |
    +--------------------------------------+


     OPEN feed.example.com/~  FOLLOW   12/12
     y Yes  n No
    """#
  #expect(picture(model) == narrow)
  _ = update(&model, .input(.resized(Size(width: 20, height: 5))), now: 0)
  let small =
    #"""
     [1+prod-feed]
    Close tab 1
    prod-feed? Its conn~
    [ y Yes ]  [ n No ]
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == small)
  let box = ConfirmationBox(
    Confirmation(.quit(openTabs: 1), question: "Quit? 1 connection is open."),
    in: Rect(x: 0, y: 1, width: 20, height: 3), repertoire: .ascii)
  #expect(box.yes == Rect(x: 0, y: 3, width: 9, height: 1))
  #expect(box.no == Rect(x: 11, y: 3, width: 8, height: 1))
  #expect(box.lines.map(\.text) == ["Quit? 1 connection", "is open."])
}

@Test func `a click on a button of a small question answers it`() {
  var model = pictured(width: 20, height: 5)
  press(&model, Key("X"))
  #expect(model.overlay != nil)
  _ = update(&model, .input(.mouse(Mouse(.press, button: 0, at: Point(x: 12, y: 3)))), now: 0)
  #expect(model.overlay == nil)
  #expect(model.tabs.count == 3)
}

@Test func `the list of tabs has the jobs below, and Ctrl-C stops the newest`() {
  var model = pictured(width: 80, height: 24)
  var search = Job(.scan(.search), tab: model.tabs[0].id)
  (search.done, search.total, search.hits, search.elapsed) = (412_000, 1_000_000, 88, 900_000_000)
  var export = Job(.export, tab: model.tabs[1].id)
  (export.done, export.total, export.elapsed) = (500, 1000, 300_000_000)
  var quick = Job(.scan(.filter), tab: model.tabs[0].id)
  quick.elapsed = 100_000_000
  model.jobs = [search, quick, export]
  press(&model, Key("0"))
  let lines = picture(model).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let top = lines.firstIndex { $0.contains("- Tabs -") } ?? 0
  #expect(lines[top + 1].contains("| > 1+   prod-feed"))
  #expect(lines[top + 3].contains("|   3-   local-echo"))
  #expect(lines[top + 4].contains("|   tab 1  Searching 412k/1.0M  41%  88 hits  ETA 1.2 s  "))
  #expect(lines[top + 5].contains("|   tab 2  Exporting 500/1.0k  50%  1.6k/s  ^C stop  "))
  #expect(lines[top + 6].contains("+----"))
}

@Test func `the terminal's cursor stands on the chosen row where that is asked for`() {
  var model = pictured(width: 80, height: 24)
  func cursor() -> Point? {
    var canvas = Canvas(size: model.size, repertoire: .ascii)
    drawInspector(model, on: &canvas)
    return canvas.cursor
  }
  #expect(cursor() == nil)
  model.showsRowCursor = true
  #expect(cursor() == Point(x: 0, y: 11))
  press(&model, Key("k"), Key("k"))
  #expect(cursor() == Point(x: 0, y: 9))
  press(&model, Key("g"), Key(.enter))
  press(&model, Key("j"))
  #expect(cursor()?.x == 0)
  #expect((cursor()?.y ?? 0) > 10)
}
