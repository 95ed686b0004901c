internal import CNcurses
internal import Glibc

/// Writing to the terminal, in one place, and what a crash would have to write.
extension CursesTerminal {
  /// 256 bytes: what is less comes in one piece anyway, and a key's echo stays small.
  private static let leastHeldBack = 256

  /// A picture, in one piece.
  func send(_ picture: [UInt8]) {
    var bytes = picture
    if answers.hasSynchronizedOutput, bytes.count >= Self.leastHeldBack {
      bytes = Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8)
    }
    if answers.hasKeyboard, !modes.contains(.keyboard) {
      // After the picture: the alternate screen, which it may have gone to, has a memory of its own for this.
      modes.insert(.keyboard)
      bytes += Array(TerminalModes.keyboard.on.utf8)
      arm()
    }
    write(bytes)
  }

  func write(_ sequence: String) { write(Array(sequence.utf8)) }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !isGone {
      let written = rest.withUnsafeBytes { Glibc.write(options.output, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        // Someone made the descriptor non-blocking; the terminal will take more soon.
        var ready = pollfd(fd: options.output, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        isGone = true
      }
    }
  }

  /// A crash from now on turns off what is on by now.
  func arm() {
    let farewell = (answers.hasSynchronizedOutput ? "\u{1B}[?2026l" : "") + modes.off + screen.farewell
    CrashRestore.arm(
      descriptor: options.output, settings: line.original, farewell: Array(farewell.utf8))
  }
}
