import CLinux
import Glibc

/// One file of a capture: a head of one page, then records from a place in the log's stream on.
///
/// A class because the descriptor is shared by who writes, who syncs and who reads, and closed by the last.
/// `@unchecked Sendable`: all that changes is the second descriptor, which only the writing thread touches.
final class SegmentFile: @unchecked Sendable {
  static let magic = Array("wsglass\u{1}".utf8)
  /// Records begin here.
  static let headSize = LogBlock.alignment
  /// 64 MiB: a file that long is followed by another.
  static let largest = 64 << 20
  /// 512 KiB: less goes through the page cache, where a reader finds it again.
  private static let smallestDirect = 512 << 10

  /// Stream offset of its first record.
  let start: Int
  let name: String
  let descriptor: Int32
  private let operations: FileOperations
  private let folder: Int32
  /// Past the page cache: a third of the cost. -1: not tried yet, -2: the file system has no such thing.
  private var direct: Int32 = -1

  private init(start: Int, name: String, descriptor: Int32, folder: Int32, _ operations: FileOperations) {
    self.start = start
    self.name = name
    self.descriptor = descriptor
    self.folder = folder
    self.operations = operations
  }

  deinit {
    if direct >= 0 { operations.close(direct) }
    operations.close(descriptor)
  }

  static func name(_ start: Int) -> String {
    let digits = String(start, radix: 16)
    return String(repeating: "0", count: max(0, 16 - digits.count)) + digits + ".frames"
  }

  /// By its name, where it is one of a segment.
  static func start(_ name: String) -> Int? {
    guard name.utf8.count == 23, name.hasSuffix(".frames") else { return nil }
    return Int(name.prefix(16), radix: 16).flatMap { RecordLayout.isSane($0) ? $0 : nil }
  }

  static func create(start: Int, in folder: Int32, _ operations: FileOperations) -> Result<
    SegmentFile, CaptureError
  > {
    let name = name(start)
    // A file of this name is there where an attempt failed before anything was kept by it.
    let descriptor = operations.open(name, in: folder, O_RDWR | O_CREAT | O_TRUNC)
    guard descriptor >= 0 else { return .failure(.cannotWrite(name, Int32(-descriptor))) }
    let file = SegmentFile(
      start: start, name: name, descriptor: Int32(descriptor), folder: folder, operations)
    var head = [UInt8](repeating: 0, count: headSize)
    head.replaceSubrange(0..<8, with: magic)
    withUnsafeBytes(of: UInt64(start).littleEndian) { head.replaceSubrange(8..<16, with: $0) }
    let sum = head.withUnsafeBytes { wsglass_crc32c($0.baseAddress, 16) }
    withUnsafeBytes(of: sum.littleEndian) { head.replaceSubrange(16..<20, with: $0) }
    let written = head.withUnsafeBytes { operations.write($0, to: file.descriptor, at: 0) }
    return written < 0 ? .failure(.cannotWrite(name, Int32(-written))) : .success(file)
  }

  static func open(_ name: String, in folder: Int32, _ operations: FileOperations) -> Result<
    SegmentFile, CaptureError
  > {
    guard let start = start(name) else { return .failure(.notACapture(name)) }
    let descriptor = operations.open(name, in: folder, O_RDONLY)
    guard descriptor >= 0 else { return .failure(.cannotRead(name, Int32(-descriptor))) }
    let file = SegmentFile(
      start: start, name: name, descriptor: Int32(descriptor), folder: folder, operations)
    var head = [UInt8](repeating: 0, count: 20)
    let read = head.withUnsafeMutableBytes { operations.read(into: $0, from: file.descriptor, at: 0) }
    if read < 0 { return .failure(.cannotRead(name, Int32(-read))) }
    let isRight = head.withUnsafeBytes { bytes in
      read == 20 && Array(bytes[0..<8]) == magic
        && bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == UInt64(start)
        && bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self) == wsglass_crc32c(bytes.baseAddress, 16)
    }
    return isRight ? .success(file) : .failure(.badHead(name))
  }

  /// 0, or the error. `offset` is in the stream.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    let place = SegmentFile.headSize + offset - start
    if bytes.count >= SegmentFile.smallestDirect, place % LogBlock.alignment == 0,
      bytes.count % LogBlock.alignment == 0, Int(bitPattern: bytes.baseAddress) % LogBlock.alignment == 0
    {
      if direct == -1 {
        let opened = operations.open(name, in: folder, O_WRONLY | wsglass_O_DIRECT)
        direct = opened >= 0 ? Int32(opened) : -2
      }
      if direct >= 0 {
        let written = operations.write(bytes, to: direct, at: place)
        if written != -Int(EINVAL) { return written < 0 ? Int32(-written) : 0 }
        direct = -2
      }
    }
    let written = operations.write(bytes, to: descriptor, at: place)
    return written < 0 ? Int32(-written) : 0
  }

  /// Bytes read, or the error, negated.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    operations.read(into: bytes, from: descriptor, at: SegmentFile.headSize + offset - start)
  }

  /// Where in the file a place in the stream is.
  func position(_ offset: Int) -> Int { SegmentFile.headSize + offset - start }

  /// Stream offset of its end, as the file is now.
  var end: Int { max(start, start + operations.size(descriptor) - SegmentFile.headSize) }

  func sync() -> Int32 { Int32(-operations.sync(descriptor)) }
}
