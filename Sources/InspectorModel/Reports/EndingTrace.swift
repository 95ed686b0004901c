import FrameLog
import WebSocketCore

/// What the log says of the time before an end: who was silent how long, and which of our pings nobody answered.
struct EndingTrace {
  struct Frame {
    var sequence: Int
    var opcode: Opcode
    /// Nanoseconds before the end.
    var before: UInt64
  }
  /// The newest frame that each side sent before the closing began.
  private(set) var fromPeer: Frame?
  private(set) var fromUs: Frame?
  /// Pings of ours without a pong, newest first.
  private(set) var unanswered: [Frame] = []
  /// The log begins, or the look ended, before both sides had said something.
  private(set) var isCut = false

  /// Records that are looked at.
  static let reach = 65_536

  /// `start` is the note that the connection opened with, where it is known.
  init(_ reader: LogReader, endedAt sequence: Int, openedAt start: Int?) {
    guard let end = reader.record(sequence) else { return }
    let least = max(reader.range.lowerBound, start ?? 0, sequence - Self.reach)
    var answered: Set<[UInt8]> = []
    var isAnswered = false
    var place = sequence - 1
    while place >= least {
      defer { place -= 1 }
      guard let record = reader.record(place), record.isFrame else { continue }
      let frame = Frame(
        sequence: place, opcode: record.opcode, before: end.time >= record.time ? end.time - record.time : 0)
      switch (record.direction, record.opcode) {
      case (_, .close): continue
      case (.received, .pong):
        // A pong answers all pings before its own (RFC 6455 section 5.5.3).
        answered.insert(reader.payload(place, limit: 125))
      case (.sent, .ping):
        if answered.contains(reader.payload(place, limit: 125)) { isAnswered = true }
        if !isAnswered, unanswered.count < 100 { unanswered.append(frame) }
      default: break
      }
      if record.direction == .received { fromPeer = fromPeer ?? frame } else { fromUs = fromUs ?? frame }
      if fromPeer != nil, fromUs != nil, isAnswered || sequence - place > 4096 { return }
    }
    isCut = start.map { least > $0 } ?? true
  }

  /// Nanoseconds in which nothing came or went before the end.
  var idle: UInt64? {
    [fromPeer?.before, fromUs?.before].compactMap(\.self).min()
  }
}
