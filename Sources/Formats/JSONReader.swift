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
  @exclusivity(unchecked) private var buffer: [UInt8]
  @exclusivity(unchecked) private var position = 0
  /// Of the buffer's first byte in the file.
  @exclusivity(unchecked) private var base = 0
  @exclusivity(unchecked) private var line = 1
  @exclusivity(unchecked) private var lineStart = 0
  @exclusivity(unchecked) private var isAtEnd = false
  /// Where not nil, what is read is kept, too.
  @exclusivity(unchecked) private var captured: [UInt8]?

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
  private func unexpected() throws(ImportError) -> ImportError {
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
  private func advance() {
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

  func readString(limit: Int = JSONReader.stringLimit) throws(ImportError) -> [UInt8] {
    try expect(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while let byte = try peek() {
      if byte == UInt8(ascii: "\"") {
        advance()
        return text
      }
      if byte == UInt8(ascii: "\\") {
        try readEscape(to: &text)
      } else if byte < 0x20 {
        throw fault(.unexpectedByte(byte))
      } else {
        readRun(to: &text)
      }
      guard text.count <= limit else { throw fault(.tooLong(limit: limit)) }
    }
    throw fault(.unexpectedEnd)
  }

  /// What is in the buffer up to a quote, a backslash or a control byte.
  private func readRun(to text: inout [UInt8]) {
    let start = position
    let end = buffer.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x22, bytes[index] != 0x5C {
        index &+= 1
      }
      return index
    }
    text.append(contentsOf: buffer[start..<end])
    captured?.append(contentsOf: buffer[start..<end])
    position = end
  }

  private func readEscape(to text: inout [UInt8]) throws(ImportError) {
    advance()
    try readEscaped(to: &text)
  }

  /// Behind the backslash.
  private func readEscaped(to text: inout [UInt8]) throws(ImportError) {
    guard let byte = try peek() else { throw fault(.unexpectedEnd) }
    let plain: UInt8? =
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
      case UInt8(ascii: "b"): 8
      case UInt8(ascii: "f"): 12
      case UInt8(ascii: "n"): 10
      case UInt8(ascii: "r"): 13
      case UInt8(ascii: "t"): 9
      default: nil
      }
    if let plain {
      advance()
      text.append(plain)
      return
    }
    guard byte == UInt8(ascii: "u") else { throw fault(.badEscape) }
    advance()
    var unit = try readUnit()
    // A half of a pair that is alone becomes U+FFFD, as it would in a browser's UTF-8.
    while (0xD800..<0xDC00).contains(unit) {
      guard try take(UInt8(ascii: "\\")) else { break }
      guard try peek() == UInt8(ascii: "u") else {
        text += Array("\u{FFFD}".utf8)
        return try readEscaped(to: &text)
      }
      advance()
      let low = try readUnit()
      if (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        text += Array(String(scalar).utf8)
        return
      }
      text += Array("\u{FFFD}".utf8)
      unit = low
    }
    text += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
  }

  private func readUnit() throws(ImportError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try peek() else { throw fault(.unexpectedEnd) }
      guard let digit = Hex.value(byte) else { throw fault(.badEscape) }
      unit = unit << 4 | UInt32(digit)
      advance()
    }
    return unit
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

  /// Passes over a value of any kind.
  func skipValue() throws(ImportError) {
    var depth = 0
    repeat {
      try skipBlanks()
      guard let byte = try peek() else { throw fault(.unexpectedEnd) }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= JSONReader.depthLimit else { throw fault(.tooDeep) }
        advance()
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw fault(.unexpectedByte(byte)) }
        depth -= 1
        advance()
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw fault(.unexpectedByte(byte)) }
        advance()
      case UInt8(ascii: "\""): try skipString()
      default: _ = try readWord()
      }
      if let captured, captured.count > JSONReader.valueLimit {
        throw fault(.tooLong(limit: JSONReader.valueLimit))
      }
    } while depth > 0
  }

  /// However long it is: none of it is kept.
  private func skipString() throws(ImportError) {
    try expect(UInt8(ascii: "\""))
    var isEscaped = false
    while let byte = try peek() {
      guard byte >= 0x20 else { throw fault(.unexpectedByte(byte)) }
      advance()
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return
      }
      if let captured, captured.count > JSONReader.valueLimit {
        throw fault(.tooLong(limit: JSONReader.valueLimit))
      }
    }
    throw fault(.unexpectedEnd)
  }

  /// The bytes of a value, for another reader; at most `valueLimit`.
  func captureValue() throws(ImportError) -> [UInt8] {
    captured = []
    defer { captured = nil }
    try skipValue()
    return captured ?? []
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
