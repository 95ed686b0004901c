/// What a peer may make this side hold or wait for (RFC 6455 section 10.4).
///
/// There is no "unlimited": a value outside its range is moved to the nearest end of it.
public struct Limits: Hashable, Sendable {
  /// Bytes of one line of the handshake's head, without its line end.
  public var headerLine: Int = 8 << 10 { didSet { headerLine = Self.clamp(headerLine, 64...(1 << 20)) } }
  /// Bytes of a whole head, with its line ends. Each interim response counts by itself.
  public var head: Int = 64 << 10 { didSet { head = Self.clamp(head, 128...(16 << 20)) } }
  /// Header fields of one head.
  public var headerFields: Int = 128 { didSet { headerFields = Self.clamp(headerFields, 1...65_536) } }
  /// 1xx responses before the final one (RFC 9110 section 15.2).
  public var interimResponses: Int = 8 {
    didSet { interimResponses = Self.clamp(interimResponses, 0...1_024) }
  }
  /// Bytes kept of the body of a response that refuses the upgrade.
  public var errorBody: Int = 1 << 20 { didSet { errorBody = Self.clamp(errorBody, 0...(64 << 20)) } }
  /// Payload bytes of one frame. At most 1 GiB, because a frame is held whole in memory.
  public var frame: Int = 16 << 20 { didSet { frame = Self.clamp(frame, 125...(1 << 30)) } }
  /// Payload bytes of one message, all its fragments together.
  public var message: Int = 64 << 20 { didSet { message = Self.clamp(message, 125...(1 << 40)) } }
  /// Frames of one message.
  public var fragments: Int = 16_384 { didSet { fragments = Self.clamp(fragments, 1...(1 << 30)) } }

  public init() {}

  private static func clamp(_ value: Int, _ range: ClosedRange<Int>) -> Int {
    min(max(value, range.lowerBound), range.upperBound)
  }
}
