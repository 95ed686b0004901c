public import WebSocketCore

/// One line of a capture: a frame, or a note about what happened to the connection.
public struct LogRecord: Sendable {
  public enum Kind: UInt8, Sendable { case frame, note }

  /// Counted from 1 in each log, never reused, also after clearing or eviction.
  public var sequence: Int
  public var kind: Kind
  /// What the note is about; `.none` for frames.
  public var note: NoteKind
  public var direction: Direction
  public var header: FrameHeader
  public var flags: FrameFlags
  /// 1 for the first fragment of a message, 2 for the next; 0 outside fragmented messages.
  public var fragmentIndex: UInt32
  /// Nanoseconds since 1970-01-01 UTC.
  public var wallTime: Int64
  /// Monotonic nanoseconds: order and differences.
  public var time: UInt64
  /// Bytes of payload kept here, after decompression; less than the frame's where `.shortened` or `.incomplete`.
  public var payloadLength: Int

  public init(
    sequence: Int, kind: Kind, note: NoteKind, direction: Direction, header: FrameHeader, flags: FrameFlags,
    fragmentIndex: UInt32, wallTime: Int64, time: UInt64, payloadLength: Int
  ) {
    self.sequence = sequence
    self.kind = kind
    self.note = note
    self.direction = direction
    self.header = header
    self.flags = flags
    self.fragmentIndex = fragmentIndex
    self.wallTime = wallTime
    self.time = time
    self.payloadLength = payloadLength
  }

  public var opcode: Opcode { header.opcode }
  public var isFrame: Bool { kind == .frame }
  /// More of the payload is still to come; what is there can be read.
  public var isArriving: Bool { flags.contains(.continues) }
  /// A continuation: shown only where its message is unfolded.
  public var isLaterFragment: Bool { fragmentIndex > 1 }
}

/// What a note in the log is about. Its text is the record's payload.
public enum NoteKind: UInt8, Sendable {
  case none
  case connecting
  case opened
  /// The connection ended as the protocol wants it.
  case closed
  /// The connection could not be made, or ended otherwise.
  case failed
  case reconnect
  case information
  /// The capture's files stopped, or go on, perhaps with records missing.
  case gap
}

/// A message of several frames, as far as the log has it.
public struct MessageSummary: Sendable {
  public var fragments: Int
  /// Kept here, after decompression.
  public var payloadLength: Int
  /// Payload bytes as they travelled.
  public var wireLength: Int
  public var isComplete: Bool
  public var last: Int
}
