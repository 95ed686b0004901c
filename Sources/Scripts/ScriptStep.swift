import WebSocketCore

/// A step as a script keeps it: 40 bytes, whatever it holds lies in the arena. A million of them have to fit into memory.
struct ScriptStep {
  enum Kind: UInt8 {
    /// Payload, opcode and flags tell all of it: text and binary messages, pings, pongs, frames of a recording.
    case send
    /// `size` is the code, 0 none; the payload is the reason.
    case close
    case wait
    /// The payload is the step's JSON, compiled when it is needed; `size` is the number of its expectation.
    case expect
    case never
    /// As `expect`, without a number.
    case capture
    case set
    /// `size` is the number of its loop; its steps follow.
    case loop
    /// `size` is the number of its branch; its steps follow.
    case parallel
  }

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let isFinal = Flags(rawValue: 1)
    /// Variables are to be filled in.
    static let isTemplate = Flags(rawValue: 2)
    /// Values are written into JSON strings.
    static let isJSON = Flags(rawValue: 4)
    /// Decoded after its variables are filled in.
    static let isBase64 = Flags(rawValue: 8)
    static let isHex = Flags(rawValue: 16)
    /// A frame of a recording: its fragments are frames of their own.
    static let isRecorded = Flags(rawValue: 32)
  }

  var kind: Kind
  var opcode: UInt8 = 0
  var flags: Flags = []
  var file: UInt16 = 0
  var column: UInt16 = 1
  var line: UInt32
  var payload = ScriptArena.Piece()
  var size: UInt32 = 0
  /// Nanoseconds from when the step before was due.
  var after: UInt64 = 0
}

/// The bytes of a script's payloads, in chunks that never move.
struct ScriptArena: Sendable {
  struct Piece: Hashable {
    var chunk: UInt32 = 0
    var start: UInt32 = 0
    var count: UInt32 = 0
  }

  /// 256 KiB; what is longer has a chunk of its own.
  private static let chunkSize = 256 << 10

  private var chunks: [[UInt8]] = []

  mutating func add(_ bytes: some Collection<UInt8>) -> Piece {
    let count = bytes.count
    guard count > 0 else { return Piece() }
    if chunks.isEmpty || chunks[chunks.count - 1].count + count > Self.chunkSize {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(max(count, count > Self.chunkSize / 4 ? 0 : Self.chunkSize))
    }
    let last = chunks.count - 1
    let start = chunks[last].count
    chunks[last].append(contentsOf: bytes)
    return Piece(
      chunk: UInt32(truncatingIfNeeded: last), start: UInt32(truncatingIfNeeded: start),
      count: UInt32(truncatingIfNeeded: count))
  }

  subscript(_ piece: Piece) -> ArraySlice<UInt8> {
    guard piece.count > 0 else { return [] }
    return chunks[Int(piece.chunk)][Int(piece.start)..<Int(piece.start) + Int(piece.count)]
  }
}

/// A `repeat`: the steps behind its own, up to `end`.
struct ScriptLoop: Sendable {
  var end: Int
  /// Rounds.
  var count: Int
  /// Nanoseconds from the begin of one round to that of the next; 0 is without a rate.
  var period: UInt64
  var rows: ScriptRows?
}

/// A `parallel`: the steps behind its own, up to `end`.
struct ScriptBranch: Sendable {
  var end: Int
  var connections: Int
  var spread: UInt64
}
