/// One frame with a payload of its own: for tests and for whoever does not need the speed of a `FrameBatch`.
public struct Frame: Hashable, Sendable {
  /// As it travelled.
  public var header: FrameHeader
  /// Which way it went.
  public var direction: Direction
  /// What else is to be known of it.
  public var flags: FrameFlags
  /// 1 for the first fragment of a message, 2 for the next; 0 outside fragmented messages.
  public var fragmentIndex: UInt32
  /// Unmasked.
  public var payload: [UInt8]

  /// Copies the payload, so the frame outlives the batch.
  public init(_ event: FrameEvent) {
    header = event.header
    direction = event.direction
    flags = event.flags
    fragmentIndex = event.fragmentIndex
    payload = Array(event.payload)
  }

  /// From the header's first byte.
  public var opcode: Opcode { header.opcode }
}
