import ByteText
import Formats
import JSONBytes
public import WebSocketCore

/// Makes a script of recorded frames: what was sent becomes steps, chosen replies become expectations.
public struct ScriptDraft: Sendable {
  /// A frame of the log; fragments one by one.
  public struct Frame: Sendable {
    public var direction: Direction
    public var opcode: Opcode
    public var isFinal: Bool
    /// Whole, after decompression. What was masked in it stands as `‹redacted:NAME:HASH›` and becomes a variable.
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
    /// Nanoseconds that an expectation waits; 5 s are not written.
    public var patience: UInt64 = 5_000_000_000

    public init() {}
  }

  /// JSON Lines, to be kept in a file.
  public private(set) var text: [UInt8] = []
  /// Messages that became steps or expectations.
  public private(set) var steps = 0
  /// Frames that did not: broken, cut short, of a reserved kind, or sent by the protocol itself.
  public private(set) var omitted = 0
  /// Values that only their kind is asked of.
  public private(set) var relaxed = 0
  /// Names of variables that secrets were turned into.
  public private(set) var needs: [String] = []

  /// Of the frames, in order, all that were sent are taken, and all that were received: choose before.
  public init(from frames: [Frame], options: Options = Options()) {
    var lines: [[UInt8]] = []
    var clock: UInt64?
    var waiting: [Direction: (opcode: Opcode, payload: [UInt8], largest: Int)] = [:]
    for frame in frames {
      guard !frame.opcode.isReserved, frame.flags.isDisjoint(with: Self.broken) else {
        omitted += 1
        continue
      }
      var (opcode, payload, fragment) = (frame.opcode, frame.payload, 0)
      if frame.opcode.isData {
        if opcode == .continuation {
          guard let begun = waiting[frame.direction] else {
            omitted += 1
            continue
          }
          (opcode, payload, fragment) = (begun.opcode, begun.payload + payload, begun.largest)
        }
        guard frame.isFinal else {
          waiting[frame.direction] = (opcode, payload, max(fragment, frame.payload.count))
          continue
        }
        waiting[frame.direction] = nil
      }
      let after = clock.map { frame.time > $0 ? frame.time - $0 : 0 } ?? 0
      if frame.direction == .sent {
        lines.append(step(opcode, payload, fragment, options.keepsTiming ? after : 0))
      } else {
        let (line, count) = Self.expectation(
          opcode, payload, relaxing: options.relaxation,
          patience: options.patience == 5_000_000_000 ? nil : options.patience)
        lines.append(line)
        relaxed += count
      }
      clock = frame.time
      steps += 1
    }
    text = head(options) + lines.flatMap { $0 + [0x0A] }
  }

  private static let broken: FrameFlags = [.automatic, .violation, .incomplete, .afterClose, .shortened]

  private func head(_ options: Options) -> [UInt8] {
    var line = Array(#"{"script":1"#.utf8)
    func add(_ key: String, _ value: String) {
      line += Array(",\"\(key)\":".utf8)
      JSONText.append(value, asciiOnly: false, to: &line)
    }
    if !options.name.isEmpty { add("name", options.name) }
    if let url = options.url { add("url", url) }
    if !needs.isEmpty {
      line += Array(",\"needs\":[".utf8)
      for (index, name) in needs.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        JSONText.append(name, asciiOnly: false, to: &line)
      }
      line.append(UInt8(ascii: "]"))
    }
    return line + Array("}\n".utf8)
  }

  // MARK: Steps

  private mutating func step(
    _ opcode: Opcode, _ payload: [UInt8], _ fragment: Int, _ after: UInt64
  ) -> [UInt8] {
    var line: [UInt8]
    switch opcode {
    case .close:
      let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 0
      let mayTravel = CloseCode(rawValue: code).mayTravel
      line = Array("{\"close\":\(mayTravel ? "\(code)" : "null")".utf8)
      if payload.count > 2, mayTravel, Self.isText(Array(payload.dropFirst(2))) {
        line += Array(",\"reason\":".utf8)
        Self.append(RedactedText.template(Array(payload.dropFirst(2))) { need($0) }, to: &line)
      }
    case .ping, .pong:
      line = Array("{\"\(opcode == .ping ? "ping" : "pong")\":".utf8)
      appendPayload(payload, isText: Self.isText(payload), to: &line)
    default:
      line = Array("{\"send\":".utf8)
      appendPayload(payload, isText: opcode == .text && Self.isText(payload), to: &line)
    }
    if fragment > 0 { line += Array(",\"fragment\":\(fragment)".utf8) }
    // Finer than a microsecond says nothing.
    let rounded = (after + 500) / 1000 * 1000
    if rounded > 0 { line += Array(",\"after\":\"\(ScriptDuration.words(rounded))\"".utf8) }
    return line + [UInt8(ascii: "}")]
  }

  private mutating func appendPayload(_ payload: [UInt8], isText: Bool, to line: inout [UInt8]) {
    guard isText else {
      line += Array("\"".utf8) + Base64.encoded(payload) + Array("\",\"as\":\"base64\"".utf8)
      return
    }
    Self.append(RedactedText.template(payload) { need($0) }, to: &line)
  }

  private mutating func need(_ name: String) { if !needs.contains(name) { needs.append(name) } }

  private static func isText(_ payload: [UInt8]) -> Bool { payload.withUnsafeBytes { JSONText.isText($0) } }

  private static func append(_ text: [UInt8], to line: inout [UInt8]) {
    text.withUnsafeBytes { JSONText.append($0, asciiOnly: false, to: &line) }
  }

  // MARK: Expectations

  /// A step that expects such a message, and how many values in it were relaxed. `patience` nil says nothing of it.
  static func expectation(
    _ opcode: Opcode, _ payload: [UInt8], relaxing relaxation: ScriptRelaxation, patience: UInt64?
  ) -> (line: [UInt8], relaxed: Int) {
    var line = Array("{\"expect\":".utf8)
    var relaxed = 0
    switch opcode {
    case .close:
      let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 1005
      line += Array("{\"code\":\(min(max(code, 1000), 4999))}".utf8)
    case .ping, .pong:
      line += Array("{\"op\":\"\(opcode == .ping ? "ping" : "pong")\"}".utf8)
    default:
      if opcode == .text, isText(payload) {
        if let document = try? JSONDocument(parsing: payload),
          [.object, .array].contains(document.kind(of: 0))
        {
          var volatile = VolatileValues(document, relaxation)
          line += Array("{\"json\":".utf8) + volatile.relaxed() + Array("}".utf8)
          relaxed = volatile.count
        } else {
          line += Array("{\"text\":".utf8)
          append(RedactedText.escaped(payload), to: &line)
          line += Array("}".utf8)
        }
      } else {
        line += Array("{\"op\":\"binary\",\"base64\":\"".utf8) + Base64.encoded(payload) + Array("\"}".utf8)
      }
    }
    if let patience { line += Array(",\"within\":\"\(ScriptDuration.words(patience))\"".utf8) }
    return (line + [UInt8(ascii: "}")], relaxed)
  }
}
