/// One thing the user did: a key, a paste, the mouse, or the terminal's own news.
public enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Bracketed paste, line ends as LF, at most 16 MiB; the bytes beyond that are only counted.
  case paste(String, leftOut: Int = 0)
  case mouse(Mouse)
  case resized(Size)
  case focus(Bool)
  /// The program was stopped and goes on (Ctrl-Z, fg).
  case resumed
}
