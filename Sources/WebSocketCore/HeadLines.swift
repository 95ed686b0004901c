import ByteText

/// Splits an HTTP head into its start line and its fields, in pieces of any size and in linear time.
///
/// Both sides use it; what the start line means is theirs.
struct HeadLines: Sendable {
  private let limits: Limits
  private(set) var raw: [UInt8] = []
  private(set) var startLine: [UInt8] = []
  private(set) var fields: [HeaderField] = []
  private(set) var warnings: [HandshakeWarning] = []
  /// Offset in `raw` of the line that is being read.
  private var lineStart = 0
  private var hasStartLine = false

  init(limits: Limits) { self.limits = limits }

  /// Takes bytes up to the head's end. Returns how many it took, and whether that was the end.
  mutating func consume(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> (count: Int, isWhole: Bool)
  {
    for (index, byte) in bytes.enumerated() {
      guard raw.count < limits.head else { throw .headTooLong(limit: limits.head) }
      raw.append(byte)
      guard byte == ASCII.lineFeed else {
        let length = raw.count - lineStart
        // One byte over may still be the CR of the line end.
        guard length <= limits.headerLine || length == limits.headerLine + 1 && byte == ASCII.carriageReturn
        else { throw .lineTooLong(at: lineStart, limit: limits.headerLine) }
        continue
      }
      if try endLine() { return (index + 1, true) }
    }
    return (bytes.count, false)
  }

  /// Takes the line that `raw` now ends with; true where it is the empty one.
  private mutating func endLine() throws(HandshakeError) -> Bool {
    let start = lineStart
    lineStart = raw.count
    var line = raw[start..<(raw.count - 1)]
    if line.last == ASCII.carriageReturn {
      line = line.dropLast()
    } else if !warnings.contains(where: { if case .bareLineFeed = $0 { true } else { false } }) {
      warnings.append(.bareLineFeed(at: raw.count - 1))
    }
    if let bad = line.firstIndex(where: ASCII.isControl) {
      throw line[bad] == ASCII.carriageReturn
        ? .bareCarriageReturn(at: bad) : .controlByte(line[bad], at: bad)
    }
    guard hasStartLine else {
      hasStartLine = true
      startLine = Array(line)
      return false
    }
    guard let first = line.first else { return true }
    if ASCII.isBlank(first) {
      try unfold(line)
    } else {
      try appendField(line)
    }
    return false
  }

  private mutating func appendField(_ line: ArraySlice<UInt8>) throws(HandshakeError) {
    guard fields.count < limits.headerFields else { throw .tooManyFields(limit: limits.headerFields) }
    let nameEnd = line.firstIndex { !ASCII.isTokenByte($0) } ?? line.endIndex
    guard nameEnd > line.startIndex, nameEnd < line.endIndex, line[nameEnd] == UInt8(ascii: ":") else {
      throw .badFieldName(at: nameEnd)
    }
    let value = ASCII.trimmed(line[(nameEnd + 1)...])
    fields.append(HeaderField(name: ASCII.string(line[..<nameEnd]), value: Array(value)))
  }

  private mutating func unfold(_ line: ArraySlice<UInt8>) throws(HandshakeError) {
    guard let last = fields.indices.last else { throw .blankBeforeField(at: line.startIndex) }
    let name = fields[last].name
    if ASCII.matches(name.utf8.prefix(13), "sec-websocket") { throw .foldedField(name) }
    if !warnings.contains(.foldedField(name)) { warnings.append(.foldedField(name)) }
    fields[last].value.append(ASCII.space)
    fields[last].value.append(contentsOf: ASCII.trimmed(line))
  }
}
