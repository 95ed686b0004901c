import Glibc

/// Asks for a secret at the terminal, which does not show what is typed. Standard input and output stay free for data.
enum TerminalQuestion {
  /// 4 KiB.
  private static let limit = 4096

  static func ask(_ question: String) throws(Complaint) -> [UInt8] {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else {
      throw Complaint(
        code: .configuration, what: "\(question): there is no terminal to ask at",
        advice: ["${env:NAME}, ${file:PATH} or ${cmd:[...]} in the profile ask nobody"])
    }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else {
      throw Complaint(code: .configuration, what: "\(question): the terminal can't be asked")
    }
    var quiet = before
    // Ctrl-C comes as a byte: a signal could end the program with the terminal still silent.
    quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSAFLUSH, &quiet)
    writeLine(safe("wsglass: \(question), not shown:"), to: terminal)
    let answer = read(from: terminal)
    tcsetattr(terminal, TCSAFLUSH, &before)
    switch answer {
    case .typed(let bytes) where !bytes.isEmpty: return bytes
    case .typed, .cancelled: throw Complaint(code: .failed, what: "\(question): nothing was typed")
    case .signal(let signal): die(by: signal)
    }
  }

  private enum Answer {
    case typed([UInt8])
    case cancelled
    case signal(Int32)
  }

  private static func read(from terminal: Int32) -> Answer {
    var bytes: [UInt8] = []
    while true {
      var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      poll(&wait, 1, 100)
      if let signal = takeEndingSignal() { return .signal(signal) }
      guard wait.revents != 0 else { continue }
      var byte: UInt8 = 0
      guard Glibc.read(terminal, &byte, 1) == 1 else { return .cancelled }
      switch byte {
      case 0x0A, 0x0D: return .typed(bytes)
      case 0x03: return .signal(SIGINT)
      case 0x04: return bytes.isEmpty ? .cancelled : .typed(bytes)
      case 0x15: bytes = []
      case 0x08, 0x7F:
        // A character of UTF-8 goes as a whole.
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
      case ..<0x20: break
      default: if bytes.count < limit { bytes.append(byte) }
      }
    }
  }
}
