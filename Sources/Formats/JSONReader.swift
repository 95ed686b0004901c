import ByteText
import Glibc
import Secrets

/// Reads JSON piece by piece from a file of any size: what is kept is one value at a time, and each has a limit.
///
/// A class because the importers and what they call share its place in the file. Its own state is out of the exclusivity
/// checks: no method hands any of it to others while it runs, and the checks were a third of an import's time.
final class JSONReader {
  /// 64 MiB: the longest string, which holds a payload.
  static let stringLimit = 64 << 20
  /// 4 MiB: the facts of a connection, headers, and names.
  static let valueLimit = 4 << 20
  /// Brackets in brackets.
  static let depthLimit = 256
  static let chunk = 256 << 10

  /// Where something stands, counted from 1; the offset in bytes from 0.
  struct Mark {
    var offset: Int
    var line: Int
    var lineStart: Int
  }

  private let descriptor: Int32
  @exclusivity(unchecked) var buffer: [UInt8]
  @exclusivity(unchecked) var position = 0
  /// Of the buffer's first byte in the file.
  @exclusivity(unchecked) private var base = 0
  @exclusivity(unchecked) private var line = 1
  @exclusivity(unchecked) private var lineStart = 0
  @exclusivity(unchecked) private var isAtEnd = false
  /// Where not nil, what is read is kept, too.
  @exclusivity(unchecked) var captured: [UInt8]?

  /// Reads an open file, or whatever else can be read.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    buffer = []
  }

  /// For tests, and for what is in memory already.
  init(bytes: [UInt8]) {
    descriptor = -1
    buffer = bytes
    isAtEnd = true
  }

  // MARK: Places

  var offset: Int { base + position }

  var place: ImportPlace { ImportPlace(line: line, column: offset - lineStart + 1, offset: offset) }

  var mark: Mark { Mark(offset: offset, line: line, lineStart: lineStart) }

  /// Goes back, or forward again.
  func go(to mark: Mark) throws(ImportError) {
    line = mark.line
    lineStart = mark.lineStart
    if mark.offset >= base, mark.offset <= base + buffer.count {
      position = mark.offset - base
      return
    }
    guard lseek(descriptor, off_t(mark.offset), SEEK_SET) >= 0 else { throw .notSeekable }
    base = mark.offset
    position = 0
    buffer.removeAll(keepingCapacity: true)
    isAtEnd = false
  }

  func fault(_ fault: LineFault) -> ImportError { .malformed(fault, at: place) }

  /// At the end, where something else should be.
  func unexpected() throws(ImportError) -> ImportError {
    try peek().map { fault(.unexpectedByte($0)) } ?? fault(.unexpectedEnd)
  }

  // MARK: Bytes

  /// Nil at the end of the file.
  @inline(__always)
  func peek() throws(ImportError) -> UInt8? {
    if position < buffer.count { return buffer[position] }
    return try refill() ? buffer[position] : nil
  }

  private func refill() throws(ImportError) -> Bool {
    if isAtEnd { return false }
    base += buffer.count
    position = 0
    buffer = [UInt8](unsafeUninitializedCapacity: JSONReader.chunk) { space, count in
      count = 0
      while true {
        let got = read(descriptor, space.baseAddress, JSONReader.chunk)
        if got < 0, errno == EINTR { continue }
        count = max(0, got)
        failure = got < 0 ? errno : 0
        return
      }
    }
    guard failure == 0 else { throw .unreadable(failure) }
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
  private var failure: Int32 = 0

  @inline(__always)
  func advance() {
    if captured != nil { captured?.append(buffer[position]) }
    if buffer[position] == 0x0A {
      line += 1
      lineStart = base + position + 1
    }
    position += 1
  }

  func skipBlanks() throws(ImportError) {
    while let byte = try peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
  }

  func expect(_ byte: UInt8) throws(ImportError) {
    guard try peek() == byte else { throw try unexpected() }
    advance()
  }

  /// True, and behind it, where `byte` is next.
  func take(_ byte: UInt8) throws(ImportError) -> Bool {
    guard try peek() == byte else { return false }
    advance()
    return true
  }

  // MARK: Values

  /// Calls `body` at each member's value, which it has to read.
  func readObject(_ body: (_ key: [UInt8]) throws(ImportError) -> Void) throws(ImportError) {
    try skipBlanks()
    try expect(UInt8(ascii: "{"))
    try skipBlanks()
    if try take(UInt8(ascii: "}")) { return }
    while true {
      try skipBlanks()
      let key = try readString(limit: JSONReader.valueLimit)
      try skipBlanks()
      try expect(UInt8(ascii: ":"))
      try skipBlanks()
      try body(key)
      try skipBlanks()
      if try take(UInt8(ascii: "}")) { return }
      try expect(UInt8(ascii: ","))
    }
  }

  /// Calls `body` at each element, which it has to read.
  func readArray(_ body: () throws(ImportError) -> Void) throws(ImportError) {
    try skipBlanks()
    try expect(UInt8(ascii: "["))
    try skipBlanks()
    if try take(UInt8(ascii: "]")) { return }
    while true {
      try skipBlanks()
      try body()
      try skipBlanks()
      if try take(UInt8(ascii: "]")) { return }
      try expect(UInt8(ascii: ","))
    }
  }

  /// A number's text, `true`, `false` or `null`: at most 64 bytes of letters, digits and signs.
  func readWord() throws(ImportError) -> [UInt8] {
    var word: [UInt8] = []
    while let byte = try peek(),
      SecretNames.isNameByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    {
      word.append(byte)
      guard word.count <= 64 else { throw fault(.badNumber) }
      advance()
    }
    guard !word.isEmpty else { throw try unexpected() }
    return word
  }

  /// A whole number from 0; nil where the value is something else, which is passed over.
  func readCount() throws(ImportError) -> UInt64? {
    guard let byte = try peek(), (0x30...0x39).contains(byte) else {
      try skipValue()
      return nil
    }
    return UInt64(String(decoding: try readWord(), as: UTF8.self))
  }

  /// Nil where the value is no string; it is passed over.
  func readText(limit: Int = JSONReader.stringLimit) throws(ImportError) -> [UInt8]? {
    guard try peek() == UInt8(ascii: "\"") else {
      try skipValue()
      return nil
    }
    return try readString(limit: limit)
  }
}
