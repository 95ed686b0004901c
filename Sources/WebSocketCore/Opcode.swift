/// The four bits that say what a frame is (RFC 6455 section 5.2).
public struct Opcode: RawRepresentable, Hashable, Sendable {
  /// 0 to 15.
  public let rawValue: UInt8

  /// Keeps the low four bits, so every value a wire can hold has an `Opcode`, also reserved ones.
  public init(rawValue: UInt8) { self.rawValue = rawValue & 0x0F }

  /// More of the message that an earlier frame began (RFC 6455 section 5.4).
  public static let continuation = Opcode(rawValue: 0x0)
  /// UTF-8, or the first fragment of it (section 5.6).
  public static let text = Opcode(rawValue: 0x1)
  /// Any bytes, or the first fragment of them (section 5.6).
  public static let binary = Opcode(rawValue: 0x2)
  /// The last frame of its direction (section 5.5.1).
  public static let close = Opcode(rawValue: 0x8)
  /// Asks for a pong (section 5.5.2).
  public static let ping = Opcode(rawValue: 0x9)
  /// Answers a ping, or comes unasked (section 5.5.3).
  public static let pong = Opcode(rawValue: 0xA)

  /// Control frames carry at most 125 bytes and are never fragmented (RFC 6455 section 5.5).
  public var isControl: Bool { rawValue & 0x8 != 0 }
  /// Continuation, text or binary.
  public var isData: Bool { rawValue <= 0x2 }
  /// 3-7 and 0xB-0xF (RFC 6455 section 5.2).
  public var isReserved: Bool { rawValue & 0x7 > 2 }
}
