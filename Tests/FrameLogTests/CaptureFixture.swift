import TestSupport
import Testing
import WebSocketCore

@testable import FrameLog

/// A folder of captures that goes away with the test.
final class CaptureFixture {
  let disk: CaptureDisk
  let operations: FileOperations
  private let temporary = TemporaryFolder()

  init(_ operations: FileOperations = FileOperations()) throws {
    disk = try CaptureDisk()
    self.operations = operations
  }

  deinit {
    // What is still queued would be written beside what is removed.
    disk.drain(patience: 10_000_000_000)
    disk.stop()
  }

  var path: String { temporary.path }
  var folder: CaptureFolder { CaptureFolder(path: path, operations: operations) }

  func create(_ title: String = "feed") throws -> CaptureWriter {
    try folder.create(
      CaptureFolder.About(url: "ws://127.0.0.1/", title: title, created: 1_700_000_000_000_000_000), on: disk)
  }

  func place(of writer: CaptureWriter) -> String { path + "/" + writer.stored.name }

  func names(_ path: String) -> [String] { temporary.names(in: path) }

  func read(_ path: String) throws -> [UInt8] { try #require(temporary.bytes(of: path)) }

  func write(_ bytes: [UInt8], to path: String) { temporary.write(bytes, to: path) }
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
