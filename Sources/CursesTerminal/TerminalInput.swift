internal import CNcurses
public import Canvas
internal import Glibc

/// Reading keys. Nothing here waits: the caller watches `inputDescriptor`.
extension CursesTerminal {
  /// 64 KiB at a time, and 1 MiB a call, so that a long paste does not stop the picture.
  private static let chunkBytes = 64 << 10
  private static let mostChunks = 16

  public var inputDescriptor: Int32 { options.input }

  /// What the user did since the last call.
  public func readEvents() -> [InputEvent] {
    var events: [InputEvent] = []
    for _ in 0..<Self.mostChunks {
      guard let bytes = readChunk() else { break }
      events += parser.feed(bytes)
    }
    for reply in parser.takeReplies() { take(reply) }
    return events
  }

  /// How long to wait before calling `flushEscape`, when no more input comes; nil when nothing waits.
  public var escapeDeadline: Duration? { parser.patience }

  /// The wait is over: a lone ESC was the Esc key.
  public func flushEscape() -> [InputEvent] { parser.flush() }

  /// Nil when there is nothing to read now. Polls first: a terminal's descriptor may not be made
  /// non-blocking, because the program that started us reads from the same one.
  private func readChunk() -> [UInt8]? {
    guard !isGone else { return nil }
    var ready = pollfd(fd: options.input, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 0) > 0 else { return nil }
    guard ready.revents & Int16(POLLIN) != 0 else {
      isGone = ready.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
      return nil
    }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, count in
      let got = read(options.input, buffer.baseAddress, buffer.count)
      failure = got < 0 ? errno : 0
      count = max(0, got)
    }
    if !bytes.isEmpty { return bytes }
    // No bytes and no error is the end of the terminal; EIO is what a vanished one says.
    isGone = failure != EINTR && failure != EAGAIN
    return nil
  }
}
