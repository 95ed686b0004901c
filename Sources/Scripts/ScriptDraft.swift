public import WebSocketCore

/// Makes a script of recorded frames: what was sent becomes steps, chosen replies become expectations.
public struct ScriptDraft: Sendable {
  /// A frame of the log; fragments one by one.
  public struct Frame: Sendable {
    public var direction: Direction
    public var opcode: Opcode
    public var isFinal: Bool
    /// Whole, after decompression.
    public var payload: [UInt8]
    /// Monotonic nanoseconds.
    public var time: UInt64
    /// `.automatic` and broken ones are left out.
    public var flags: FrameFlags

    public init(
      direction: Direction, opcode: Opcode, isFinal: Bool = true, payload: [UInt8], time: UInt64,
      flags: FrameFlags = []
    ) {
      self.direction = direction
      self.opcode = opcode
      self.isFinal = isFinal
      self.payload = payload
      self.time = time
      self.flags = flags
    }
  }

  public struct Options: Sendable {
    public var name = ""
    /// Where it was recorded, secrets masked.
    public var url: String?
    /// `after` on every step, as it was recorded.
    public var keepsTiming = true
    public var relaxation = ScriptRelaxation.standard
    /// Nanoseconds that an expectation waits: 5 s.
    public var patience: UInt64 = 5_000_000_000

    public init() {}
  }

  /// JSON Lines, to be kept in a file.
  public let text: [UInt8]
  /// Frames that became steps.
  public let steps: Int
  /// Frames that did not: broken, cut short, of a reserved kind.
  public let omitted: Int
  /// Values that only their kind is asked of.
  public let relaxed: Int

  /// Of the frames, in order, all that were sent are taken, and all that were received: choose before.
  public init(from frames: [Frame], options: Options = Options()) {
    text = []
    steps = 0
    omitted = 0
    relaxed = 0
  }
}
