import Glibc
import Testing

/// Both ends of a pseudo-terminal: the program's, and the one that plays the terminal.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32
  private static let end = "\u{0}END\u{0}"

  init(columns: Int, rows: Int) throws {
    // posix_openpt and its kin are hidden by Glibc's module; these are what they do (TIOCSPTLCK, TIOCGPTN).
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    var number: Int32 = 0
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &locked) == 0)
    try #require(ioctl(master, 0x8004_5430, &number) == 0)
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    resize(columns: columns, rows: rows)
  }

  deinit {
    close(slave)
    closeMaster()
  }

  private var masterIsOpen = true
  func closeMaster() {
    guard masterIsOpen else { return }
    masterIsOpen = false
    close(master)
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
    // What was written arrives through a work queue; readiness is the sign that it did.
    var ready = pollfd(fd: slave, events: Int16(POLLIN), revents: 0)
    _ = poll(&ready, 1, 5_000)
  }

  /// All that was written to the terminal since the last call.
  func output() -> [UInt8] {
    let mark = Array(Self.end.utf8)
    _ = write(slave, mark, mark.count)
    var bytes: [UInt8] = []
    while !bytes.suffix(mark.count).elementsEqual(mark) {
      var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 5_000) > 0 else { return bytes }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
    }
    return bytes.dropLast(mark.count)
  }

  var settings: [UInt32] {
    var settings = termios()
    tcgetattr(slave, &settings)
    return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
  }
}
