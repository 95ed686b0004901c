import Testing

@testable import Canvas

struct CanvasTests {
  @Test func `text, lines and boxes`() {
    var canvas = Canvas(size: Size(width: 16, height: 5))
    canvas.horizontalLine(at: Point(x: 0, y: 0), width: 16, title: "Log")
    canvas.box(Rect(x: 2, y: 1, width: 12, height: 3), title: "Ask")
    #expect(canvas.put("yes", at: Point(x: 4, y: 2)) == 3)
    canvas.put("a\u{1B}b", at: Point(x: 0, y: 4))
    #expect(
      canvas.text == """
        -- Log ---------
          +- Ask ----+
          | yes      |
          +----------+
        a␛b
        """)
    #expect(canvas.role(at: Point(x: 1, y: 4)) == .escape)
    #expect(canvas.role(at: Point(x: 2, y: 4)) == .text)
    #expect(canvas.role(at: Point(x: 3, y: 0)) == .title)
  }

  @Test func `what falls outside is clipped`() {
    var canvas = Canvas(size: Size(width: 4, height: 2))
    canvas.put("abcdefgh", at: Point(x: -2, y: 0))
    canvas.put("xyz", at: Point(x: 2, y: 1))
    canvas.put("no", at: Point(x: 0, y: 9))
    canvas.put("no", at: Point(x: 0, y: -1))
    canvas.fill(Rect(x: -5, y: -5, width: 6, height: 6))
    canvas.restyle(Rect(x: 3, y: 0, width: 90, height: 90), role: .selection)
    #expect(canvas.text == " def\n  xy")
    #expect(canvas.role(at: Point(x: 3, y: 1)) == .selection)
    #expect(canvas[Point(x: 4, y: 0)] == nil)
    #expect(Canvas(size: Size(width: -1, height: 0)).text == "")
  }

  @Test func `a wide character is never split`() {
    var canvas = Canvas(size: Size(width: 5, height: 4))
    canvas.put("a日本", at: Point(x: 1, y: 0))
    canvas.put("日本", at: Point(x: 0, y: 1))
    canvas.put("x", at: Point(x: 1, y: 1))
    canvas.put("日本", at: Point(x: 0, y: 2))
    canvas.put("x", at: Point(x: 2, y: 2))
    canvas.put("日本", at: Point(x: -1, y: 3))
    #expect(canvas.text == " a日\n x本\n日x\n 本")
    #expect(canvas.cells(inRow: 3).map(\.width) == [1, 2, 0, 1, 1])
    #expect(canvas.put("日本", at: Point(x: 0, y: 0), width: 3) == 2)
  }

  @Test func `a wide character over another leaves no half behind`() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("日本語", at: Point(x: 0, y: 0))
    canvas.put("漢", at: Point(x: 1, y: 0))
    #expect(canvas.row(0) == " 漢 語")
    #expect(canvas.cells(inRow: 0).map(\.width) == [1, 2, 0, 1, 2, 0])
  }

  @Test func `an ASCII canvas shows nothing else`() {
    var canvas = Canvas(size: Size(width: 24, height: 2), repertoire: .ascii)
    canvas.put("é\t日", at: Point(x: 0, y: 0))
    canvas.put(DisplayText("abcdef").truncated(to: 3, repertoire: .unicode), at: Point(x: 0, y: 1))
    #expect(canvas.text == "<U+00E9>^I<U+65E5>\nab~")
  }

  @Test func `an escape stays one inside a selection`() {
    var canvas = Canvas(size: Size(width: 3, height: 1))
    canvas.put("a\u{7}", at: Point(x: 0, y: 0))
    canvas.restyle(canvas.bounds, role: .selection)
    #expect(canvas.cells(inRow: 0).map(\.isEscape) == [false, true, false])
    #expect(canvas.cells(inRow: 0).map(\.role) == [.selection, .selection, .selection])
  }
}
