/// RFC 6455 after the opening handshake, as a value: bytes in, frame events and bytes out.
///
/// It is pulled. The owner reads into a buffer of its own and goes round like this:
///
/// 1. `receive` parses what the demand allows and fills a batch. Payloads point into the owner's buffer.
/// 2. The owner delivers the batch, and may `send` answers at once.
/// 3. While `hasUnparsed` and there is demand: `resume`, and deliver again.
/// 4. `keepUnparsed` copies what is left of the owner's buffer, which may then be used again.
/// 5. `withOutput` and `outputWritten` give the bytes to write; after writing, `flushPendingPong`.
///
/// A frame that ends the WebSocket level (a Close frame or a violation) never shares a call with frames before it:
/// `receive` stops in front of it with `endIsPending`, so that messages which came before it are delivered and their
/// answers are framed before the Close frame is. The next `resume` or `receive` takes it up.
///
/// It is not a message store: fragments are events of their own, see `MessageAssembler`.
public struct WebSocketProtocol: ~Copyable {
  /// Bytes. With more than this waiting to be written, only the newest pong is kept back, not framed.
  public static let pongHighWater = 64 << 10

  /// Frames parsed by one call, 192 KiB of events: a peer's flood of empty frames can't make a batch large.
  public static let batchLimit = 4_096

  /// 64 KiB. Frames after the closing handshake have no meaning, so no memory is spent on a longer one: it and what
  /// follows are only counted (`ignoredByteCount`).
  static let afterCloseLimit = 64 << 10

  /// Which side this is; it never changes.
  public let role: Role
  /// As they were given at the beginning.
  public let options: ProtocolOptions
  /// Where the closing handshake is.
  public internal(set) var phase: Phase = .open
  /// Bytes that came after the connection had failed or ended and were thrown away unread.
  public internal(set) var ignoredByteCount = 0

  // Receiving
  var intake = Intake.frames
  var halt = Halt.starved
  /// What was not parsed of earlier input: at most one partial frame, or more where the demand ran out.
  var kept = ByteBuffer()
  /// The running input, valid until `keepUnparsed`.
  var input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  var inputHasEnded = false
  var incoming = IncomingMessage()
  /// Payload bytes of the frame in front that are unmasked and, in text, checked already.
  var processed = 0
  /// The frame in front breaks this rule; reported by the next call.
  var pendingFailure: ProtocolError?
  /// What is shown of a part that breaks a rule and was held back.
  var heldBackPart = ByteBuffer()
  var running: RunningFrame?
  var inflater = Inflater()
  var arena = InflateArena()

  // Sending
  var output = ByteBuffer()
  var outgoing = MessageUnderway()
  var deflater: Deflater?
  var deflated = ByteBuffer()
  var pendingPong = ByteBuffer()
  var hasPendingPong = false
  /// Payload of the Close frame that we sent, for its event.
  var closePayload = ByteBuffer()

  // Convenience
  var frames: [Frame] = []
  var assembler = FrameAssembler()
  var convenienceRandom: SecureRandom?

  init(role: Role, options: ProtocolOptions) {
    self.role = role
    self.options = options
    guard let agreed = options.compression else { return }
    let bits = role == .client ? agreed.clientMaxWindowBits : agreed.serverMaxWindowBits
    if Deflater.canUse(windowBits: bits) { deflater = Deflater(windowBits: bits) }
  }

  /// A connection whose opening handshake has just succeeded.
  public static func open(as role: Role, options: ProtocolOptions = ProtocolOptions()) -> WebSocketProtocol {
    WebSocketProtocol(role: role, options: options)
  }

  /// How the WebSocket level ended: by both Close frames, by a violation, or by the end of the input.
  public var closure: Closure? {
    if case .closed(let closure) = phase { closure } else { nil }
  }

  /// Parsing stopped for want of demand, at a full batch, or in front of the frame that ends the connection: `resume` may
  /// find frames.
  public var hasUnparsed: Bool { halt != .starved }

  /// The next frame is a Close frame or breaks a rule. It is held back until the next `resume` or `receive`, so that
  /// answers to the messages before it are framed first. Owners whose messages are answered by others should wait
  /// until those have taken the messages.
  public var endIsPending: Bool { halt == .end }

  /// A message of the peer has begun and not ended: more fragments, or more of a large frame, are to come.
  public var isInsideMessage: Bool { incoming.isOpen }

  /// When the message of `isInsideMessage` began, by the time given to the call that parsed its first frame.
  public var openMessageSince: UInt64? { incoming.isOpen ? incoming.began : nil }

  /// A frame of the peer has begun that is not whole.
  public var isInsideFrame: Bool {
    running != nil || halt == .starved && intake != .nothing && !(kept.isEmpty && input.isEmpty)
  }

  /// Bytes of memory that this connection holds by itself, used or not: what a peer may make grow, for tests that
  /// bound it.
  var heldByteCount: Int {
    let deflating =
      switch deflater {
      case .some(let deflater): deflater.heldByteCount
      case nil: 0
      }
    return kept.heldByteCount + heldBackPart.heldByteCount + arena.heldByteCount + inflater.heldByteCount
      + output.heldByteCount + deflated.heldByteCount + pendingPong.heldByteCount
      + closePayload.heldByteCount + deflating
  }

  /// What to do with the peer's bytes.
  enum Intake {
    case frames
    /// Both Close frames have travelled: shown, but without effect.
    case framesAfterClose
    case nothing
  }

  /// Why parsing stopped.
  enum Halt {
    case starved
    /// No demand, or the batch is full.
    case demand
    case end
  }
}

/// The peer's message of which some fragments have come.
struct IncomingMessage {
  /// `.continuation` stands for: none.
  var opcode = Opcode.continuation
  /// Monotonic nanoseconds.
  var began: UInt64 = 0
  var length = 0
  var fragments = 0
  var isCompressed = false
  /// Bytes that came out of the inflater.
  var inflated = 0
  var text = UTF8Validator()

  var isOpen: Bool { opcode != .continuation }
}

/// Our own message of which some fragments are out.
struct MessageUnderway {
  var opcode = Opcode.continuation
  var fragments: UInt32 = 0
  var isCompressed = false
  var text = UTF8Validator()

  var isOpen: Bool { opcode != .continuation }
}
