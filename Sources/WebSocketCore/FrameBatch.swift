/// One frame that was parsed or sent, as a small descriptor without references.
///
/// A received frame that is large, or whose message is compressed, may come as several events, its parts: all but the
/// last are flagged `.continues`, all but the first `.laterPart`.
public struct FrameEvent {
  /// As it travelled; a later part repeats its frame's.
  public var header: FrameHeader
  /// Which way it went.
  public var direction: Direction
  /// What else is to be known of it.
  public var flags: FrameFlags
  /// 1 for the first fragment of a message, 2 for the next; 0 for a message of one frame and for control frames.
  public var fragmentIndex: UInt32
  /// Monotonic nanoseconds, as given to the call that produced the event.
  public var time: UInt64
  /// The payload, unmasked and, where its message was compressed, inflated (the header says how it travelled; of data
  /// that can't be inflated, the rest is as it travelled, flagged `.violation`). Points into the caller's input or into
  /// the protocol's own buffer: valid only until the next mutating call on the protocol that filled the batch, so copy
  /// what is to stay.
  public var payload: UnsafeRawBufferPointer

  /// For tests, and for sources of frames other than a connection.
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

  /// From the header's first byte.
  public var opcode: Opcode { header.opcode }
}

/// Frames in the order in which they happened: one batch per read, not one object per message.
///
/// Memory of its own, because an array would ask for each frame whether it is shared.
public struct FrameBatch: ~Copyable {
  /// 3 KiB: what a connection has that never had more frames in one read.
  private static let smallestCapacity = 64

  private var storage = UnsafeMutableBufferPointer<FrameEvent>(start: nil, count: 0)
  /// Events, at most `WebSocketProtocol.batchLimit` received ones from one call.
  public private(set) var count = 0

  /// Allocates nothing until the first event.
  public init() {}

  deinit { storage.deallocate() }

  /// The frames; valid until the batch is changed or gone.
  public var events: UnsafeBufferPointer<FrameEvent> { UnsafeBufferPointer(rebasing: storage[..<count]) }

  /// Nothing happened.
  public var isEmpty: Bool { count == 0 }

  /// Copies the event; not the bytes that it points to.
  public mutating func append(_ event: FrameEvent) {
    if count == storage.count { grow() }
    storage.initializeElement(at: count, to: event)
    count &+= 1
  }

  /// Empties the batch and keeps its capacity.
  public mutating func removeAll() { count = 0 }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<FrameEvent>.allocate(
      capacity: max(Self.smallestCapacity, storage.count * 2))
    _ = larger.initialize(fromContentsOf: events)
    storage.deallocate()
    storage = larger
  }
}
