internal import CNcurses
public import Canvas
internal import Glibc

/// Giving the terminal away, for good or for a while, and taking it back.
extension CursesTerminal {
  /// Gives the terminal back as it was. Any number of times.
  public func restore() {
    guard isOpen else { return }
    isOpen = false
    leaveModes()
    CrashRestore.disarm()
  }

  /// Ctrl-Z: gives the terminal back, stops the whole job, and goes on when the shell says so. The
  /// next picture is drawn whole.
  public func suspend() {
    guard isOpen else { return }
    leaveModes()
    // While we are stopped the terminal is the shell's, whatever becomes of us.
    CrashRestore.disarm()
    guard JobControl.stopUntilForeground(options.output) else {
      // Told to end while the terminal is the shell's: it is not touched any more.
      isOpen = false
      return
    }
    // The shell may have left other settings behind, and the window may have changed.
    takeBack()
  }

  /// Gives the terminal to another program for as long as `body` takes. The next picture is drawn whole.
  public func lend<Value>(_ body: () -> Value) -> Value {
    guard isOpen else { return body() }
    leaveModes()
    let value = body()
    takeBack()
    return value
  }

  /// Shows lines outside of the screen, whole, so that the terminal's own selection and links work, until a key.
  public func showBare(_ lines: [DisplayText]) {
    guard isOpen else { return }
    leaveModes()
    line.makeRaw()
    write(lines.map { $0.text + "\r\n" }.joined())
    var key: UInt8 = 0
    while read(options.input, &key, 1) < 0, errno == EINTR || errno == EAGAIN {
      var ready = pollfd(fd: options.input, events: Int16(POLLIN), revents: 0)
      poll(&ready, 1, -1)
    }
    // The rest of an arrow's sequence, or a line that was typed ahead, means nothing here.
    tcflush(options.input, TCIFLUSH)
    line.putBack()
    takeBack()
  }

  func enterModes() {
    line.makeRaw()
    write(modes.on)
    arm()
  }

  private func takeBack() {
    enterModes()
    screen.comeBack()
    resize()
  }

  private func leaveModes() {
    write(modes.off)
    // It was of the alternate screen, and is turned on again after the next picture.
    modes.remove(.keyboard)
    write(screen.leave())
    line.putBack()
  }
}
