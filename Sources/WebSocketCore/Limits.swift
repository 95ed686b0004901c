/// What a peer may make this side hold or wait for (RFC 6455 section 10.4).
///
/// There is no "unlimited": a value outside its range is moved to the nearest end of it.
public struct Limits: Hashable, Sendable {
  /// Bytes of one line of the handshake's head, without its line end: 64 to 1 MiB.
  public var headerLine: Int = 8 << 10 { didSet { headerLine = Self.clamp(headerLine, 64...(1 << 20)) } }
  /// Bytes of a whole head, with its line ends: 128 to 16 MiB. Each interim response counts by itself.
  public var head: Int = 64 << 10 { didSet { head = Self.clamp(head, 128...(16 << 20)) } }
  /// Header fields of one head: 1 to 65,536.
  public var headerFields: Int = 128 { didSet { headerFields = Self.clamp(headerFields, 1...65_536) } }
  /// 1xx responses before the final one (RFC 9110 section 15.2): 0 to 1,024.
  public var interimResponses: Int = 8 {
    didSet { interimResponses = Self.clamp(interimResponses, 0...1_024) }
  }
  /// Bytes kept of the body of a response that refuses the upgrade: 0 to 64 MiB.
  public var errorBody: Int = 1 << 20 { didSet { errorBody = Self.clamp(errorBody, 0...(64 << 20)) } }
  /// Payload bytes of one frame, as they travel: 125 to 1 GiB. A large one is handed on in parts and not held here.
  public var frame: Int = 16 << 20 { didSet { frame = Self.clamp(frame, 125...(1 << 30)) } }
  /// Payload bytes of one message, all its fragments together, as they travel and also inflated: 125 to 1 TiB.
  public var message: Int = 64 << 20 { didSet { message = Self.clamp(message, 125...(1 << 40)) } }
  /// Frames of one message: 1 to 2^30.
  public var fragments: Int = 16_384 { didSet { fragments = Self.clamp(fragments, 1...(1 << 30)) } }

  /// The standard values.
  public init() {}

  private static func clamp(_ value: Int, _ range: ClosedRange<Int>) -> Int {
    min(max(value, range.lowerBound), range.upperBound)
  }
}
