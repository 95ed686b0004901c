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

    @inline(__always)
    var fifthWord: UInt64 { UInt64(maskKey) | UInt64(fragmentIndex) << 32 }
    @inline(__always)
    var sixthWord: UInt64 {
      let front = UInt64(flags) | UInt64(firstByte) << 16 | UInt64(headerByteCount) << 24
      return front | UInt64(bits) << 32 | UInt64(note) << 40 | UInt64(kind) << 48 | UInt64(version) << 56
    }

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

  /// Puts an entry behind the first word of the head, in words: the processor waits for pieces that it has to put together.
  @inline(__always)
  static func store(_ entry: Entry, at record: UnsafeMutableRawPointer) {
    (record + 8).storeBytes(of: UInt64(bitPattern: Int64(entry.sequence)), as: UInt64.self)
    (record + 16).storeBytes(of: UInt64(bitPattern: entry.wallTime), as: UInt64.self)
    (record + 24).storeBytes(of: entry.time, as: UInt64.self)
    (record + 32).storeBytes(of: UInt64(bitPattern: Int64(entry.framePayloadLength)), as: UInt64.self)
    (record + 40).storeBytes(of: entry.fifthWord, as: UInt64.self)
    (record + 48).storeBytes(of: entry.sixthWord, as: UInt64.self)
  }

  /// Puts a whole record with its checksum, what follows its payload excepted.
  @inline(__always)
  static func seal(_ entry: Entry, payload: UnsafeRawBufferPointer, at record: UnsafeMutableRawPointer) {
    wsglass_record(
      record, UInt64(bitPattern: Int64(entry.sequence)), UInt64(bitPattern: entry.wallTime), entry.time,
      UInt64(bitPattern: Int64(entry.framePayloadLength)), entry.fifthWord, entry.sixthWord,
      payload.baseAddress, payload.count)
  }

  /// The checksum of a record whose head is at `record`; its payload is there too.
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
