public import WebSocketCore

/// The messages that a run received, for a comparison with those of another run of the same script.
public struct ReplyRecord: Sendable {
  /// 200,000 messages and 256 MiB; what comes beyond is counted.
  public static let limit = (messages: 200_000, bytes: 256 << 20)

  public struct Reply: Sendable {
    /// Expectations that had been met before it came: what is compared is what came for the same one.
    public var group: Int
    public var opcode: Opcode
    public var payload: [UInt8]

    public init(group: Int, opcode: Opcode, payload: [UInt8]) {
      self.group = group
      self.opcode = opcode
      self.payload = payload
    }
  }

  public private(set) var replies: [Reply] = []
  public private(set) var omitted = 0
  private var bytes = 0
  private var assembler = MessageAssembler()

  public init() {}

  mutating func received(_ event: FrameEvent, matched: Int) {
    guard let message = assembler.append(event) else { return }
    switch message {
    case .text(let text): append(Reply(group: matched, opcode: .text, payload: Array(text.utf8)))
    case .binary(let bytes): append(Reply(group: matched, opcode: .binary, payload: bytes))
    case .ping, .pong, .close: break
    }
  }

  private mutating func append(_ reply: Reply) {
    guard replies.count < Self.limit.messages, bytes + reply.payload.count <= Self.limit.bytes else {
      omitted += 1
      return
    }
    bytes += reply.payload.count
    replies.append(reply)
  }
}
