import Glibc
import Testing
import WebSocketCore

@testable import FrameLog

/// A folder of captures that goes away with the test.
final class CaptureFixture {
  let path: String
  let disk: CaptureDisk
  let operations: FileOperations

  init(_ operations: FileOperations = FileOperations()) throws {
    var template = Array("/tmp/wsglass-captures-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    disk = try CaptureDisk()
    self.operations = operations
  }

  deinit {
    disk.stop()
    for name in (try? names(path)) ?? [] {
      let inner = path + "/" + name
      for file in (try? names(inner)) ?? [] { unlink(inner + "/" + file) }
      rmdir(inner)
    }
    rmdir(path)
  }

  var folder: CaptureFolder { CaptureFolder(path: path, operations: operations) }

  func create(_ title: String = "feed") throws -> CaptureWriter {
    try folder.create(
      CaptureFolder.About(url: "ws://127.0.0.1/", title: title, created: 1_700_000_000_000_000_000), on: disk)
  }

  func place(of writer: CaptureWriter) -> String { path + "/" + writer.stored.name }

  func names(_ path: String) throws -> [String] {
    let stream = try #require(opendir(path))
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    #expect(count == bytes.count)
    return bytes
  }

  func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }
}

private let noise: [UInt8] = (0..<120_000).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 5) }

/// Frame `number` of a scenario: its bytes can be told from its number.
func scenario(_ number: Int, size: Int? = nil) -> [UInt8] {
  let start = number &* 131 % 16_384
  return Array(noise[start..<start + (size ?? (number * 37 % 400))])
}

/// All that a reader has, one line a record.
func transcript(_ reader: LogReader) -> [String] {
  var lines: [String] = []
  reader.forEach(in: reader.range) { record, payload in
    var hasher = Hasher()
    hasher.combine(bytes: payload)
    lines.append(
      "\(record.sequence) \(record.kind) \(record.note) \(record.direction) \(record.header) \(record.flags.rawValue) "
        + "\(record.fragmentIndex) \(record.wallTime) \(record.time) \(record.payloadLength) \(payload.count) \(hasher.finalize())"
    )
    return true
  }
  return lines
}
