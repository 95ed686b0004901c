import FrameLog
import WebSocketCore

/// A message of which more is to come: what came so far, joined.
struct OpenMessage: Sendable {
  /// Bytes of a message in several frames, or still arriving, that are looked at; 8 MiB. Its size counts all the same.
  static let reach = 8 << 20

  /// Its sizes are those of the frames that are whole.
  private(set) var head: JudgedMessage
  private var bytes: [UInt8] = []
  private var lastFragment: UInt32
  /// The frame of it that is still arriving.
  private(set) var arriving: Int?
  private var arrivingBytes: [UInt8] = []
  private var arrivingWire = 0
  private var arrivingSize = 0
  /// Its size when it was last judged.
  private var judgedSize = -1

  init(_ record: LogRecord, _ payload: UnsafeRawBufferPointer) {
    head = JudgedMessage(record)
    head.size = 0
    head.wire = 0
    head.flags.remove(.continues)
    head.isCut = false
    lastFragment = record.fragmentIndex
    take(record, payload)
  }

  /// Whether `record` is its next fragment.
  func isContinued(by record: LogRecord) -> Bool {
    arriving == nil && record.fragmentIndex == lastFragment &+ 1
  }

  /// Adds a fragment. True where the message ends with it.
  mutating func add(_ record: LogRecord, _ payload: UnsafeRawBufferPointer) -> Bool {
    lastFragment = record.fragmentIndex
    take(record, payload)
    return arriving == nil && record.flags.contains(.endsMessage)
  }

  /// Looks again at the frame that is arriving. True where the message ends with it. While it is arriving, its bytes are
  /// read again only where they have doubled, or `isQuiet`.
  mutating func lookAgain(_ record: LogRecord, _ reader: LogReader, isQuiet: Bool) -> Bool {
    if record.isArriving {
      arrivingSize = record.payloadLength
      guard mayBeJudged(isQuiet: isQuiet) else { return false }
    }
    let payload = reader.payload(record.sequence, limit: max(0, Self.reach - bytes.count))
    payload.withUnsafeBytes { take(record, $0) }
    return arriving == nil && (record.fragmentIndex == 0 || record.flags.contains(.endsMessage))
  }

  private mutating func take(_ record: LogRecord, _ payload: UnsafeRawBufferPointer) {
    head.flags.formUnion(record.flags.subtracting(.continues))
    if !record.flags.isDisjoint(with: [.shortened, .incomplete]) { head.isCut = true }
    let front = payload.prefix(max(0, Self.reach - bytes.count))
    if record.isArriving {
      arriving = record.sequence
      arrivingBytes = Array(front)
      arrivingSize = record.payloadLength
      arrivingWire = record.header.payloadLength
      return
    }
    arriving = nil
    arrivingBytes = []
    (arrivingSize, arrivingWire) = (0, 0)
    bytes.append(contentsOf: front)
    head.size += record.payloadLength
    head.wire += record.header.payloadLength
  }

  // MARK: Judging

  private var size: Int { head.size + arrivingSize }
  /// More came since it was last judged.
  var hasGrown: Bool { size > judgedSize }

  /// It is twice as much as then, so that all judging together costs twice the last one; or more at all, and nothing
  /// else goes on. Of a message beyond `reach` only the size can be news.
  func mayBeJudged(isQuiet: Bool) -> Bool {
    guard hasGrown else { return false }
    return size >= max(1, judgedSize) * 2 || isQuiet && size <= Self.reach
  }

  mutating func judge(isComplete: Bool, _ body: (JudgedMessage, UnsafeRawBufferPointer) -> Void) {
    judgedSize = size
    var message = head
    message.size = size
    message.wire += arrivingWire
    message.isCut = head.isCut || !isComplete || size > Self.reach
    let all = arrivingBytes.isEmpty ? bytes : bytes + arrivingBytes
    all.withUnsafeBytes { body(message, $0) }
  }
}
