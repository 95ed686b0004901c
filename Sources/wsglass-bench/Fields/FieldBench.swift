import Canvas
import CursesTerminal
import Glibc

/// Every scalar through every place of the screen that shows what comes from elsewhere: drawn by the panes of the inspector, shown
/// by its terminal on standard output, which someone else judges. A line of JSON each into `report`.
enum FieldBench {
  /// The cases of one part of several; with names, those whose name holds one.
  static func run(report: String, part: Int, of parts: Int, named names: [String]) throws {
    let file = open(report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw BenchError.usage }
    let term = getenv("TERM").map { String(cString: $0) }
    let terminal = try CursesTerminal(options: TerminalOptions(term: term))
    var screen = FieldScreen(terminal)
    var pieces = FieldPieces(terminal.repertoire)
    for (index, one) in FieldCase.all.enumerated() where index % parts == part - 1 {
      guard names.isEmpty || names.contains(where: one.name.contains) else { continue }
      let start = cpuSeconds()
      let missing = one.run(on: &screen, &pieces)
      let first = missing.prefix(20).map { "\"\(String($0, radix: 16, uppercase: true))\"" }
      line(
        "{\"field\":\"\(one.name)\",\"places\":\(one.places),\"least\":\(screen.seen[0x10FFFD]),\"drawn\":\(screen.drawn),\"shown\":\(screen.shown),"
          + "\"seconds\":\(cpuSeconds() - start),\"missing\":\(missing.count),"
          + "\"first\":[\(first.joined(separator: ","))]}", to: file)
    }
    terminal.restore()
    close(file)
  }

  private static func line(_ text: String, to file: Int32) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }
}
