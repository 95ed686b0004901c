internal import CNcurses
internal import Canvas
internal import Glibc

/// ncurses' screen: works out what to write for a new picture. It writes into memory; from there the terminal takes it.
struct CursesScreen: ~Copyable {
  let repertoire: Repertoire
  /// What the terminal can show; less is used when `apply` says `noColour`.
  let colours: ColourDepth
  /// What gives the terminal back at the end, beside our modes: attributes off, cursor on, main screen.
  let farewell: String
  private(set) var size: Size
  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let stream: PictureStream
  private let hasDefaultColours: Bool
  private var styles: StyleTable
  private var encoder = RowEncoder()
  private var shown: Canvas?
  private var cursorIsShown = true
  /// The terminal may be in any state, so the next picture selects the character set.
  private var isFresh = true

  init(_ options: TerminalOptions) throws(TerminalError) {
    let term = try Self.checkedTerm(options)
    let handlers = SignalHandlers()
    guard let stream = PictureStream(), let screen = newterm(term, stream.file, stream.file) else {
      throw .screenFailed(term)
    }
    // ncurses' handlers would end the program, or suspend it, behind our back.
    handlers.putBack()
    self.stream = stream
    self.screen = screen
    window = wsglass_standard_screen()
    repertoire = Self.localeRepertoire()
    colours = Self.colourDepth()
    hasDefaultColours = colours != .mono && use_default_colors() == 0
    styles = StyleTable(
      theme: .plain, depth: .mono, pairCount: wsglass_colour_pairs(), hasDefaultColours: hasDefaultColours)
    farewell = ["sgr0", "cnorm", "rmcup"].map(TerminfoKeys.plainString).joined()
    size = Size(width: Int(getmaxx(window)), height: Int(getmaxy(window)))
    nonl()
    typeahead(-1)
  }

  deinit { delscreen(screen) }

  /// How many colours the theme is drawn with.
  var depth: ColourDepth { styles.depth }

  mutating func apply(_ theme: Theme, noColour: Bool) {
    styles = StyleTable(
      theme: theme, depth: noColour ? .mono : colours, pairCount: wsglass_colour_pairs(),
      hasDefaultColours: hasDefaultColours)
    shown = nil
  }

  /// What to write for this picture: nothing at all when it is the one before.
  mutating func draw(_ canvas: borrowing Canvas) -> [UInt8] {
    for y in 0..<min(canvas.size.height, size.height) where isChanged(canvas, y) {
      let cells = encoder.encode(canvas.cells(inRow: y), columns: size.width, styles: &styles)
      cells.withUnsafeBufferPointer { cells in
        _ = mvwadd_wchnstr(window, Int32(y), 0, cells.baseAddress, Int32(cells.count))
      }
    }
    showCursor(canvas.cursor)
    shown = copy canvas
    wnoutrefresh(window)
    doupdate()
    let bytes = takeWritten()
    isFresh = false
    return bytes
  }

  /// The next picture is written whole.
  mutating func redraw() {
    clearok(window, true)
    shown = nil
    isFresh = true
  }

  mutating func resize(columns: Int32, rows: Int32) {
    resizeterm(max(1, min(rows, Int32(Canvas.mostSide))), max(1, min(columns, Int32(Canvas.mostSide))))
    size = Size(width: Int(getmaxx(window)), height: Int(getmaxy(window)))
    // Terminals reflow and crop in their own ways, so nothing is known about what they show.
    redraw()
  }

  /// What to write to go back to the main screen, until the next picture.
  mutating func leave() -> [UInt8] {
    curs_set(1)
    endwin()
    isFresh = true
    return takeWritten()
  }

  /// The cursor is again what it was before `leave`.
  func comeBack() { curs_set(cursorIsShown ? 1 : 0) }

  // MARK: Steps

  /// What ncurses made, in one piece.
  private func takeWritten() -> [UInt8] {
    SequenceSaver.save(stream.drain(), rows: size.height, keepsFirstCharacterSet: isFresh)
  }

  private func isChanged(_ canvas: borrowing Canvas, _ y: Int) -> Bool {
    guard let shown, shown.size == canvas.size else { return true }
    return shown.cells(inRow: y) != canvas.cells(inRow: y)
  }

  private mutating func showCursor(_ cursor: Point?) {
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
}

/// What the terminal can do, as terminfo and the locale say.
extension CursesScreen {
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
