internal import CNcurses
public import Canvas
internal import Glibc

/// The terminal: shows canvases and reads keys. For one thread, the UI's.
///
/// A class because it owns a terminal, of which there is one, and gives it back in `deinit`. ncurses
/// only works out what to write for a new picture, into memory; from there it goes to the terminal.
/// Keys are read by us, because ncurses loses what it does not know to loose characters and spins on a
/// terminal that is gone.
public final class CursesTerminal {
  /// The terminal vanished: the program should end.
  public internal(set) var isGone = false

  let options: TerminalOptions
  let line: LineSettings
  var screen: CursesScreen
  var parser: InputParser
  var modes: TerminalModes
  var answers: TerminalAnswers
  var isOpen = true

  /// Opens the screen: raw keys, our modes on.
  public init(options: TerminalOptions) throws(TerminalError) {
    setlocale(LC_ALL, "")
    guard let line = LineSettings(options.input) else { throw .notATerminal(descriptor: options.input) }
    guard isatty(options.output) == 1 else { throw .notATerminal(descriptor: options.output) }
    self.options = options
    self.line = line
    screen = try CursesScreen(options)
    parser = InputParser(terminfo: TerminfoKeys.all())
    modes = options.mouse ? [.bracketedPaste, .focus, .mouse] : [.bracketedPaste, .focus]
    answers = TerminalAnswers(to: options.questions)
    resize()
    enterModes()
    write(options.questions.text)
  }

  deinit { restore() }

  // MARK: What it is

  public var size: Size { screen.size }
  public var repertoire: Repertoire { screen.repertoire }
  /// What the terminal can show; less is used when `apply` says `noColour`.
  public var terminalColours: ColourDepth { screen.colours }
  /// How many colours the theme is drawn with.
  public var colours: ColourDepth { screen.depth }
  public var mouseIsOn: Bool { modes.contains(.mouse) }

  /// Something was asked, and answers may come.
  public var isAsked: Bool { !options.questions.isEmpty }
  /// Every answer is there that will come.
  public var hasAnswered: Bool { answers.areThere }
  /// As the terminal told, and tells when it changes; nil until then.
  public var background: TerminalBackground? { answers.background }

  // MARK: Pictures

  /// Draws with another theme from now on; `noColour` for NO_COLOR and `--no-color`.
  public func apply(_ theme: Theme, noColour: Bool) { screen.apply(theme, noColour: noColour) }

  /// Shows a canvas, writing what changed only; nothing at all when nothing did.
  public func present(_ canvas: borrowing Canvas) {
    guard isOpen, !isGone else { return }
    send(screen.draw(canvas))
  }

  /// Writes everything again, after something else wrote to the terminal.
  public func redraw() { screen.redraw() }

  /// The terminal has a new size, its own when none is given. Draw anew after it.
  public func resize(to size: Size? = nil) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if let size {
      columns = Int32(clamping: size.width)
      rows = Int32(clamping: size.height)
    } else if wsglass_window_size(options.output, &columns, &rows) != 0 {
      return
    }
    screen.resize(columns: columns, rows: rows)
  }

  // MARK: Beside pictures

  /// Mouse reports; without them the terminal's own selection works.
  public func setMouse(_ on: Bool) {
    guard on != modes.contains(.mouse) else { return }
    write(on ? TerminalModes.mouse.on : TerminalModes.mouse.off)
    modes.formSymmetricDifference(.mouse)
    arm()
  }

  /// Offers text to the terminal's clipboard, because the user asked for it. The terminal may ignore it.
  public func offerToClipboard(base64: String) { write(ClipboardOffer(base64: base64).sequence) }

  /// An answer to one of our questions.
  func take(_ reply: TerminalReply) {
    answers.take(reply)
    if answers.hasColourScheme, !modes.contains(.colourScheme) {
      modes.insert(.colourScheme)
      write(TerminalModes.colourScheme.on)
    }
    if isOpen { arm() }
  }

  /// SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE: gives the terminal back and dies of the signal.
  public static func installCrashHandlers() { CrashRestore.install() }

  /// Goes on in a child; this process only gives the terminal back when the child ends, by a kill -9 too, before whoever
  /// waits for it goes on. Before any thread starts.
  public static func keepInParent() { TerminalKeeper.part() }
}
