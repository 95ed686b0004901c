import Canvas
import Foundation
import Testing

@testable import CursesTerminal

/// Through a real pseudo-terminal. ncurses has one screen for a process, so one test at a time.
@Suite(.serialized) struct CursesTerminalTests {
  init() { setenv("LC_ALL", "C.UTF-8", 1) }

  private static let terms = ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "xterm"]
  private static let modes: [String: Bool] = ["?2004": true, "?1002": true, "?1006": true, "?1004": true]

  private func open(
    _ pty: PseudoTerminal, _ term: String? = "xterm-256color"
  ) throws(TerminalError) -> CursesTerminal {
    try CursesTerminal(options: TerminalOptions(input: pty.slave, output: pty.slave, term: term))
  }

  @Test(arguments: terms) func `the terminal comes back as it was`(term: String) throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let before = pty.settings
    let terminal = try open(pty, term)
    #expect(pty.settings != before)
    var canvas = Canvas(size: terminal.size, repertoire: terminal.repertoire)
    canvas.put("hello", at: Point(x: 0, y: 0))
    terminal.present(canvas)
    let opening = TerminalSequences(pty.output())
    #expect(opening.faults == [])
    #expect(opening.text.contains("hello"))
    for mode in Self.modes.keys { #expect(opening.modes[mode] == true) }
    terminal.restore()
    terminal.restore()
    let closing = TerminalSequences(pty.output())
    #expect(closing.faults == [])
    for mode in Self.modes.keys { #expect(closing.modes[mode] == false) }
    if opening.modes["?1049"] == true { #expect(closing.modes["?1049"] == false) }
    if opening.modes["?25"] == false { #expect(closing.modes["?25"] == true) }
    #expect(pty.settings == before)
    terminal.present(canvas)
    #expect(pty.output() == [])
  }

  /// Opened with every question; the answers are typed by the test.
  private func asking(_ pty: PseudoTerminal) throws(TerminalError) -> CursesTerminal {
    try CursesTerminal(
      options: TerminalOptions(
        input: pty.slave, output: pty.slave, term: "xterm-256color",
        questions: [.background, .synchronizedOutput, .keyboard]))
  }

  private func paint(_ terminal: CursesTerminal, _ pty: PseudoTerminal, _ text: String) -> String {
    var canvas = Canvas(size: terminal.size, repertoire: terminal.repertoire)
    for y in 0..<terminal.size.height { canvas.put(DisplayText(text), at: Point(x: 0, y: y)) }
    terminal.present(canvas)
    return String(decoding: pty.output(), as: UTF8.self)
  }

  @Test func `questions are asked once, and what is answered is used and given back`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let before = pty.settings
    let terminal = try asking(pty)
    let opening = String(decoding: pty.output(), as: UTF8.self)
    #expect(opening.hasSuffix("\u{1B}]11;?\u{1B}\\\u{1B}[?2031$p\u{1B}[?2026$p\u{1B}[?u\u{1B}[c"))
    #expect(!terminal.hasAnswered && terminal.background == nil)
    // Nothing is used before it is answered.
    #expect(!paint(terminal, pty, "one one one one").contains("2026"))
    pty.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?2031;2$y\u{1B}[?2026;2$y\u{1B}[?0u\u{1B}[?62;c")
    #expect(terminal.readEvents() == [])
    #expect(terminal.hasAnswered && terminal.background == .light)
    let second = paint(terminal, pty, "two two two two")
    #expect(second.hasPrefix("\u{1B}[?2031h\u{1B}[?2026h"))
    #expect(second.hasSuffix("\u{1B}[?2026l\u{1B}[>1u"))
    #expect(!paint(terminal, pty, "two two two twx").contains("\u{1B}[>1u"))
    pty.type("\u{1B}[?997;1n")
    #expect(terminal.readEvents() == [] && terminal.background == .dark)
    terminal.restore()
    let closing = String(decoding: pty.output(), as: UTF8.self)
    #expect(closing.contains("\u{1B}[?2031l\u{1B}[<u"))
    #expect(pty.settings == before)
  }

  @Test
  func `who borrows the terminal gets its keyboard as it was, and it is ours again after the next picture`()
    throws
  {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try asking(pty)
    pty.type("\u{1B}[?0u\u{1B}[?62;c")
    #expect(terminal.readEvents() == [])
    #expect(paint(terminal, pty, "one one one one").hasSuffix("\u{1B}[>1u"))
    let borrowed = terminal.lend { String(decoding: pty.output(), as: UTF8.self) }
    #expect(borrowed.contains("\u{1B}[<u") && !borrowed.contains("\u{1B}[>1u"))
    #expect(!String(decoding: pty.output(), as: UTF8.self).contains("\u{1B}[>1u"))
    #expect(paint(terminal, pty, "one one one one").hasSuffix("\u{1B}[>1u"))
  }

  @Test func `answers that nobody asked for change nothing`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    _ = pty.output()
    pty.type("\u{1B}[?2031;2$y\u{1B}[?2026;2$y\u{1B}[?1u\u{1B}]11;rgb:ff/ff/ff\u{7}")
    #expect(terminal.readEvents() == [])
    #expect(terminal.background == nil)
    let picture = paint(terminal, pty, "one one one one")
    #expect(!picture.contains("2026") && !picture.contains("2031") && !picture.contains("[>1u"))
    terminal.restore()
    #expect(!String(decoding: pty.output(), as: UTF8.self).contains("[<u"))
  }

  @Test func `terminals that cannot be used are refused in words`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    #expect(throws: TerminalError.termUnset) { try open(pty, nil) }
    #expect(throws: TerminalError.termUnset) { try open(pty, "") }
    #expect(throws: TerminalError.termUnknown("no-such\u{1B}")) { try open(pty, "no-such\u{1B}") }
    #expect(throws: TerminalError.cannotMoveCursor("dumb")) { try open(pty, "dumb") }
    let file = Glibc.open("/dev/null", O_RDWR)
    defer { close(file) }
    #expect(throws: TerminalError.notATerminal(descriptor: file)) {
      try CursesTerminal(options: TerminalOptions(input: file, output: pty.slave, term: "xterm"))
    }
    #expect(!TerminalError.termUnknown("a\u{1B}[2Jb").description.contains("\u{1B}"))
    #expect(pty.output() == [])
  }

  /// A log as the inspector draws it: a full-width list over a status line.
  private func log(_ size: Size, from first: Int) -> Canvas {
    var canvas = Canvas(size: size)
    canvas.put("[1+prod-feed]", at: Point(x: 1, y: 0), role: .tabActive)
    for y in 1..<size.height - 4 {
      let number = first + y
      canvas.put("\(number)", at: Point(x: 2, y: y), role: .muted)
      canvas.put("12:04:\(10 + number % 50).\(100 + number * 37 % 900)", at: Point(x: 8, y: y), role: .time)
      canvas.put("< TEXT", at: Point(x: 22, y: y), role: .frameIn)
      canvas.put("142", at: Point(x: 35, y: y), role: .size)
      // As long as the demo's ticker.
      let price = "64\(120 + number % 9).\(10 + number * 7 % 90)"
      let payload =
        #"{"type":"ticker","seq":\#(88_000 + number),"pair":"BTC-USD","bid":"\#(price)","ask":"\#(price)""#
        + #","last":"\#(price)","side":"sell","size":"24.1234"}"#
      canvas.put(DisplayText(payload).truncated(to: size.width - 40), at: Point(x: 40, y: y))
    }
    canvas.horizontalLine(at: Point(x: 0, y: size.height - 4), width: size.width, title: "Compose")
    let status = DisplayText(" OPEN feed.example.com/v2  >12 <\(first)").padded(to: size.width)
    canvas.put(status, at: Point(x: 0, y: size.height - 2), role: .status)
    canvas.put(
      "FOLLOW \(first)/\(first)", at: Point(x: size.width - 20, y: size.height - 2), role: .followOn)
    return canvas
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func `a new row costs 250 bytes at most, an idle screen none, a key 20`(columns: Int, rows: Int) throws {
    let pty = try PseudoTerminal(columns: columns, rows: rows)
    defer { pty.close() }
    let terminal = try open(pty)
    try terminal.apply(Self.shippedTheme(), noColour: false)
    #expect(terminal.size == Size(width: columns, height: rows))
    let first = log(terminal.size, from: 3000)
    terminal.present(first)
    // What there is to read, and little more.
    #expect(pty.output().count <= first.text.utf8.count * 6 / 5 + 300)
    for first in 3001...3010 {
      terminal.present(log(terminal.size, from: first))
      let written = pty.output()
      #expect(written.count <= 250, "\(first)")
      #expect(TerminalSequences(written).faults == [])
    }
    var canvas = log(terminal.size, from: 3010)
    terminal.present(canvas)
    #expect(pty.output() == [])
    var place = Point(x: 1, y: rows - 3)
    canvas.cursor = place
    terminal.present(canvas)
    _ = pty.output()
    for letter in ["w", "s", "s"] {
      canvas.put(DisplayText(letter), at: place)
      place.x += 1
      canvas.cursor = place
      terminal.present(canvas)
      #expect(pty.output().count <= 20)
    }
    terminal.restore()
  }

  @Test(arguments: terms) func `hostile text puts nothing but printable cells on the terminal`(term: String)
    throws
  {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty, term)
    var canvas = Canvas(size: terminal.size, repertoire: terminal.repertoire)
    let attacks = [
      "\u{1B}]0;title\u{7}", "\u{1B}]52;c;aGk=\u{1B}\\", "\u{1B}[2J\u{1B}[?1049l", "\u{9B}31m\u{9D}0;x\u{9C}",
      "a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}", "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "x\r\n\t\u{8}y",
      "👨‍👩‍👧⚠\u{FE0F}🇫🇷日本語", "\u{115F}\u{3164}\u{E0041}\u{1D173}", "\u{1100}\u{1161}\u{11A8}שלום",
      "\u{1BCA0}\u{13430}\u{600}\u{180E}", "\u{2028}\u{2029}\u{85}\u{A0}",
    ]
    for (y, attack) in attacks.enumerated() {
      canvas.put(DisplayText(attack, limit: 78), at: Point(x: 1, y: y))
      canvas.put("|", at: Point(x: 79, y: y))
    }
    canvas.put(DisplayText(bytes: UInt8.min...UInt8.max, limit: 800), at: Point(x: 0, y: 13))
    canvas.put(DisplayText(bytes: 0x80...UInt8.max, limit: 80), at: Point(x: 0, y: 14))
    terminal.present(canvas)
    #expect(TerminalSequences(pty.output()).faults == [])
    canvas.restyle(canvas.bounds, role: .selection)
    terminal.present(canvas)
    #expect(TerminalSequences(pty.output()).faults == [])
    terminal.restore()
  }

  @Test func `keys, mouse and paste arrive as events`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    #expect(terminal.readEvents() == [])
    pty.type("j\u{1B}OA\u{1B}[200~hi\u{1B}[201~")
    #expect(terminal.readEvents() == [.key(Key("j")), .key(Key(.up)), .paste("hi")])
    pty.type("\u{1B}")
    #expect(terminal.readEvents() == [])
    #expect(terminal.escapeDeadline == .milliseconds(25))
    #expect(terminal.flushEscape() == [.key(Key(.escape))])
    pty.type("\u{3}\u{1A}\u{13}\u{11}\u{1C}\u{4}\r\n")
    #expect(
      terminal.readEvents()
        == ["c", "z", "s", "q", "\\", "d"].map { .key(Key($0, .control)) }
        + [.key(Key(.enter)), .key(Key("j", .control))])
    _ = pty.output()
    terminal.setMouse(false)
    terminal.setMouse(false)
    #expect(String(decoding: pty.output(), as: UTF8.self) == "\u{1B}[?1002;1006l")
    #expect(!terminal.mouseIsOn)
    terminal.restore()
  }

  @Test func `a vanished terminal is noticed and written to no more`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    #expect(!terminal.isGone)
    pty.close()
    #expect(terminal.readEvents() == [])
    #expect(terminal.isGone)
    terminal.present(Canvas(size: terminal.size))
    terminal.restore()
  }

  @Test func `a resize is followed, down to one cell`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    terminal.present(log(terminal.size, from: 1))
    for (columns, rows) in [(100, 30), (20, 5), (1, 1), (300, 100)] {
      pty.resize(columns: columns, rows: rows)
      terminal.resize()
      #expect(terminal.size == Size(width: columns, height: rows))
      var canvas = Canvas(size: terminal.size)
      canvas.put("日本 small", at: Point(x: 0, y: 0))
      terminal.present(canvas)
      #expect(TerminalSequences(pty.output()).faults == [])
    }
    // A picture made for the size before is shown as far as it goes.
    terminal.present(Canvas(size: Size(width: 400, height: 200)))
    terminal.present(Canvas(size: Size(width: 2, height: 1)))
    #expect(TerminalSequences(pty.output()).faults == [])
    terminal.restore()
  }

  /// The picture on a terminal is the canvas, whatever was there before and however it was written.
  @Test(arguments: [1, 2, 3] as [UInt64]) func `what is shown is the canvas`(seed: UInt64) throws {
    let size = Size(width: 60, height: 14)
    let pty = try PseudoTerminal(columns: size.width, rows: size.height)
    defer { pty.close() }
    let terminal = try open(pty)
    try terminal.apply(Self.shippedTheme(), noColour: false)
    var screen = TerminalScreen(columns: size.width, rows: size.height)
    var state = seed
    func roll(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let words = [
      "alpha", "日本語", "x\u{1B}y", "{\"a\":1}", "    ", "--------------------", "é", "\u{202E}", "漢",
    ]
    var lines: [[(DisplayText, Role)]] = []
    for step in 0..<200 {
      // Scroll up, scroll down, change a line, or begin anew: what a log does.
      let choice = roll(8)
      let line = (0..<roll(9)).map { _ in
        (DisplayText(words[roll(words.count)]), Role.allCases[roll(Role.allCases.count)])
      }
      if choice == 0 {
        lines = []
      } else if choice == 1 {
        lines.insert(line, at: 0)
      } else if choice == 2, !lines.isEmpty {
        lines[roll(lines.count)] = line
      } else {
        lines.append(line)
        if lines.count > size.height - 2 { lines.removeFirst() }
      }
      var canvas = Canvas(size: size)
      for (y, line) in lines.prefix(size.height).enumerated() {
        var x = 0
        for (text, role) in line { x += canvas.put(text, at: Point(x: x, y: y), role: role) + 1 }
      }
      if roll(4) == 0 { canvas.restyle(Rect(x: 0, y: roll(14), width: 60, height: 1), role: .selection) }
      if roll(2) == 0 { canvas.cursor = Point(x: roll(60), y: roll(14)) }
      terminal.present(canvas)
      screen.write(pty.output())
      #expect((0..<size.height).map(screen.row) == (0..<size.height).map(canvas.row), "step \(step)")
      if let cursor = canvas.cursor { #expect(Point(x: screen.x, y: screen.y) == cursor, "step \(step)") }
      for y in 0..<size.height {
        for (x, cell) in canvas.cells(inRow: y).enumerated() where !cell.isContinuation {
          let isReversed = screen.rows[y][x].style.contains("a7")
          if cell.role == .selection { #expect(isReversed != cell.isEscape, "step \(step) at \(x),\(y)") }
          if cell.role == .text, !cell.isEscape { #expect(!isReversed, "step \(step) at \(x),\(y)") }
          if cell.role == .frameIn, cell.scalar != 0x20 { #expect(screen.rows[y][x].style == "fg32") }
        }
      }
    }
    #expect(screen.faults == [])
    terminal.restore()
  }

  @Test func `redraw writes everything again`() throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    var canvas = Canvas(size: terminal.size)
    canvas.put("still here", at: Point(x: 3, y: 3))
    terminal.present(canvas)
    _ = pty.output()
    terminal.redraw()
    terminal.present(canvas)
    #expect(TerminalSequences(pty.output()).text.contains("still here"))
    terminal.restore()
  }

  @Test func `the C locale gets ASCII only`() throws {
    setenv("LC_ALL", "C", 1)
    defer { setenv("LC_ALL", "C.UTF-8", 1) }
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty)
    #expect(terminal.repertoire == .ascii)
    var canvas = Canvas(size: terminal.size, repertoire: terminal.repertoire)
    canvas.put("é日", at: Point(x: 0, y: 0))
    terminal.present(canvas)
    let output = TerminalSequences(pty.output())
    #expect(output.faults == [])
    #expect(output.text.contains("<U+00E9><U+65E5>"))
    terminal.restore()
  }

  @Test(arguments: [
    ("xterm-256color", ColourDepth.palette256), ("xterm", .eight), ("linux", .eight), ("vt100", .mono),
    ("tmux-256color", .palette256), ("screen", .eight),
  ])
  func `colours as the terminal has them, and none when not wanted`(term: String, depth: ColourDepth) throws {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    defer { pty.close() }
    let terminal = try open(pty, term)
    #expect(terminal.terminalColours == depth)
    try terminal.apply(Self.shippedTheme(), noColour: false)
    #expect(terminal.colours == depth)
    var canvas = Canvas(size: terminal.size)
    for (index, role) in Role.allCases.enumerated() {
      canvas.put("x", at: Point(x: index % 80, y: index / 80), role: role)
    }
    terminal.present(canvas)
    let output = TerminalSequences(pty.output())
    #expect(output.faults == [])
    #expect(output.sequences.contains { $0.hasSuffix("m") && $0.contains("32") } == (depth != .mono))
    try terminal.apply(Self.shippedTheme(), noColour: true)
    #expect(terminal.colours == .mono)
    terminal.present(canvas)
    let plain = TerminalSequences(pty.output())
    #expect(!plain.sequences.contains { $0.hasSuffix("m") && $0.contains("32") })
    terminal.restore()
  }

  /// The theme that is shipped as the default.
  private static func shippedTheme() throws -> Theme {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try JSONDecoder().decode(
      Theme.self, from: Data(contentsOf: root.appending(path: "themes/terminal.json")))
  }
}
