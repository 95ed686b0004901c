import CursesTerminal
import Testing

@testable import wsglass

@Test func `a report is well where nothing has an advice`() {
  var report = DoctorReport()
  report.add("version", "1")
  #expect(report.isWell)
  report.add("TERM", "dumb", advice: "export TERM=xterm-256color")
  #expect(!report.isWell)
  #expect(
    report.lines.last == DoctorReport.Line(name: "TERM", value: "dumb", advice: "export TERM=xterm-256color"))
}

@Test func `what terminals can do is known by their descriptions`() {
  let xterm = TerminalCheck(term: "xterm-256color")
  #expect(xterm.isKnown && xterm.canMoveCursor && xterm.colours == 256)
  let dumb = TerminalCheck(term: "dumb")
  #expect(dumb.isKnown && !dumb.canMoveCursor && dumb.colours == 0)
  #expect(!TerminalCheck(term: "no-such-terminal").isKnown)
  #expect(!TerminalCheck(term: "").isKnown)
}
