/// One frame that was parsed or sent, as a small descriptor without references.
///
/// A received frame that is large, or whose message is compressed, may come as several events, its parts: all but the
/// last are flagged `.continues`, all but the first `.laterPart`.
public struct FrameEvent {
  public var header: FrameHeader
  public var direction: Direction
  public var flags: FrameFlags
  /// 1 for the first fragment of a message, 2 for the next; 0 for a message of one frame and for control frames.
  public var fragmentIndex: UInt32
  /// Monotonic nanoseconds, as given to the call that produced the event.
  public var time: UInt64
  /// The payload, unmasked and, where its message was compressed, inflated (the header says how it travelled). Points
  /// into the caller's input or into the protocol's own buffer: valid only until the next mutating call on the protocol
  /// that filled the batch, so copy what is to stay.
  public var payload: UnsafeRawBufferPointer

  public init(
    header: FrameHeader, direction: Direction, flags: FrameFlags, fragmentIndex: UInt32, time: UInt64,
    payload: UnsafeRawBufferPointer
  ) {
    self.header = header
    self.direction = direction
    self.flags = flags
    self.fragmentIndex = fragmentIndex
    self.time = time
    self.payload = payload
  }

  public var opcode: Opcode { header.opcode }
}

/// Frames in the order in which they happened: one batch per read, not one object per message.
public struct FrameBatch: ~Copyable {
  public private(set) var events: [FrameEvent] = []

  /// Allocates nothing until the first event.
  public init() {}

  public var isEmpty: Bool { events.isEmpty }
  public var count: Int { events.count }
  public mutating func append(_ event: FrameEvent) { events.append(event) }
  /// Empties the batch and keeps its capacity.
  public mutating func removeAll() { events.removeAll(keepingCapacity: true) }
}
