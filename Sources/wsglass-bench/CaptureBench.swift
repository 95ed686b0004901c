import FrameLog
import Glibc
import Locks
import WebSocketCore

/// What captures cost and how fast they are read: no network, one log.
enum CaptureBench {
  private static let batch = 256

  /// 125 bytes of a ticker, numbered.
  static func payload(_ number: Int) -> [UInt8] {
    let head = Array("{\"type\":\"ticker\",\"seq\":\(number),\"pair\":\"BTC-USD\",\"bid\":\"".utf8)
    let tail = Array("\",\"side\":\"buy\"}".utf8)
    return head + [UInt8](repeating: UInt8(ascii: "7"), count: max(0, 125 - head.count - tail.count)) + tail
  }

  static func append(_ payloads: [[UInt8]], times: Int, to log: FrameLog, at clock: () -> UInt64) {
    let bytes = payloads.flatMap { $0 }
    bytes.withUnsafeBytes { all in
      var events = FrameBatch()
      var offset = 0
      for payload in payloads {
        events.append(
          FrameEvent(
            header: FrameHeader(
              firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: payload.count),
            direction: .received, flags: .endsMessage, fragmentIndex: 0, time: clock(),
            payload: UnsafeRawBufferPointer(rebasing: all[offset..<offset + payload.count])))
        offset += payload.count
      }
      for _ in 0..<times { log.append(events, wallOffset: 1_700_000_000_000_000_000) }
    }
  }

  // MARK: append

  /// `count` records of 125 bytes: CPU a record of the whole process, in memory only and with files.
  static func append(count: Int, folder: String) throws {
    let payloads = (0..<batch).map(payload)
    let rounds = count / batch
    // Memory that was never touched costs many times more: both begin with what the other leaves.
    var results: [String: [Double]] = [:]
    for round in 0..<4 {
      for kind in ["memory", "disk"] {
        let disk = try CaptureDisk()
        let captures = CaptureFolder(path: folder)
        let capture =
          kind == "disk"
          ? try captures.create(CaptureFolder.About(url: "", title: "bench", created: 0), on: disk) : nil
        let name = capture?.stored.name
        do {
          let log = FrameLog(budget: LogBudget(bytes: 64 << 20), capture: capture)
          append(payloads, times: 1, to: log) { Monotonic.now() }
          let begin = cpuSeconds()
          append(payloads, times: rounds, to: log) { Monotonic.now() }
          disk.drain(patience: 60_000_000_000)
          if round > 0 {
            results[kind, default: []].append((cpuSeconds() - begin) / Double(rounds * batch) * 1e9)
          }
        }
        disk.drain(patience: 60_000_000_000)
        disk.stop()
        if let name { BenchFolder.remove(folder + "/" + name) }
      }
    }
    func median(_ kind: String) -> Double { (results[kind] ?? []).sorted()[1] }
    printJSON([
      ("records", rounds * batch), ("memory_ns", median("memory")), ("disk_ns", median("disk")),
      ("added_ns", median("disk") - median("memory")),
    ])
  }

  // MARK: make, open

  /// Makes a capture of `count` tickers; prints its path.
  static func make(count: Int, folder: String) throws { print(try makeQuietly(count: count, folder: folder)) }

  static func makeQuietly(count: Int, folder: String) throws -> String {
    let disk = try CaptureDisk()
    let captures = CaptureFolder(path: folder)
    let writer = try captures.create(
      CaptureFolder.About(url: "ws://127.0.0.1/", title: "bench", created: 0), on: disk)
    let path = folder + "/" + writer.stored.name
    var log: FrameLog? = FrameLog(budget: LogBudget(bytes: 64 << 20), capture: writer)
    var next = 1
    while next <= count, let log {
      let numbers = next..<min(count + 1, next + batch)
      append(numbers.map(payload), times: 1, to: log) { Monotonic.now() }
      next = numbers.upperBound
    }
    log = nil
    disk.drain(patience: 60_000_000_000)
    disk.stop()
    return path
  }

  /// A log that was filled, written and opened again.
  static func stored(in folder: String, _ fill: (FrameLog) -> Void) throws -> FrameLog {
    let disk = try CaptureDisk()
    let writer = try CaptureFolder(path: folder).create(
      CaptureFolder.About(url: "ws://127.0.0.1/", title: "bench", created: 0), on: disk)
    fill(FrameLog(budget: LogBudget(bytes: 64 << 20), capture: writer))
    disk.drain(patience: 60_000_000_000)
    disk.stop()
    return FrameLog(reading: try StoredCapture.open(folder + "/" + writer.stored.name))
  }

  /// Opens each of the captures and reads as a screen does.
  static func open(_ paths: [String]) throws {
    var opened: [FrameLog] = []
    var first: [Double] = []
    var end: [Double] = []
    var middle: [Double] = []
    for path in paths {
      var time = Monotonic.now()
      let log = FrameLog(reading: try StoredCapture.open(path))
      screen(log.reader, from: log.reader.range.lowerBound)
      first.append(milliseconds(since: time))
      time = Monotonic.now()
      screen(log.reader, from: log.reader.range.upperBound - 50)
      end.append(milliseconds(since: time))
      time = Monotonic.now()
      screen(log.reader, from: log.reader.range.upperBound / 2)
      middle.append(milliseconds(since: time))
      opened.append(log)
    }
    let begin = Monotonic.now()
    var bytes = 0
    if let reader = opened.first?.reader {
      reader.forEach(in: reader.range) { _, payload in
        bytes += payload.count
        return true
      }
    }
    printJSON([
      ("captures", paths.count), ("frames", opened.first?.reader.range.count ?? 0),
      ("open_ms", first.sorted()[first.count / 2]), ("open_max_ms", first.max() ?? 0),
      ("end_ms", end.sorted()[end.count / 2]), ("end_max_ms", end.max() ?? 0),
      ("middle_ms", middle.sorted()[middle.count / 2]), ("middle_max_ms", middle.max() ?? 0),
      ("scan_ms", milliseconds(since: begin)), ("scan_bytes", bytes), ("rss_mb", residentMegabytes()),
    ])
  }

  private static func screen(_ reader: LogReader, from start: Int) {
    for sequence in start..<start + 50 {
      guard let record = reader.record(sequence) else { continue }
      _ = reader.payload(record.sequence, limit: 200)
    }
  }

  private static func milliseconds(since time: UInt64) -> Double { Double(Monotonic.now() - time) / 1e6 }

  private static func residentMegabytes() -> Double {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    fgets(&line, 128, file)
    let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return (Double(fields.dropFirst().first ?? "0") ?? 0) * 4096 / 1e6
  }

  // MARK: Being killed

  /// Appends 50,000 frames a second, some in parts, until it is killed; says in `progress` how far it was.
  static func log(folder: String, progress: String) throws {
    let disk = try CaptureDisk()
    let writer = try CaptureFolder(path: folder).create(
      CaptureFolder.About(url: "ws://127.0.0.1/", title: "kill", created: 0), on: disk)
    let log = FrameLog(budget: LogBudget(bytes: 64 << 20), capture: writer)
    let descriptor = Glibc.open(progress, O_RDWR | O_CREAT, 0o600)
    guard descriptor >= 0, ftruncate(descriptor, 4096) == 0,
      let page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    else { throw BenchError.usage }
    var next = 1
    let begin = Monotonic.now()
    page.storeBytes(of: begin, toByteOffset: 16, as: UInt64.self)
    while true {
      append((next..<next + 50).map(killPayload), times: 1, to: log) { Monotonic.now() }
      next += 50
      page.storeBytes(of: Monotonic.now(), toByteOffset: 8, as: UInt64.self)
      page.storeBytes(of: UInt64(next - 1), as: UInt64.self)
      let due = begin + UInt64(next) * 20_000
      let now = Monotonic.now()
      if due > now {
        var wait = timespec(tv_sec: 0, tv_nsec: Int(due - now))
        nanosleep(&wait, nil)
      }
    }
  }

  private static func killPayload(_ number: Int) -> [UInt8] {
    let size = 20 + number * 37 % 210
    return (0..<size).map { UInt8(truncatingIfNeeded: number &* 131 &+ $0 &* 7) }
  }

  /// Folder and progress file, in turn: what is there is a prefix, and how much of it is missing.
  static func verify(_ words: [String]) throws {
    var corrupt = 0
    var worstNanoseconds: UInt64 = 0
    var worstBytes = 0
    var frames = 0
    for pair in stride(from: 0, to: words.count - 1, by: 2) {
      guard let path = CaptureFolder(path: words[pair]).list().first?.path else {
        // Killed before the first 50 ms were over.
        continue
      }
      let descriptor = Glibc.open(words[pair + 1], O_RDONLY)
      var progress: (count: UInt64, time: UInt64, begin: UInt64) = (0, 0, 0)
      let read = withUnsafeMutableBytes(of: &progress) { pread(descriptor, $0.baseAddress, 24, 0) }
      close(descriptor)
      guard read == 24 else { continue }
      // A file without even its head has no record: what is missing is counted like any other.
      let reader = (try? StoredCapture.open(path)).map { FrameLog(reading: $0).reader }
      var expected = 1
      // Where nothing is there, all since the first frame is missing.
      var last = progress.begin
      reader?.forEach(in: reader?.range ?? 1..<1) { record, payload in
        if record.sequence != expected || !payload.elementsEqual(killPayload(record.sequence)) {
          corrupt += 1
        }
        expected += 1
        last = record.time
        return true
      }
      frames += expected - 1
      let missing = (expected..<max(expected, Int(progress.count) + 1)).reduce(0) {
        $0 + killPayload($1).count + 56
      }
      if progress.time > last, missing > 256 << 10 {
        worstNanoseconds = max(worstNanoseconds, progress.time - last)
      }
      worstBytes = max(worstBytes, missing)
    }
    printJSON([
      ("rounds", words.count / 2), ("frames", frames), ("corrupt", corrupt), ("worst_bytes", worstBytes),
      ("worst_ms_beyond_256k", Double(worstNanoseconds) / 1e6),
    ])
  }
}
