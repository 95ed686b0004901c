import CLinux

/// How a record lies in memory and in a capture file alike: a head of 56 bytes, the payload, zeros up to a multiple of 8.
///
///     0  UInt32  CRC32C of all that follows, up to the payload's end; only in files
///     4  UInt32  payload bytes
///     8  Entry   48 bytes
///
/// Little-endian, as both processors are that this runs on; the file's magic number says so.
enum RecordLayout {
  static let headSize = 8 + MemoryLayout<Entry>.size
  /// No payload of one record is longer: 256 MiB. Larger frames come in parts.
  static let payloadLimit = 256 << 20

  enum Kind: UInt8 {
    /// A frame or a note, with a number of its own.
    case numbered
    /// More of the payload of the frame `sequence`; `framePayloadLength` is the stream offset of the piece before.
    case part
    /// `ConnectionFacts` as JSON, right behind the note that they belong to.
    case facts
    /// Nothing, up to where a block of a file begins.
    case padding
  }

  /// What is said of a record: no references, no pointers.
  struct Entry {
    var sequence: Int
    var wallTime: Int64
    var time: UInt64
    var framePayloadLength: Int
    var maskKey: UInt32
    var fragmentIndex: UInt32
    var flags: UInt16
    var firstByte: UInt8
    var headerByteCount: UInt8
    /// Bit 0: note, bit 1: received, bit 2: masked, bit 3: came in parts (`LongFrame`).
    var bits: UInt8
    var note: UInt8
    var kind: UInt8
    var version: UInt8 = 1

    /// A file is not believed where sums of its numbers could overflow.
    var isSane: Bool {
      version == 1 && isSane(sequence) && isSane(framePayloadLength) && isSane(Int(wallTime.magnitude >> 2))
        && time < 1 << 62
    }
    private func isSane(_ number: Int) -> Bool { RecordLayout.isSane(number) }
  }

  /// A count or a place that can be added to others.
  static func isSane(_ number: Int) -> Bool { (0..<1 << 61).contains(number) }

  /// With its head and the zeros behind it.
  @inline(__always)
  static func size(_ payload: Int) -> Int { (headSize &+ payload &+ 7) & ~7 }

  /// Of a record whose head is at `record`; its payload is there too.
  @inline(__always)
  static func checksum(_ record: UnsafeRawPointer, payload: Int) -> UInt32 {
    wsglass_crc32c(record + 4, headSize &- 4 &+ payload)
  }

  @inline(__always)
  static func payloadLength(_ record: UnsafeRawPointer) -> Int {
    Int(record.load(fromByteOffset: 4, as: UInt32.self))
  }

  @inline(__always)
  static func entry(_ record: UnsafeRawPointer) -> Entry { record.load(fromByteOffset: 8, as: Entry.self) }
}
