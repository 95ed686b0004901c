import Formats
import FrameLog
import Glibc
import Locks

/// Flipped and missing bytes in whatever is read back: captures, their index, JSON Lines, HAR. Each round ends in an error, or
/// in records that were there before; it never traps, and never takes a second.
enum FlipBench {
  private static let frames = 200

  static func run(rounds: Int, folder: String) throws {
    let path = try CaptureBench.makeQuietly(count: frames, folder: folder)
    let files = try FileSet(path)
    let log = FrameLog(reading: try StoredCapture.open(path))
    let expected = Set(lines(log.reader))
    let exports = [ExportFormat.jsonl, .har].map { format in
      var export = FrameExport(log.reader, as: format, of: .all, redactor: nil)
      var bytes: [UInt8] = []
      while export.step(to: &bytes) {}
      return bytes
    }
    var random = Random(state: 6455)
    var wrong = 0
    var errors = 0
    var slowest: UInt64 = 0
    for round in 0..<rounds {
      let begin = Monotonic.now()
      switch round % 4 {
      case 0, 1:
        let name = round % 4 == 0 ? files.names[0] : "index"
        try files.write(name, random.spoil(files.contents[name] ?? [], round))
        do {
          let reader = FrameLog(reading: try StoredCapture.open(path)).reader
          if !expected.isSuperset(of: lines(reader)) { wrong += 1 }
        } catch {
          errors += 1
        }
        try files.write(name, files.contents[name] ?? [])
      default:
        // A changed byte of a payload is a changed payload here: nothing vouches for it.
        let budget = LogBudget(bytes: 8 << 20)
        do {
          _ = try ImportedLog.read(
            bytes: random.spoil(exports[round % 4 - 2], round), into: FrameLog(budget: budget))
        } catch {
          errors += 1
        }
      }
      slowest = max(slowest, Monotonic.now() - begin)
    }
    BenchFolder.remove(path)
    printJSON([
      ("rounds", rounds), ("wrong_records", wrong), ("errors", errors), ("slowest_ms", Double(slowest) / 1e6),
    ])
    if wrong > 0 || slowest > 1_000_000_000 { throw BenchError.notClean("flips") }
  }

  private static func lines(_ reader: LogReader) -> [String] {
    var lines: [String] = []
    reader.forEach(in: reader.range) { record, payload in
      var hasher = Hasher()
      hasher.combine(bytes: payload)
      lines.append("\(record.sequence) \(record.header) \(record.time) \(hasher.finalize())")
      return true
    }
    return lines
  }

  private struct Random {
    var state: UInt64

    mutating func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, below)
    }

    mutating func spoil(_ bytes: [UInt8], _ round: Int) -> [UInt8] {
      var bytes = bytes
      for _ in 0...next(3) where !bytes.isEmpty {
        bytes[next(round % 3 == 0 ? 200 : bytes.count) % bytes.count] ^= 1 << UInt8(next(8))
      }
      if round % 5 == 0 { bytes.removeLast(next(bytes.count)) }
      return bytes
    }
  }
}

/// The files of one folder, to be put back.
private struct FileSet {
  let path: String
  let names: [String]
  let contents: [String: [UInt8]]

  init(_ path: String) throws {
    self.path = path
    names = BenchFolder.names(path)
    var contents: [String: [UInt8]] = [:]
    for name in names {
      let descriptor = open(path + "/" + name, O_RDONLY)
      defer { close(descriptor) }
      var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
      _ = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
      contents[name] = bytes
    }
    self.contents = contents
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      throw BenchError.notClean("write")
    }
  }
}
