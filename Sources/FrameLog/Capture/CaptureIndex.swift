import CLinux
import Glibc

/// Where in a capture its records are, every 256 KiB, and what is to be known of long frames: the file `index`. It can be
/// made anew from the segments, so that a fault in it costs time and nothing else.
struct CaptureIndex {
  static let name = "index"
  static let magic = Array("wsgindx\u{1}".utf8)
  /// 256 KiB of records between two checkpoints.
  static let step = 256 << 10

  /// The numbered record at a place in the stream.
  struct Checkpoint: Equatable {
    var sequence: Int
    var offset: Int
  }

  /// 48 bytes: a checksum, and what the kind says.
  struct Entry: Equatable {
    /// 1: `a` is a record's number, `b` its stream offset. 2: the frame `a` has its last piece at `b`.
    var kind: UInt32
    var a: Int
    var b: Int

    static let size = 32

    static func checkpoint(_ point: Checkpoint) -> Entry {
      Entry(kind: 1, a: point.sequence, b: point.offset)
    }
    static func longFrame(_ sequence: Int, last: Int) -> Entry { Entry(kind: 2, a: sequence, b: last) }

    func append(to bytes: inout [UInt8]) {
      var entry = [UInt8](repeating: 0, count: Entry.size)
      entry.withUnsafeMutableBytes { to in
        to.storeBytes(of: kind, toByteOffset: 4, as: UInt32.self)
        to.storeBytes(of: a, toByteOffset: 8, as: Int.self)
        to.storeBytes(of: b, toByteOffset: 16, as: Int.self)
        let sum = wsglass_crc32c(to.baseAddress?.advanced(by: 4), Entry.size - 4)
        to.storeBytes(of: sum, as: UInt32.self)
      }
      bytes += entry
    }

    init(kind: UInt32, a: Int, b: Int) {
      self.kind = kind
      self.a = a
      self.b = b
    }

    /// Nil where the checksum says that it is none.
    init?(_ from: UnsafeRawBufferPointer) {
      guard from.count == Entry.size,
        from.loadUnaligned(as: UInt32.self)
          == wsglass_crc32c(from.baseAddress?.advanced(by: 4), Entry.size - 4)
      else { return nil }
      kind = from.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
      a = from.loadUnaligned(fromByteOffset: 8, as: Int.self)
      b = from.loadUnaligned(fromByteOffset: 16, as: Int.self)
    }
  }

  /// Most entries that are read: 64 MiB of index, some hundred GB of records. What is beyond is scanned.
  static let mostEntries = (64 << 20) / Entry.size

  /// The longest prefix that is one.
  static func read(in folder: Int32, _ operations: FileOperations) -> [Entry] {
    let opened = operations.open(name, in: folder, O_RDONLY)
    guard opened >= 0 else { return [] }
    let descriptor = Int32(opened)
    defer { operations.close(descriptor) }
    let size = min(operations.size(descriptor), magic.count + mostEntries * Entry.size)
    guard size > magic.count else { return [] }
    var bytes = [UInt8](repeating: 0, count: size)
    let read = bytes.withUnsafeMutableBytes { operations.read(into: $0, from: descriptor, at: 0) }
    guard read >= magic.count, bytes.starts(with: magic) else { return [] }
    var entries: [Entry] = []
    entries.reserveCapacity(read / Entry.size)
    bytes.withUnsafeBytes { bytes in
      var offset = magic.count
      while offset + Entry.size <= read,
        let entry = Entry(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Entry.size]))
      {
        entries.append(entry)
        offset += Entry.size
      }
    }
    return entries
  }
}
