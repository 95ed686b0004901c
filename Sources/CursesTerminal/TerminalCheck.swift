internal import CNcurses
public import Canvas
internal import Glibc

/// What is known of a terminal without drawing on it.
public struct TerminalCheck: Sendable {
  /// Its description is installed.
  public let isKnown: Bool
  /// Without that there is no full screen.
  public let canMoveCursor: Bool
  public let colours: Int
  /// Columns and rows; nil where nobody knows.
  public let size: Size?

  public init(term: String, output: Int32 = 1) {
    var status: Int32 = 0
    isKnown = !term.isEmpty && setupterm(term, output, &status) == 0
    canMoveCursor = isKnown && wsglass_capability("cup") != nil
    colours = isKnown ? max(0, Int(tigetnum("colors"))) : 0
    var columns: Int32 = 0
    var rows: Int32 = 0
    size =
      wsglass_window_size(output, &columns, &rows) == 0
      ? Size(width: Int(columns), height: Int(rows)) : nil
  }

  /// Asks, and waits until all is answered, 200 ms at most. What the user types meanwhile is lost. Nil without a terminal.
  public static func ask(input: Int32 = 0, output: Int32 = 1) -> TerminalAnswers? {
    guard isatty(output) == 1, let line = LineSettings(input) else { return nil }
    line.makeRaw()
    defer { line.putBack() }
    let questions: TerminalQuestions = [.background, .synchronizedOutput, .keyboard]
    let bytes = Array(questions.text.utf8)
    guard write(output, bytes, bytes.count) == bytes.count else { return nil }
    var parser = InputParser()
    var answers = TerminalAnswers(to: questions)
    var chunk = [UInt8](repeating: 0, count: 512)
    // Eight waits of 25 ms.
    for _ in 0..<8 where !answers.areThere {
      var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 25) > 0 else { continue }
      let count = read(input, &chunk, chunk.count)
      guard count > 0 else { break }
      _ = parser.feed(chunk[..<count])
      for reply in parser.takeReplies() { answers.take(reply) }
    }
    return answers
  }
}
