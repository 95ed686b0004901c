internal import CNcurses
public import Canvas
internal import Glibc

/// What is written down of a crash: version and terminal, what was done last, a backtrace. Names of actions, never what was
/// typed or received.
enum CrashReport {
  /// A handler takes no argument, so this is a global. Allocated once and never freed; the UI thread writes it, and a
  /// handler reads it when nothing else will run any more.
  nonisolated(unsafe) private static var prepared: UnsafeMutablePointer<wsglass_crash>?

  static func prepare(path: String, head: String) {
    prepared = wsglass_new_crash(path, head)
  }

  static func note(action: String) {
    if let prepared { wsglass_note_action(prepared, action) }
  }

  static func note(_ size: Size) {
    if let prepared { wsglass_note_size(prepared, Int32(clamping: size.width), Int32(clamping: size.height)) }
  }

  /// The report, then a line that says where it is.
  static func write(_ signal: Int32, telling terminal: Int32) {
    guard let prepared, wsglass_write_crash(prepared, signal) == 0, terminal >= 0 else { return }
    wsglass_put_text(terminal, "wsglass crashed (")
    wsglass_put_text(terminal, wsglass_signal_name(signal))
    wsglass_put_text(terminal, "). A report without payloads is in ")
    wsglass_tell_place(prepared, terminal)
  }
}

extension CursesTerminal {
  /// "ncurses 6.4.20240113"
  public static var library: String { String(cString: curses_version()) }

  /// Where a crash is written down, in a file that is not there yet, and what stands above it.
  public static func reportCrashes(to path: String, head: String) {
    CrashReport.prepare(path: path, head: head)
  }

  /// For the report, should there be one: a command's name and the size of the screen.
  public static func note(action: String, on size: Size) {
    CrashReport.note(action: action)
    CrashReport.note(size)
  }
}
