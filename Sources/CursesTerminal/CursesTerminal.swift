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
  public private(set) var size: Size
  public let repertoire: Repertoire
  /// What the terminal can show; less is used when `apply` says `noColour`.
  public let terminalColours: ColourDepth
  /// The terminal vanished: the program should end.
  public internal(set) var isGone = false

  /// As the terminal told, and tells when it changes; nil until then.
  public private(set) var background: TerminalBackground?
  /// Every answer is there that will come.
  public private(set) var hasAnswered = false

  /// Something was asked, and answers may come.
  public var isAsked: Bool { !options.questions.isEmpty }

  let options: TerminalOptions
  var parser: InputParser
  var isOpen = true
  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let stream: PictureStream
  private let line: LineSettings
  private let hasDefaultColours: Bool
  private let ending: String
  private var modes: TerminalModes
  private var styles: StyleTable
  private var shown: Canvas?
  private var cursorIsShown = true
  private var encoder = RowEncoder()
  /// The terminal may be in any state, so the next picture selects the character set.
  private var isFresh = true
  /// The terminal holds a picture back until all of it is there.
  private var isSynchronized = false
  private var keyboard = Keyboard.plain

  private enum Keyboard {
    case plain
    /// The terminal tells more keys apart, if it is told to.
    case able
    case told
  }

  /// Opens the screen: raw keys, our modes on.
  public init(options: TerminalOptions) throws(TerminalError) {
    setlocale(LC_ALL, "")
    guard let line = LineSettings(options.input) else { throw .notATerminal(descriptor: options.input) }
    guard isatty(options.output) == 1 else { throw .notATerminal(descriptor: options.output) }
    let term = try Self.checkedTerm(options)
    let handlers = SignalHandlers()
    guard let stream = PictureStream(), let screen = newterm(term, stream.file, stream.file) else {
      throw .screenFailed(term)
    }
    // ncurses' handlers would end the program, or suspend it, behind our back.
    handlers.putBack()
    self.options = options
    self.line = line
    self.stream = stream
    self.screen = screen
    window = wsglass_standard_screen()
    repertoire = Self.localeRepertoire()
    terminalColours = Self.colourDepth()
    hasDefaultColours = terminalColours != .mono && use_default_colors() == 0
    styles = StyleTable(
      theme: .plain, depth: .mono, pairCount: wsglass_colour_pairs(), hasDefaultColours: hasDefaultColours)
    parser = InputParser(terminfo: TerminfoKeys.all())
    modes = options.mouse ? [.bracketedPaste, .focus, .mouse] : [.bracketedPaste, .focus]
    ending = ["sgr0", "cnorm", "rmcup"].map(TerminfoKeys.plainString).joined()
    size = Size(width: Int(getmaxx(window)), height: Int(getmaxy(window)))
    nonl()
    typeahead(-1)
    resize()
    enterModes()
    write(options.questions.text)
  }

  deinit {
    restore()
    delscreen(screen)
  }

  /// How many colours the theme is drawn with.
  public var colours: ColourDepth { styles.depth }

  /// Draws with another theme from now on; `noColour` for NO_COLOR and `--no-color`.
  public func apply(_ theme: Theme, noColour: Bool) {
    styles = StyleTable(
      theme: theme, depth: noColour ? .mono : terminalColours, pairCount: wsglass_colour_pairs(),
      hasDefaultColours: hasDefaultColours)
    shown = nil
  }

  /// Shows a canvas, writing what changed only; nothing at all when nothing did.
  public func present(_ canvas: borrowing Canvas) {
    guard isOpen, !isGone else { return }
    let rows = min(canvas.size.height, size.height)
    for y in 0..<rows where isChanged(canvas, y) {
      let cells = encoder.encode(canvas.cells(inRow: y), columns: size.width, styles: &styles)
      cells.withUnsafeBufferPointer { cells in
        _ = mvwadd_wchnstr(window, Int32(y), 0, cells.baseAddress, Int32(cells.count))
      }
    }
    showCursor(canvas.cursor)
    shown = copy canvas
    wnoutrefresh(window)
    doupdate()
    send()
  }

  /// Writes everything again, after something else wrote to the terminal.
  public func redraw() {
    clearok(window, true)
    shown = nil
    isFresh = true
  }

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
    resizeterm(max(1, min(rows, Int32(Canvas.mostSide))), max(1, min(columns, Int32(Canvas.mostSide))))
    self.size = Size(width: Int(getmaxx(window)), height: Int(getmaxy(window)))
    // Terminals reflow and crop in their own ways, so nothing is known about what they show.
    redraw()
  }

  /// Mouse reports; without them the terminal's own selection works.
  public func setMouse(_ on: Bool) {
    guard on != modes.contains(.mouse) else { return }
    write(on ? TerminalModes.mouse.on : TerminalModes.mouse.off)
    modes.formSymmetricDifference(.mouse)
    arm()
  }
  /// Offers text to the terminal's clipboard (OSC 52), because the user asked for it. The terminal may ignore it.
  /// Anything but Base64's own characters is left out, so nothing else can be written this way.
  public func offerToClipboard(base64: String) {
    let alphabet = base64.utf8.filter { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 43
        || byte == 47
        || byte == 61
    }
    write("\u{1B}]52;c;" + String(decoding: alphabet, as: UTF8.self) + "\u{1B}\\")
  }

  public var mouseIsOn: Bool { modes.contains(.mouse) }

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

  /// SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE: gives the terminal back and dies of the signal.
  public static func installCrashHandlers() { CrashRestore.install() }

  /// A second process, which gives the terminal back after a kill -9. It ends with this one.
  public static func startGuard() { CrashRestore.startGuard() }
}

// The steps that the above is made of.
extension CursesTerminal {
  private func enterModes() {
    line.makeRaw()
    write(modes.on)
    arm()
  }

  private func takeBack() {
    enterModes()
    curs_set(cursorIsShown ? 1 : 0)
    resize()
  }

  private func leaveModes() {
    write(modes.off + (keyboard == .told ? Self.forgetKeyboard : ""))
    if keyboard == .told { keyboard = .able }
    curs_set(1)
    endwin()
    isFresh = true
    send()
    line.putBack()
  }

  /// What ncurses made, to the terminal, in one piece.
  private func send() {
    var bytes = SequenceSaver.save(stream.drain(), rows: size.height, keepsFirstCharacterSet: isFresh)
    if isSynchronized, bytes.count >= Self.leastHeldBack {
      bytes = Array("\u{1B}[?2026h".utf8) + bytes + Array("\u{1B}[?2026l".utf8)
    }
    if isOpen, keyboard == .able {
      // After the picture: the alternate screen, which it may have gone to, has a memory of its own for this.
      keyboard = .told
      bytes += Array(Self.tellKeyboard.utf8)
      arm()
    }
    write(bytes)
    isFresh = false
  }

  /// 256 bytes: what is less comes in one piece anyway, and a key's echo stays small.
  private static var leastHeldBack: Int { 256 }
  /// "Disambiguate escape codes", and the way back.
  private static var tellKeyboard: String { "\u{1B}[>1u" }
  private static var forgetKeyboard: String { "\u{1B}[<u" }

  /// An answer to one of our questions; what was not asked for changes nothing.
  func take(_ reply: TerminalReply) {
    switch reply {
    case .attributes: hasAnswered = true
    case .mode(2026):
      isSynchronized = options.questions.contains(.synchronizedOutput)
      arm()
    case .mode(2031) where options.questions.contains(.background) && !modes.contains(.colourScheme):
      modes.insert(.colourScheme)
      write(TerminalModes.colourScheme.on)
      arm()
    case .mode: break
    case .keyboard:
      if options.questions.contains(.keyboard), keyboard == .plain { keyboard = .able }
    case .background(let background):
      if options.questions.contains(.background) { self.background = background }
    }
  }

  private func arm() {
    let farewell =
      (isSynchronized ? "\u{1B}[?2026l" : "") + modes.off + (keyboard == .told ? Self.forgetKeyboard : "")
    CrashRestore.arm(
      descriptor: options.output, settings: line.original, farewell: Array((farewell + ending).utf8))
  }

  private func write(_ sequence: String) { write(Array(sequence.utf8)) }

  /// The one place that writes to the terminal.
  private func write(_ bytes: [UInt8]) {
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

  private func isChanged(_ canvas: borrowing Canvas, _ y: Int) -> Bool {
    guard let shown, shown.size == canvas.size else { return true }
    return shown.cells(inRow: y) != canvas.cells(inRow: y)
  }

  private func showCursor(_ cursor: Point?) {
    let place = cursor.flatMap {
      $0.x >= 0 && $0.x < size.width && $0.y >= 0 && $0.y < size.height ? $0 : nil
    }
    if cursorIsShown != (place != nil) {
      cursorIsShown.toggle()
      curs_set(cursorIsShown ? 1 : 0)
      // A hidden cursor may stay where it is, which saves moving it.
      leaveok(window, !cursorIsShown)
    }
    if let place { wmove(window, Int32(place.y), Int32(place.x)) }
  }

  private static func checkedTerm(_ options: TerminalOptions) throws(TerminalError) -> String {
    guard let term = options.term, !term.isEmpty else { throw .termUnset }
    var status: Int32 = 0
    guard setupterm(term, options.output, &status) == 0 else { throw .termUnknown(term) }
    guard wsglass_capability("cup") != nil else { throw .cannotMoveCursor(term) }
    return term
  }

  private static func localeRepertoire() -> Repertoire {
    guard let codeset = nl_langinfo(nl_item(CODESET)) else { return .ascii }
    let isUnicode = String(cString: codeset).uppercased().replacing("-", with: "") == "UTF8"
    return isUnicode && wsglass_wcwidth(0x65E5) == 2 ? .unicode : .ascii
  }

  private static func colourDepth() -> ColourDepth {
    guard has_colors(), start_color() == 0 else { return .mono }
    switch wsglass_colours() {
    case (1 << 24)...: return .direct
    case 256...: return tigetflag("RGB") > 0 ? .direct : .palette256
    case 16...: return .sixteen
    case 8...: return .eight
    default: return .mono
    }
  }
}
