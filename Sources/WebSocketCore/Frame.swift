/// One frame with a payload of its own: for tests and for whoever does not need the speed of a `FrameBatch`.
public struct Frame: Hashable, Sendable {
  public var header: FrameHeader
  public var direction: Direction
  public var flags: FrameFlags
  /// 1 for the first fragment of a message, 2 for the next; 0 outside fragmented messages.
  public var fragmentIndex: UInt32
  /// Unmasked.
  public var payload: [UInt8]

  public init(_ event: FrameEvent) {
    header = event.header
    direction = event.direction
    flags = event.flags
    fragmentIndex = event.fragmentIndex
    payload = Array(event.payload)
  }

  public var opcode: Opcode { header.opcode }
}
