import FrameLog
public import WebSocketCore

/// A filter's words asked of a message that stands in no log: what scripts expect.
public struct MessageFilter: Sendable {
  public let text: String
  private let program: FilterProgram

  /// Refuses what only a log can tell: marks, numbers, times, flags, events, and how a message travelled. Capitals and
  /// small letters are different ones.
  public init(parsing text: String) throws(FilterError) {
    let filter = try FrameFilter(parsing: text, case: .exact)
    self.text = text
    program = filter.program
    for test in program.tests {
      let name: String
      switch test {
      case .direction, .opcode, .size, .close, .json, .text, .never: continue
      case .event: name = "events"
      case .flags, .compressed, .masked: name = "flags"
      case .wire: name = "bytes on the wire"
      case .marked: name = "marks"
      case .numbers: name = "numbers of rows"
      case .since, .wallTime: name = "times"
      }
      throw FilterError(range: 0..<text.utf8.count, words: "a message alone has no \(name)")
    }
  }

  /// `payload` is whole, after decompression.
  public func passes(_ opcode: Opcode, _ direction: Direction, _ payload: UnsafeRawBufferPointer) -> Bool {
    let record = LogRecord(
      sequence: 1, kind: .frame, note: .none, direction: direction,
      header: FrameHeader(
        firstByte: 0x80 | opcode.rawValue, byteCount: 2, isMasked: false, maskKey: 0,
        payloadLength: payload.count),
      flags: .endsMessage, fragmentIndex: 0, wallTime: 0, time: 0, payloadLength: payload.count)
    return program.holds(for: JudgedMessage(record), payload)
  }
}
