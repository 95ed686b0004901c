import FrameLog
import WebSocketCore

/// What a filter sees of a message or an event beside its payload.
struct JudgedMessage: Sendable {
  let sequence: Int
  let isFrame: Bool
  let direction: Direction
  let opcode: Opcode
  let isCompressed: Bool
  let isMasked: Bool
  let wallTime: Int64
  let note: NoteKind
  /// Those of all fragments.
  var flags: FrameFlags
  /// Bytes after decompression, of all fragments.
  var size: Int
  /// Payload bytes as they travelled.
  var wire: Int
  var isMarked = false
  /// Of a note that tells how the connection ended.
  var closeCode: Int?
  /// Not all of its payload is there.
  var isCut: Bool

  /// Somebody will want to know of it, whatever is looked for.
  var isError: Bool { flags.contains(.violation) || note == .failed }

  /// What ends a payload before its end.
  static let cuts: FrameFlags = [.shortened, .incomplete, .continues]

  @inline(__always)
  init(_ record: LogRecord) {
    sequence = record.sequence
    isFrame = record.isFrame
    direction = record.direction
    opcode = record.opcode
    isCompressed = record.header.reserved1
    isMasked = record.header.isMasked
    wallTime = record.wallTime
    note = record.note
    flags = record.flags
    size = record.payloadLength
    wire = record.header.payloadLength
    isCut = !record.flags.isDisjoint(with: Self.cuts)
  }

  /// A Close frame's code (RFC 6455 section 5.5.1), 1005 where it has none; or a note's.
  func hasClose(in range: ClosedRange<Int>?, _ payload: UnsafeRawBufferPointer) -> Bool {
    if isFrame {
      guard opcode == .close else { return false }
      let code = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005
      return range?.contains(code) ?? true
    }
    guard let closeCode else { return range == nil && note == .closed }
    return range?.contains(closeCode) ?? true
  }
}
