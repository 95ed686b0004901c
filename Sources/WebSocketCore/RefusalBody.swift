import ByteText

/// The body of a response that refuses the upgrade, kept up to a limit and never decoded (RFC 9112 section 6.3).
struct RefusalBody: Sendable {
  private enum Framing {
    case none
    case length(left: Int)
    case chunked(ChunkReader)
    case untilEnd
  }

  private(set) var bytes: [UInt8] = []
  /// Set where the body is not whole, with the reason.
  private(set) var fault: HandshakeWarning?
  private(set) var isEnded = false
  private let limit: Int
  private var framing: Framing

  init(of head: ResponseHead, limit: Int) {
    self.limit = limit
    let lengths = head.fields.values(named: "Content-Length")
    let encodings = head.fields.values(named: "Transfer-Encoding")
    framing = .untilEnd
    if head.status == 204 || head.status == 304 {
      framing = .none
    } else if !encodings.isEmpty {
      guard lengths.isEmpty, encodings.count == 1, ASCII.matches(encodings[0], "chunked") else {
        fault = .bodyLengthAmbiguous
        isEnded = true
        return
      }
      framing = .chunked(ChunkReader())
    } else if let first = lengths.first {
      guard lengths.count == 1, let length = ASCII.decimal(first) else {
        fault = .bodyLengthAmbiguous
        isEnded = true
        return
      }
      framing = .length(left: length)
    }
    finishIfEmpty()
  }

  mutating func consume(_ input: UnsafeRawBufferPointer) {
    guard !isEnded else { return }
    switch framing {
    case .none: isEnded = true
    case .untilEnd: keep(input[...])
    case .length(let left):
      let taken = min(left, input.count)
      framing = .length(left: left - taken)
      keep(input[..<taken])
      finishIfEmpty()
    case .chunked(var reader):
      for byte in input where !isEnded {
        switch reader.consume(byte) {
        case .data: keep(byte)
        case .framing: break
        case .end: isEnded = true
        case .bad:
          fault = .badChunk
          isEnded = true
        }
      }
      framing = .chunked(reader)
    }
  }

  /// Nothing more comes. Only a body without a length is whole by that, and only at the stream's end.
  mutating func stop(atEnd: Bool) {
    guard !isEnded else { return }
    isEnded = true
    if case .untilEnd = framing, atEnd { return }
    fault = .bodyIncomplete
  }

  private mutating func finishIfEmpty() {
    switch framing {
    case .none, .length(left: 0): isEnded = true
    default: break
    }
  }

  private mutating func keep(_ data: Slice<UnsafeRawBufferPointer>) {
    let room = limit - bytes.count
    // A long one gets all of its room at once, of which only what is used costs memory: what doubling leaves behind would be
    // as much again.
    if bytes.count + data.count > 16 << 10 { bytes.reserveCapacity(min(limit, 1 << 20)) }
    bytes.append(contentsOf: data.prefix(room))
    if data.count > room { cut() }
  }

  private mutating func keep(_ byte: UInt8) {
    guard bytes.count < limit else { return cut() }
    bytes.append(byte)
  }

  private mutating func cut() {
    fault = .bodyTooLong(limit: limit)
    isEnded = true
  }
}

/// Chunked transfer coding, byte by byte (RFC 9112 section 7.1).
struct ChunkReader: Sendable {
  /// Bytes of a size line or of all trailers: what a server writes there is thrown away.
  private static let lineLimit = 8 << 10
  /// Hex digits of a chunk size: 2^60 is more than any limit, and fits an `Int`.
  private static let digitLimit = 15

  enum Result { case data, framing, end, bad }
  private enum State {
    case size, extensions, data, dataEnd, trailer
  }

  private var state = State.size
  private var size = 0
  private var digits = 0
  private var lineLength = 0
  private var sawCarriageReturn = false

  mutating func consume(_ byte: UInt8) -> Result {
    if state == .data {
      size -= 1
      if size == 0 { enter(.dataEnd) }
      return .data
    }
    if byte == ASCII.carriageReturn, !sawCarriageReturn {
      sawCarriageReturn = true
      return .framing
    }
    if byte == ASCII.lineFeed { return endLine() }
    guard !sawCarriageReturn else { return .bad }
    lineLength += 1
    switch state {
    case .size:
      if let value = Hex.value(byte) {
        digits += 1
        size = size << 4 | Int(value)
        return digits <= Self.digitLimit ? .framing : .bad
      }
      guard digits > 0, byte == UInt8(ascii: ";") || ASCII.isBlank(byte) else { return .bad }
      state = .extensions
      return .framing
    case .extensions, .trailer: return lineLength <= Self.lineLimit ? .framing : .bad
    case .data, .dataEnd: return .bad
    }
  }

  private mutating func endLine() -> Result {
    switch state {
    case .size where digits == 0: return .bad
    case .size, .extensions: enter(size > 0 ? .data : .trailer)
    case .dataEnd: enter(.size)
    case .trailer:
      guard lineLength > 0 else { return .end }
      enter(.trailer)
    case .data: return .bad
    }
    return .framing
  }

  private mutating func enter(_ next: State) {
    state = next
    sawCarriageReturn = false
    lineLength = 0
    digits = 0
    if next == .size { size = 0 }
  }
}
