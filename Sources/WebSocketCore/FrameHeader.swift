/// What the first 2 to 14 bytes of a frame said (RFC 6455 section 5.2), enough to write them again.
public struct FrameHeader: Hashable, Sendable {
  /// The first byte as it travelled: FIN, RSV1-3, opcode.
  public var firstByte: UInt8
  /// 2 to 14 bytes, with the extended length and the mask key.
  public var byteCount: UInt8
  /// A mask key follows the length (RFC 6455 section 5.3).
  public var isMasked: Bool
  /// The four key bytes, first byte in the low bits; 0 where the frame is not masked.
  public var maskKey: UInt32
  /// Payload bytes on the wire, after the header.
  public var payloadLength: Int

  /// Taken as it is: nothing is checked.
  public init(firstByte: UInt8, byteCount: UInt8, isMasked: Bool, maskKey: UInt32, payloadLength: Int) {
    self.firstByte = firstByte
    self.byteCount = byteCount
    self.isMasked = isMasked
    self.maskKey = maskKey
    self.payloadLength = payloadLength
  }

  /// FIN: the message ends with this frame.
  public var isFinal: Bool { firstByte & 0x80 != 0 }
  /// RSV1: on the first frame of a message, it is compressed (RFC 7692 section 6).
  public var reserved1: Bool { firstByte & 0x40 != 0 }
  /// RSV2: no extension that this library speaks gives it a meaning.
  public var reserved2: Bool { firstByte & 0x20 != 0 }
  /// RSV3: no extension that this library speaks gives it a meaning.
  public var reserved3: Bool { firstByte & 0x10 != 0 }
  /// The low four bits of the first byte.
  public var opcode: Opcode { Opcode(rawValue: firstByte) }
  /// Header and payload together, as the wire carried them.
  public var wireLength: Int { Int(byteCount) + payloadLength }
}

/// Which way a frame went, seen from this side.
public enum Direction: UInt8, Hashable, Sendable {
  /// By this side.
  case sent
  /// By this side, from its peer.
  case received
}

/// What is to be known of a frame beyond its header.
///
/// Inlined, because every frame is asked for several of them, in other modules too.
public struct FrameFlags: OptionSet, Hashable, Sendable {
  /// As logs keep it: a bit never gets another meaning.
  public let rawValue: UInt16
  /// Unknown bits are kept.
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Sent by the protocol itself: the pong to a ping, the reply to a close.
  @inlinable public static var automatic: FrameFlags { FrameFlags(rawValue: 1 << 0) }
  /// Breaks RFC 6455; the connection fails at this frame. The payload may be cut short.
  @inlinable public static var violation: FrameFlags { FrameFlags(rawValue: 1 << 1) }
  /// The connection ended before the whole frame came; the payload is what did come.
  @inlinable public static var incomplete: FrameFlags { FrameFlags(rawValue: 1 << 2) }
  /// Arrived after the Close frame and is ignored (RFC 6455 section 5.5.1).
  @inlinable public static var afterClose: FrameFlags { FrameFlags(rawValue: 1 << 3) }
  /// Part of a message of more than one frame.
  @inlinable public static var fragment: FrameFlags { FrameFlags(rawValue: 1 << 4) }
  /// Ends its message: the only frame, or the last fragment.
  @inlinable public static var endsMessage: FrameFlags { FrameFlags(rawValue: 1 << 5) }
  /// Sent by a replayed script.
  @inlinable public static var replayed: FrameFlags { FrameFlags(rawValue: 1 << 6) }
  /// The stored payload is shorter than the frame's: memory ran short.
  @inlinable public static var shortened: FrameFlags { FrameFlags(rawValue: 1 << 7) }
  /// More of this frame's payload follows, in a later event of the same direction.
  @inlinable public static var continues: FrameFlags { FrameFlags(rawValue: 1 << 8) }
  /// Goes on with the frame of an earlier event, whose header it repeats.
  @inlinable public static var laterPart: FrameFlags { FrameFlags(rawValue: 1 << 9) }
  /// Breaks a rule of RFC 6455 that this connection tolerates (`Tolerance`).
  @inlinable public static var tolerated: FrameFlags { FrameFlags(rawValue: 1 << 10) }
}
