internal import CNcurses
internal import Glibc

/// What a signal handler needs to give the terminal back, kept ready so that the handler itself only
/// calls `write`, `tcsetattr`, `sigaction` and `raise`, which POSIX allows it (signal-safety(7)).
struct CrashRestore {
  /// A handler takes no argument, so this is the one global. Allocated once and never freed; the UI
  /// thread writes it, and a handler reads it when nothing else will run any more.
  nonisolated(unsafe) private static var prepared: UnsafeMutablePointer<CrashRestore>?

  /// 256 bytes: all modes off, attributes off, cursor on, main screen.
  private static let mostBytes = 256

  private var descriptor: Int32 = -1
  private var settings = termios()
  private var bytes: UnsafeMutablePointer<UInt8>
  private var count = 0

  /// The terminal is as we found it: a crash has nothing to do.
  static func disarm() { prepared?.pointee.descriptor = -1 }

  static func arm(descriptor: Int32, settings: termios, farewell: [UInt8]) {
    let state: UnsafeMutablePointer<CrashRestore>
    if let prepared {
      state = prepared
    } else {
      state = .allocate(capacity: 1)
      state.initialize(to: CrashRestore(bytes: .allocate(capacity: mostBytes)))
    }
    state.pointee.descriptor = -1
    state.pointee.settings = settings
    state.pointee.count = min(farewell.count, mostBytes)
    for index in 0..<state.pointee.count { state.pointee.bytes[index] = farewell[index] }
    state.pointee.descriptor = descriptor
    prepared = state
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
    if let state = prepared, state.pointee.descriptor >= 0 {
      _ = write(state.pointee.descriptor, state.pointee.bytes, state.pointee.count)
      tcsetattr(state.pointee.descriptor, TCSANOW, &state.pointee.settings)
    }
    raise(signal)
  }
}
