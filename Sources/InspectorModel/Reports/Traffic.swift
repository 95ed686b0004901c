import FrameLog
import WebSocketCore

/// What went over a connection, counted record by record as the log is gone through; notes are passed over.
public struct Traffic: Sendable {
  /// One direction.
  struct Way: Sendable {
    var frames = 0
    /// Data messages that are whole.
    var messages = 0
    /// Payload bytes, inflated, and as they travelled.
    var bytes = 0
    var wire = 0
    var smallest: Int?
    var largest = 0
    var opcodes: [UInt8: Int] = [:]
    /// Data messages by the power of two that their size is below; 0 for empty ones.
    var sizes = [Int](repeating: 0, count: 65)
    /// Payload bytes of data frames; of compressed messages, and as those travelled.
    var dataBytes = 0
    var inflated = 0
    var deflated = 0
    fileprivate var running = 0
    fileprivate var isCompressed = false
  }

  private(set) var received = Way()
  private(set) var sent = Way()
  private(set) var violations = 0
  private(set) var compressed = 0
  /// Nanoseconds of the newest answers to our pings, in order of arrival.
  private(set) var roundTrips: [UInt64] = []
  private(set) var first: UInt64?
  private(set) var last: UInt64?
  /// What received and sent JSON objects call themselves, with how many.
  private(set) var types: [String: Int] = [:]
  private(set) var untyped = 0
  /// The number of the next record to be looked at.
  private(set) var next = 0
  private var pings: [(payload: [UInt8], time: UInt64)] = []

  /// Records of one step: two or three milliseconds.
  static let step = 50_000
  static let roundTripLimit = 1000
  static let typeLimit = 200
  static let pingLimit = 64

  init() {}

  /// Looks at the next records; true where there are more.
  mutating func take(_ reader: LogReader, _ range: Range<Int>) -> Bool {
    if next < range.lowerBound { next = range.lowerBound }
    let end = min(range.upperBound, next + Self.step)
    guard next < end else { return false }
    var stopped = end
    reader.forEach(in: next..<end) { record, payload in
      // It is counted when it is whole.
      if record.isArriving {
        stopped = record.sequence
        return false
      }
      if record.isFrame { count(record, payload) }
      return true
    }
    next = stopped
    return next < range.upperBound && stopped == end
  }

  private mutating func count(_ record: LogRecord, _ payload: UnsafeRawBufferPointer) {
    first = first ?? record.time
    last = record.time
    if record.flags.contains(.violation) { violations += 1 }
    if record.direction == .received { add(record, to: \.received) } else { add(record, to: \.sent) }
    switch record.opcode {
    case .text where !record.isLaterFragment:
      if record.header.reserved1 { compressed += 1 }
      name(JSONTypeName.find(in: payload))
    case .binary where record.header.reserved1: compressed += 1
    case .ping where record.direction == .sent:
      if pings.count == Self.pingLimit { pings.removeFirst() }
      pings.append((Array(payload.prefix(125)), record.time))
    case .pong where record.direction == .received: answered(payload, at: record.time)
    default: break
    }
  }

  private mutating func add(_ record: LogRecord, to way: WritableKeyPath<Traffic, Way>) {
    var changed = self[keyPath: way]
    changed.frames += 1
    changed.bytes += record.payloadLength
    changed.wire += record.header.payloadLength + Int(record.header.byteCount)
    changed.opcodes[record.opcode.rawValue, default: 0] += 1
    if record.opcode.isData {
      changed.dataBytes += record.payloadLength
      if !record.isLaterFragment { changed.isCompressed = record.header.reserved1 }
      if changed.isCompressed {
        changed.inflated += record.payloadLength
        changed.deflated += record.header.payloadLength
      }
      changed.running = (record.isLaterFragment ? changed.running : 0) + record.payloadLength
      if record.flags.contains(.endsMessage) || record.fragmentIndex == 0 {
        changed.messages += 1
        changed.largest = max(changed.largest, changed.running)
        changed.smallest = min(changed.smallest ?? changed.running, changed.running)
        changed.sizes[Int.bitWidth - max(0, changed.running).leadingZeroBitCount] += 1
      }
    }
    self[keyPath: way] = changed
  }

  private mutating func answered(_ pong: UnsafeRawBufferPointer, at time: UInt64) {
    guard let index = pings.firstIndex(where: { $0.payload.elementsEqual(pong) }) else { return }
    if roundTrips.count == Self.roundTripLimit { roundTrips.removeFirst(Self.roundTripLimit / 10) }
    if time >= pings[index].time { roundTrips.append(time - pings[index].time) }
    pings.removeFirst(index + 1)
  }

  private mutating func name(_ type: String?) {
    guard let type, types[type] != nil || types.count < Self.typeLimit else {
      untyped += 1
      return
    }
    types[type, default: 0] += 1
  }
}
