import ByteText

/// The head of a proxy's HTTP answer, read strictly and a byte at a time (RFC 9112 sections 2 to 5).
struct ProxyHead {
  /// 8 KiB a line, CR LF not counted; 64 KiB and 128 fields in all: as for the opening handshake.
  static let lineLimit = 8 * 1024
  static let headLimit = 64 * 1024
  static let fieldLimit = 128

  /// As it came, the blank line included.
  private(set) var bytes: [UInt8] = []
  private(set) var status = 0
  private(set) var reason: [UInt8] = []
  private var lineStart = 0
  private var fields: [(name: Range<Int>, value: Range<Int>)] = []

  private static let version = Array("HTTP/1.".utf8)

  /// True at the end of the head.
  mutating func append(_ byte: UInt8) throws(ProxyFault) -> Bool {
    guard bytes.count < Self.headLimit else { throw .headTooLong }
    let column = bytes.count - lineStart
    let isStatusLine = lineStart == 0
    // What is no HTTP is known by its first byte, and not after a line that never ends.
    if isStatusLine, column < Self.version.count, byte != Self.version[column] { throw .statusLine }
    let follows = bytes.last == 13 && column > 0
    guard follows == (byte == 10) else { throw isStatusLine ? .statusLine : .field }
    bytes.append(byte)
    guard byte == 10 else {
      if byte != 13 {
        guard column < Self.lineLimit else { throw .lineTooLong }
        guard byte >= 0x20 && byte != 0x7F || byte == 9 else { throw isStatusLine ? .statusLine : .field }
      }
      return false
    }
    let line = lineStart..<bytes.count - 2
    lineStart = bytes.count
    if isStatusLine {
      try readStatus(line)
    } else if line.isEmpty {
      return true
    } else {
      try readField(line)
    }
    return false
  }

  /// "HTTP/1.1 200" with an optional blank and reason.
  private mutating func readStatus(_ line: Range<Int>) throws(ProxyFault) {
    let text = bytes[line]
    guard text.count >= 12, text[7] == UInt8(ascii: "0") || text[7] == UInt8(ascii: "1"), text[8] == 0x20
    else { throw .statusLine }
    for byte in text[9..<12] {
      guard (0x30...0x39).contains(byte) else { throw .statusLine }
      status = status * 10 + Int(byte - 0x30)
    }
    guard (100...599).contains(status), text.count == 12 || text[12] == 0x20 else { throw .statusLine }
    reason = Array(text.dropFirst(13))
  }

  private mutating func readField(_ line: Range<Int>) throws(ProxyFault) {
    guard fields.count < Self.fieldLimit else { throw .tooManyFields }
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound,
      bytes[line.lowerBound..<colon].allSatisfy(ASCII.isTokenByte)
    else { throw .field }
    var value = colon + 1..<line.upperBound
    while let first = bytes[value].first, first == 0x20 || first == 9 {
      value = value.lowerBound + 1..<value.upperBound
    }
    while let last = bytes[value].last, last == 0x20 || last == 9 {
      value = value.lowerBound..<value.upperBound - 1
    }
    fields.append((line.lowerBound..<colon, value))
  }

  /// The values of all fields of this name, which is in lower case.
  func values(of name: String) -> [[UInt8]] {
    fields.filter { bytes[$0.name].map(ASCII.lower) == Array(name.utf8) }.map { Array(bytes[$0.value]) }
  }
}
