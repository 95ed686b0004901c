import ByteText

/// The body of a proxy's refusal, whose end has to be found so that nobody waits for more (RFC 9112 section 6.3).
struct ProxyBody {
  private enum Framing {
    case length(Int)
    /// At the start of a chunk's size, with what was read of it.
    case chunkSize(Int, digits: Int, isExtension: Bool)
    case chunk(Int)
    /// The CR LF after a chunk.
    case chunkEnd
    /// After the last chunk: fields up to a blank line, of which this many bytes were read.
    case trailer(column: Int, total: Int)
    case untilEnd
  }

  private var framing: Framing
  /// With the body as far as it came.
  private(set) var refusal: ProxyRefusal

  /// No body follows.
  var isWhole: Bool { if case .length(0) = framing { true } else { false } }

  init(_ head: ProxyHead) {
    refusal = ProxyRefusal(
      status: head.status, reason: head.reason, head: head.bytes, body: [], isBodyCut: false)
    guard head.status != 304 else {
      framing = .length(0)
      return
    }
    let codings = head.values(of: "transfer-encoding")
    guard codings.isEmpty else {
      let isChunked = codings.count == 1 && codings[0].map(ASCII.lower) == Array("chunked".utf8)
      framing = isChunked ? .chunkSize(0, digits: 0, isExtension: false) : .untilEnd
      return
    }
    let lengths = head.values(of: "content-length")
    guard let first = lengths.first else {
      framing = .untilEnd
      return
    }
    // A length that cannot be believed says nothing; the deadline is the end then.
    guard lengths.allSatisfy({ $0 == first }), let length = Self.number(first) else {
      framing = .untilEnd
      return
    }
    framing = .length(length)
  }

  /// At the end of the connection, or where nobody waits any longer (`isBroken`).
  func ended(isBroken: Bool) -> ProxyRefusal {
    var refusal = refusal
    refusal.isBodyCut = isBroken || !endsWithConnection
    return refusal
  }

  private var endsWithConnection: Bool { if case .untilEnd = framing { true } else { false } }

  /// How many bytes were taken, and whether the body ends there, be it at the limit.
  mutating func receive(_ bytes: ArraySlice<UInt8>) -> (taken: Int, isWhole: Bool) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let room = ConnectTalk.bodyLimit - refusal.body.count
      switch framing {
      case .length(let left), .chunk(let left):
        let count = min(left, bytes.endIndex - index, room)
        refusal.body += bytes[index..<index + count]
        index += count
        if count == left {
          if case .length = framing { return (index - bytes.startIndex, true) }
          framing = .chunkEnd
        } else if count == room {
          refusal.isBodyCut = true
          return (index - bytes.startIndex, true)
        } else if case .length = framing {
          framing = .length(left - count)
        } else {
          framing = .chunk(left - count)
        }
      case .untilEnd:
        let count = min(bytes.endIndex - index, room)
        refusal.body += bytes[index..<index + count]
        index += count
        if index < bytes.endIndex {
          refusal.isBodyCut = true
          return (index - bytes.startIndex, true)
        }
      case .chunkSize, .chunkEnd, .trailer:
        let end = readChunking(bytes[index])
        index += 1
        if let end {
          refusal.isBodyCut = !end
          return (index - bytes.startIndex, true)
        }
      }
    }
    return (index - bytes.startIndex, false)
  }

  /// True at the end of the body, false where it is broken, nil in between.
  private mutating func readChunking(_ byte: UInt8) -> Bool? {
    switch framing {
    case .chunkSize(let size, let digits, let isExtension):
      // 1 KiB: sizes with extensions beyond it are an attack.
      guard digits < 1024 else { return false }
      if byte == 10 {
        guard digits > 0 else { return false }
        framing = size == 0 ? .trailer(column: 0, total: 0) : .chunk(size)
      } else if byte == 13 || isExtension || byte == UInt8(ascii: ";") || byte == 0x20 {
        framing = .chunkSize(
          size, digits: digits + (digits > 0 ? 1 : 0), isExtension: isExtension || byte != 13)
      } else {
        // 2^31 and more is far over the limit in any case.
        guard let digit = Hex.value(byte), size < 1 << 27 else { return false }
        framing = .chunkSize(size << 4 | Int(digit), digits: digits + 1, isExtension: false)
      }
    case .chunkEnd:
      guard byte == 13 || byte == 10 else { return false }
      if byte == 10 { framing = .chunkSize(0, digits: 0, isExtension: false) }
    case .trailer(let column, let total):
      guard total < ProxyHead.lineLimit else { return false }
      if byte == 10 {
        if column == 0 { return true }
        framing = .trailer(column: 0, total: total + 1)
      } else {
        framing = .trailer(column: byte == 13 ? column : column + 1, total: total + 1)
      }
    case .length, .chunk, .untilEnd: break
    }
    return nil
  }

  private static func number(_ digits: [UInt8]) -> Int? {
    // 15 digits are over any limit and under 2^63.
    guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
