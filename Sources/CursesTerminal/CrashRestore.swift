internal import CNcurses
internal import Glibc

/// What gives the terminal back when the program can't, kept ready for two: a signal handler, which only calls what
/// POSIX allows it (signal-safety(7)), and `backtrace` after all else; and the process that the shell waits for, for a
/// kill that no handler sees.
enum CrashRestore {
  /// A handler takes no argument, so this is the one global. Allocated once and never freed; the UI
  /// thread writes it, and a handler or the parent reads it when nothing else will run any more.
  nonisolated(unsafe) private static var prepared: UnsafeMutablePointer<wsglass_farewell>?

  /// The terminal is as we found it: a crash has nothing to do.
  static func disarm() { prepared?.pointee.descriptor = -1 }

  /// 256 bytes at most: all modes off, attributes off, cursor on, main screen.
  static func arm(descriptor: Int32, settings: termios, farewell: [UInt8]) {
    guard prepare(), let state = prepared else { return }
    state.pointee.descriptor = -1
    state.pointee.settings = settings
    withUnsafeMutableBytes(of: &state.pointee.bytes) { bytes in
      state.pointee.count = Int32(min(farewell.count, bytes.count))
      bytes.copyBytes(from: farewell.prefix(bytes.count))
    }
    state.pointee.descriptor = descriptor
  }

  /// False where there is no memory for it.
  static func prepare() -> Bool {
    guard prepared == nil else { return true }
    prepared = wsglass_shared_farewell()
    prepared?.pointee.descriptor = -1
    return prepared != nil
  }

  /// What the child left undone. A terminal that takes nothing for so many milliseconds is left alone.
  static func giveBack(within milliseconds: Int32) {
    guard let state = prepared, state.pointee.descriptor >= 0 else { return }
    var ready = pollfd(fd: state.pointee.descriptor, events: Int16(POLLOUT), revents: 0)
    if poll(&ready, 1, milliseconds) > 0 {
      withUnsafeBytes(of: &state.pointee.bytes) { bytes in
        _ = write(state.pointee.descriptor, bytes.baseAddress, Int(state.pointee.count))
      }
    }
    tcsetattr(state.pointee.descriptor, TCSANOW, &state.pointee.settings)
    state.pointee.descriptor = -1
  }

  static func install() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in CrashRestore.crashed(by: signal) }
    // A stack overflow leaves no room on the stack itself; the handler runs once and then the default.
    action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
    var stack = stack_t()
    stack.ss_size = 64 << 10
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
    sigaltstack(&stack, nil)
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] { sigaction(signal, &action, nil) }
  }

  private static func crashed(by signal: Int32) {
    var terminal: Int32 = -1
    if let state = prepared, state.pointee.descriptor >= 0 {
      terminal = state.pointee.descriptor
      withUnsafeBytes(of: &state.pointee.bytes) { bytes in
        _ = write(state.pointee.descriptor, bytes.baseAddress, Int(state.pointee.count))
      }
      tcsetattr(state.pointee.descriptor, TCSANOW, &state.pointee.settings)
      state.pointee.descriptor = -1
    }
    // The terminal is given back by now, whatever becomes of this.
    CrashReport.write(signal, telling: terminal)
    raise(signal)
  }
}
