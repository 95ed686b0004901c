import FrameLog
import WebSocketCore

/// One question that a filter asks of a message or an event.
enum FilterTest: Hashable, Sendable {
  case direction(Direction)
  case opcode(Opcode)
  case event
  /// Any frame of the message has one of them.
  case flags(FrameFlags)
  case compressed
  case masked
  case size(ClosedRange<Int>)
  case wire(ClosedRange<Int>)
  /// Nil is any code, and none.
  case close(ClosedRange<Int>?)
  case marked
  case numbers(ClosedRange<Int>)
  case since(Since)
  case json(JSONQuery)
  case text(SearchPattern)
  /// Nanoseconds since 1970, this or later.
  case wallTime(Int64)
  case never

  enum Since: Hashable, Sendable {
    case mark
    /// Nanoseconds before the newest record when the scan begins.
    case ago(Int64)
    /// Nanoseconds after midnight, the last time that the clock showed it.
    case clock(Int64)
  }

  /// What is cheap is asked first.
  var cost: Int {
    switch self {
    case .text(let pattern): pattern.isRegex ? 4 : 2
    case .json: 3
    case .close, .marked: 1
    default: 0
    }
  }

  func holds(for message: JudgedMessage, _ payload: UnsafeRawBufferPointer) -> Bool {
    switch self {
    case .direction(let direction): message.isFrame && message.direction == direction
    case .opcode(let opcode): message.isFrame && message.opcode == opcode
    case .event: !message.isFrame
    case .flags(let flags): !message.flags.isDisjoint(with: flags)
    case .compressed: message.isFrame && message.isCompressed
    case .masked: message.isFrame && message.isMasked
    case .size(let range): message.isFrame && range.contains(message.size)
    case .wire(let range): message.isFrame && range.contains(message.wire)
    case .close(let range): message.hasClose(in: range, payload)
    case .marked: message.isMarked
    case .numbers(let range): range.contains(message.sequence)
    case .json(let query): message.isFrame && query.holds(for: payload, isCut: message.isCut)
    case .text(let pattern): pattern.isFound(in: payload)
    case .wallTime(let earliest): message.wallTime >= earliest
    case .since, .never: false
    }
  }
}
