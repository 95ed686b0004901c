internal import CNcurses
internal import Glibc

/// The terminal line's settings: as they were, and as the screen needs them.
struct LineSettings {
  let descriptor: Int32
  let original: termios

  /// Nil when the descriptor is no terminal.
  init?(_ descriptor: Int32) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    self.descriptor = descriptor
    original = settings
  }

  /// Every byte arrives at once and as it is: no Ctrl-S, no signals by key, Enter is not Ctrl-J. And LF
  /// goes down without going left, as ncurses means it.
  func makeRaw() {
    var raw = original
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK)
    raw.c_oflag &= ~tcflag_t(OPOST)
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
    raw.c_cflag &= ~tcflag_t(CSIZE | PARENB)
    raw.c_cflag |= tcflag_t(CS8)
    tcsetattr(descriptor, TCSADRAIN, &raw)
  }

  func putBack() {
    var settings = original
    // Also when a stopped job in the background asks: the shell then decides.
    tcsetattr(descriptor, TCSADRAIN, &settings)
  }
}
