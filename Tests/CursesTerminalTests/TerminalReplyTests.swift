import Canvas
import Testing

@testable import CursesTerminal

/// What terminals answer, and what comes of it.
@Suite struct TerminalReplyTests {
  private func replies(_ text: String) -> ([TerminalReply], [InputEvent]) {
    var parser = InputParser()
    var events: [InputEvent] = []
    // Byte by byte: a reply may come in pieces.
    for byte in text.utf8 { events += parser.feed([byte]) }
    return (parser.takeReplies(), events)
  }

  @Test func `answers are taken for what they are, and never for keys`() {
    let table: [(String, [TerminalReply])] = [
      ("\u{1B}[?62;22c", [.attributes]), ("\u{1B}[?2026;2$y", [.mode(2026)]),
      ("\u{1B}[?2026;1$y", [.mode(2026)]),
      ("\u{1B}[?2026;0$y", []), ("\u{1B}[?2026;4$y", []), ("\u{1B}[?1u", [.keyboard]), ("\u{1B}[?u", []),
      ("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", [.background(.dark)]),
      ("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}", [.background(.light)]),
      ("\u{1B}]11;rgb:f/f/f\u{1B}\\", [.background(.light)]),
      ("\u{1B}]11;rgba:1e/1e/2e/ff\u{1B}\\", [.background(.dark)]),
      ("\u{1B}[?997;1n", [.background(.dark)]), ("\u{1B}[?997;2n", [.background(.light)]),
      ("\u{1B}]11;rgb:zz/zz/zz\u{1B}\\", []), ("\u{1B}]11;rgb:00000/0/0\u{1B}\\", []),
      ("\u{1B}]11;rgb:0/0\u{7}", []),
      ("\u{1B}]52;c;cm0gLXJm\u{7}", []), ("\u{1B}]11;?\u{1B}\\", []),
      ("\u{1B}]11;rgb:\(String(repeating: "f", count: 5000))\u{1B}\\", []),
      ("\u{1B}[?99999999999;1$y", []), ("\u{1B}[24;80R", []), ("\u{1B}P1+r544e\u{1B}\\", []),
    ]
    for (text, wanted) in table {
      let (found, events) = replies(text)
      #expect(found == wanted, "\(text.debugDescription)")
      #expect(events == [], "\(text.debugDescription)")
    }
  }

  @Test func `a flood of answers holds no memory`() {
    var parser = InputParser()
    for _ in 0..<10_000 { _ = parser.feed(Array("\u{1B}[?997;1n".utf8)) }
    #expect(parser.takeReplies().count == 16)
    #expect(parser.takeReplies() == [])
  }

  @Test func `the environment tells the background where it does`() {
    #expect(TerminalBackground(colorFGBG: "15;0") == .dark)
    #expect(TerminalBackground(colorFGBG: "0;default;15") == .light)
    #expect(TerminalBackground(colorFGBG: "0;7") == .light)
    #expect(TerminalBackground(colorFGBG: "7;8") == .dark)
    for text in ["", "15", ";", "x;y", "0;default", "0;99"] where text != "15" {
      #expect(TerminalBackground(colorFGBG: text) == nil, "\(text)")
    }
  }

  @Test func `only terminals that know questions are asked`() {
    for term in ["xterm-256color", "tmux-256color", "screen", "foot", "alacritty"] {
      #expect(TerminalQuestions.mayBeAsked(term: term, program: nil), "\(term)")
    }
    for term in ["linux", "dumb", "vt100", "vt220", "ansi", ""] {
      #expect(!TerminalQuestions.mayBeAsked(term: term, program: nil), "\(term)")
    }
    #expect(!TerminalQuestions.mayBeAsked(term: "xterm-256color", program: "Apple_Terminal"))
  }

  @Test func `with the keyboard told, Ctrl keys that always were another key stay it`() {
    let table: [(String, Key)] = [
      ("\u{1B}[105;5u", Key(.tab)), ("\u{1B}[109;5u", Key(.enter)), ("\u{1B}[91;5u", Key(.escape)),
      ("\u{1B}[45;6u", Key("_", .control)), ("\u{1B}[47;5u", Key("_", .control)),
      ("\u{1B}[99;5u", Key("c", .control)), ("\u{1B}[27u", Key(.escape)), ("\u{1B}[114;3u", Key("r", .alt)),
      ("\u{1B}[13;2u", Key(.enter, .shift)), ("\u{1B}[32;5u", Key(" ", .control)),
    ]
    for (text, key) in table { #expect(replies(text).1 == [.key(key)], "\(text.debugDescription)") }
  }
}
