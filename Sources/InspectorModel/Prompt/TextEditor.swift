/// A text field with the readline keys: one line or many. It works on scalars, so that no text can trap it.
public struct TextEditor: Sendable, Equatable {
  private struct Snapshot: Sendable, Equatable {
    var text: [Unicode.Scalar]
    var cursor: Int
  }

  public private(set) var text: [Unicode.Scalar]
  /// Index into `text`, 0...count.
  public private(set) var cursor: Int
  private var undoStack: [Snapshot] = []
  private var redoStack: [Snapshot] = []
  private var killed: [Unicode.Scalar] = []
  /// Typed letters in a row are one undo step.
  private var isTyping = false
  /// The text is there for a start, as what was entered last: what is typed takes its place, all other keys
  /// take it as it is.
  public private(set) var isOffered = false

  /// Undo steps that are kept.
  static let undoLimit = 100
  /// Scalars of all undo steps together; the last step is kept whatever its length.
  static let undoCapacity = 16 << 20
  /// Scalars that a field takes; the rest of a paste is refused by the caller.
  public static let capacity = 16 << 20

  public init(_ string: String = "", isOffered: Bool = false) {
    text = Array(string.unicodeScalars)
    cursor = text.count
    self.isOffered = isOffered && !text.isEmpty
  }

  public var string: String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text)
    return String(result)
  }
  public var isEmpty: Bool { text.isEmpty }

  // MARK: Lines

  /// Index ranges of the lines, without their line ends; never empty.
  public var lines: [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for index in text.indices where text[index] == "\n" {
      result.append(start..<index)
      start = index + 1
    }
    result.append(start..<text.count)
    return result
  }

  /// The line and the column of the cursor, both from 0, in scalars.
  public var cursorPlace: (line: Int, column: Int) {
    let before = text[..<cursor]
    let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return (before.reduce(0) { $0 + ($1 == "\n" ? 1 : 0) }, cursor - start)
  }

  public var isOnFirstLine: Bool { !text[..<cursor].contains("\n") }
  public var isOnLastLine: Bool { !text[cursor...].contains("\n") }

  // MARK: Changing

  public mutating func type(_ scalar: Unicode.Scalar) {
    if isOffered { takeItsPlace() } else if !isTyping { remember() }
    isTyping = true
    text.insert(scalar, at: cursor)
    cursor += 1
  }

  /// Inserts as one undo step, as a paste does.
  public mutating func insert(_ string: String) {
    if isOffered { takeItsPlace() } else { remember() }
    let scalars = Array(string.unicodeScalars.prefix(max(0, Self.capacity - text.count)))
    text.insert(contentsOf: scalars, at: cursor)
    cursor += scalars.count
  }

  /// Everything is replaced as one undo step.
  public mutating func replace(with string: String) {
    guard string != self.string else { return }
    remember()
    text = Array(string.unicodeScalars.prefix(Self.capacity))
    cursor = text.count
  }

  /// Replaces a stretch, given in scalars, as one undo step; the cursor stands after it.
  mutating func replace(_ range: Range<Int>, with string: String) {
    let range = range.clamped(to: 0..<text.count)
    remember()
    let scalars = Array(string.unicodeScalars.prefix(max(0, Self.capacity - text.count)))
    text.replaceSubrange(range, with: scalars)
    cursor = range.lowerBound + scalars.count
  }

  public mutating func undo() {
    isOffered = false
    guard let last = undoStack.popLast() else { return }
    redoStack.append(Snapshot(text: text, cursor: cursor))
    text = last.text
    cursor = last.cursor
    isTyping = false
  }

  /// Takes the last undo back; nothing once the text was changed since.
  public mutating func redo() {
    guard let last = redoStack.popLast() else { return }
    undoStack.append(Snapshot(text: text, cursor: cursor))
    text = last.text
    cursor = last.cursor
    isTyping = false
  }

  public mutating func deleteBackward() {
    guard cursor > 0 else { return }
    remember()
    cursor -= 1
    text.remove(at: cursor)
  }

  public mutating func deleteForward() {
    guard cursor < text.count else { return }
    remember()
    text.remove(at: cursor)
  }

  public mutating func killToLineEnd() {
    let end = lineEnd
    kill(cursor..<(end == cursor && end < text.count ? end + 1 : end))
  }
  public mutating func killToLineStart() { kill(lineStart..<cursor) }
  public mutating func killWordBackward() { kill(wordStart..<cursor) }
  public mutating func killWordForward() { kill(cursor..<wordEnd) }

  /// Puts back what was cut last; `copied` where nothing was cut since.
  public mutating func yank(orCopied copied: String = "") {
    let killed =
      killed.isEmpty ? Array(copied.unicodeScalars.prefix(max(0, Self.capacity - text.count))) : killed
    guard !killed.isEmpty else { return }
    if isOffered { takeItsPlace() } else { remember() }
    text.insert(contentsOf: killed, at: cursor)
    cursor += killed.count
  }

  /// What stands there is to be gone on with.
  mutating func takeOffer() { isOffered = false }

  /// Something newer is to be put back.
  mutating func forgetCut() { killed = [] }

  // MARK: Moving

  public mutating func moveLeft() { move(to: cursor - 1) }
  public mutating func moveRight() { move(to: cursor + 1) }
  public mutating func moveWordLeft() { move(to: wordStart) }
  public mutating func moveWordRight() { move(to: wordEnd) }
  public mutating func moveToLineStart() { move(to: lineStart) }
  public mutating func moveToLineEnd() { move(to: lineEnd) }
  public mutating func moveUp() { moveVertically(-1) }
  public mutating func moveDown() { moveVertically(1) }

  /// Puts the cursor at a line and column, as near as the text allows.
  public mutating func move(toLine line: Int, column: Int) {
    let ranges = lines
    let range = ranges[min(max(0, line), ranges.count - 1)]
    move(to: min(range.upperBound, range.lowerBound + max(0, column)))
  }

  // MARK: Private steps

  private var lineStart: Int { text[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
  private var lineEnd: Int { text[cursor...].firstIndex(of: "\n") ?? text.count }

  private var wordStart: Int {
    var index = cursor
    while index > 0, !Self.isWord(text[index - 1]) { index -= 1 }
    while index > 0, Self.isWord(text[index - 1]) { index -= 1 }
    return index
  }
  private var wordEnd: Int {
    var index = cursor
    while index < text.count, !Self.isWord(text[index]) { index += 1 }
    while index < text.count, Self.isWord(text[index]) { index += 1 }
    return index
  }
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private mutating func move(to index: Int) {
    cursor = min(max(0, index), text.count)
    isTyping = false
    isOffered = false
  }

  private mutating func moveVertically(_ step: Int) {
    let place = cursorPlace
    guard step > 0 ? !isOnLastLine : !isOnFirstLine else { return }
    move(toLine: place.line + step, column: place.column)
  }

  private mutating func kill(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    remember()
    killed = Array(text[range])
    text.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// An offered text gives way to another one; an undo brings it back.
  private mutating func takeItsPlace() {
    remember()
    text = []
    cursor = 0
  }

  private mutating func remember() {
    isTyping = false
    isOffered = false
    redoStack = []
    undoStack.append(Snapshot(text: text, cursor: cursor))
    if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
    // Of a very long text few steps are kept, of a short one all.
    var kept = 0
    let first = undoStack.lastIndex { step in
      kept += step.text.count
      return kept > Self.undoCapacity
    }
    if let first { undoStack.removeFirst(min(first + 1, undoStack.count - 1)) }
  }
}
