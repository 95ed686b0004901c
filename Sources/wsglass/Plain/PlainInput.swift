import Glibc
import Loop

/// Reads standard input line by line, on a thread of its own: a line is read when the one before has been dealt with, so a
/// server that is slower than a pipe slows the pipe.
actor PlainInput {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  init(on loop: EventLoop) { self.loop = loop }

  func run(feeding inspector: PlainInspector) async {
    var reader = LineReader(STDIN_FILENO)
    while let line = reader.next() { await inspector.take(line) }
    await inspector.inputEnded()
  }
}
