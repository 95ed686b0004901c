/// Puts the received fragments of an event stream together again (RFC 6455 section 5.4).
///
/// Holds one message at most, of `Limits.message` bytes at most. Frames that were sent, that break a rule, or that came
/// after the close are passed over.
public struct MessageAssembler: Sendable {
  private var bytes: [UInt8] = []
  private var opcode = Opcode.continuation

  /// One for each connection, from its first event on.
  public init() {}

  /// Bytes of an unfinished message: where the connection has ended, the part of it that did come.
  public var unfinishedCount: Int { bytes.count }

  /// Takes the next event, in order; returns a message where it completes one.
  public mutating func append(_ event: FrameEvent) -> Message? {
    guard event.direction == .received,
      event.flags.isDisjoint(with: [.violation, .incomplete, .afterClose])
    else { return nil }
    switch event.opcode {
    case .ping: return .ping(Array(event.payload))
    case .pong: return .pong(Array(event.payload))
    case .close: return .close(Self.status(event.payload))
    default: return appendData(event)
    }
  }

  private mutating func appendData(_ event: FrameEvent) -> Message? {
    if event.opcode != .continuation, !event.flags.contains(.laterPart) {
      opcode = event.opcode
      bytes.removeAll(keepingCapacity: true)
    }
    guard event.flags.contains(.endsMessage) else {
      bytes.append(contentsOf: event.payload)
      return nil
    }
    if bytes.isEmpty { return Self.message(opcode, event.payload) }
    bytes.append(contentsOf: event.payload)
    let whole = bytes.withUnsafeBytes { Self.message(opcode, $0) }
    bytes = []
    return whole
  }

  private static func message(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer) -> Message {
    opcode == .text ? .text(String(decoding: payload, as: UTF8.self)) : .binary(Array(payload))
  }

  private static func status(_ payload: UnsafeRawBufferPointer) -> Closure.Status? {
    guard payload.count >= 2 else { return nil }
    let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
    return Closure.Status(code: code, reason: Array(payload[2...]))
  }
}
