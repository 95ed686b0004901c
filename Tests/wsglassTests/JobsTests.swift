import Formats
import FoundationEssentials
import FrameFilter
import FrameLog
import InspectorModel
import Loop
import TestSupport
import Testing
import WebSocketCore

@testable import wsglass

private let tab = TabID(rawValue: 1)
private let start: Int64 = 1_795_349_067_000_000_000

private func fill(_ log: FrameLog, _ numbers: ClosedRange<Int>) {
  for number in numbers {
    let payload = Array("message \(number)".utf8)
    let header = FrameHeader(
      firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: payload.count)
    payload.withUnsafeBytes { bytes in
      var batch = FrameBatch()
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: .endsMessage, fragmentIndex: 0, time: UInt64(number),
          payload: bytes))
      log.append(batch, wallOffset: start)
    }
  }
}

/// Scans on a thread of their own, and what they tell.
private struct Scans {
  let loop: EventLoop
  let jobs: ScanJobs
  let news = ScanNews()
  private let wakes: AsyncStream<Void>

  init() throws {
    loop = try EventLoop(name: "scans")
    try loop.start()
    let (wakes, waker) = AsyncStream.makeStream(of: Void.self)
    self.wakes = wakes
    news.wake = { waker.yield() }
    jobs = ScanJobs(on: loop, telling: news)
  }

  /// Waits until a scan has come to the end of a log of so many records.
  func done(_ purpose: ScanPurpose, end: Int) async -> ScanProgress? {
    for await _ in wakes {
      for (key, progress) in news.take()
      where key.purpose == purpose && progress.isDone && progress.end == end {
        return progress
      }
    }
    return nil
  }
}

@Test(.timeLimit(.minutes(1))) func `a scan finds all on its own thread, and goes on as the log grows`()
  async throws
{
  let scans = try Scans()
  defer { scans.loop.stop() }
  let log = FrameLog(budget: LogBudget())
  fill(log, 1...5000)
  let reader = log.reader
  let subject = FrameScan.Subject.pattern(try SearchPattern(parsing: "message 49"))
  let key = ScanJobs.Key(tab: tab, purpose: .search)
  scans.jobs.perform { $0.start(key, subject, in: reader) }
  let first = await scans.done(.search, end: 5001)
  #expect(first?.matches.count == 111)
  #expect(first?.subject == subject)
  fill(log, 49_000...49_010)
  scans.jobs.perform { $0.grew(tab) }
  let second = await scans.done(.search, end: 5012)
  #expect(second?.matches.count == 122)
  #expect(second?.matches === first?.matches)
}

@Test(.timeLimit(.minutes(1))) func `a filter takes over the scan of its preview, with all that it found`()
  async throws
{
  let scans = try Scans()
  defer { scans.loop.stop() }
  let log = FrameLog(budget: LogBudget())
  fill(log, 1...5000)
  let reader = log.reader
  let subject = FrameScan.Subject.filter(try FrameFilter(parsing: "dir:in"), mark: nil)
  let preview = ScanJobs.Key(tab: tab, purpose: .preview)
  let filter = ScanJobs.Key(tab: tab, purpose: .filter)
  scans.jobs.perform { $0.start(preview, subject, in: reader) }
  let first = await scans.done(.preview, end: 5001)
  scans.jobs.perform { jobs in
    jobs.start(filter, subject, in: reader)
    jobs.stop(preview)
  }
  let second = await scans.done(.filter, end: 5001)
  #expect(second?.matches === first?.matches)
}

@Test(.timeLimit(.minutes(1))) func `a scan that was stopped says nothing more`() async throws {
  let scans = try Scans()
  defer { scans.loop.stop() }
  let log = FrameLog(budget: LogBudget())
  fill(log, 1...100)
  let reader = log.reader
  let subject = FrameScan.Subject.pattern(try SearchPattern(parsing: "message"))
  let key = ScanJobs.Key(tab: tab, purpose: .search)
  scans.jobs.perform { jobs in
    jobs.start(key, subject, in: reader)
    jobs.stopAll(of: tab)
    jobs.start(ScanJobs.Key(tab: tab, purpose: .filter), subject, in: reader)
  }
  _ = await scans.done(.filter, end: 101)
  #expect(scans.news.take().isEmpty)
}

// MARK: - Exports

/// Exports into a folder of their own, and what they tell.
private final class Exports {
  let loop: EventLoop
  let jobs: ExportJobs
  private let temporary = TemporaryFolder()
  private let ends: AsyncStream<ExportResult>

  init() throws {
    loop = try EventLoop(name: "exports")
    try loop.start()
    let (ends, ender) = AsyncStream.makeStream(of: ExportResult.self)
    self.ends = ends
    let news = ExportNews()
    news.tell = { _, news in if case .ended(_, let result) = news { ender.yield(result) } }
    jobs = ExportJobs(on: loop, telling: news)
  }

  deinit { loop.stop() }

  var folder: String { temporary.path }

  func result() async -> ExportResult? {
    for await result in ends { return result }
    return nil
  }

  var files: [String] { temporary.names() }
}

@Test(.timeLimit(.minutes(1)))
func `an export is there whole, and a second one asks before it takes its place`() async throws {
  let exports = try Exports()
  let log = FrameLog(budget: LogBudget())
  fill(log, 1...3)
  let reader = log.reader
  var order = ExportOrder(.all, as: .raw, to: exports.folder + "/x.bin")
  exports.jobs.perform { [order] in $0.start(tab, order, of: reader, redactor: nil) }
  guard case .written(_, let rows, let bytes, _)? = await exports.result() else {
    Issue.record("not written")
    return
  }
  #expect(rows == 3)
  #expect(bytes == 27)
  #expect(exports.files == ["x.bin"])
  exports.jobs.perform { [order] in $0.start(tab, order, of: reader, redactor: nil) }
  #expect(await exports.result() == .exists)
  order.overwrites = true
  order.rows = .filtered(try FrameFilter(parsing: "#2"), mark: nil)
  exports.jobs.perform { [order] in $0.start(tab, order, of: reader, redactor: nil) }
  _ = await exports.result()
  #expect(try String(contentsOfFile: order.file, encoding: .utf8) == "message 2")
}

@Test(.timeLimit(.minutes(1))) func `an export that is stopped leaves nothing`() async throws {
  let exports = try Exports()
  let log = FrameLog(budget: LogBudget())
  for number in 0..<20 { fill(log, (number * 5000 + 1)...(number * 5000 + 5000)) }
  let reader = log.reader
  let order = ExportOrder(.all, as: .jsonl, to: exports.folder + "/x.jsonl")
  exports.jobs.perform { jobs in
    jobs.start(tab, order, of: reader, redactor: nil)
    jobs.cancel(tab)
  }
  #expect(await exports.result() == .cancelled)
  #expect(exports.files == [])
}

@Test(.timeLimit(.minutes(1))) func `an export that can't be written says why`() async throws {
  let exports = try Exports()
  let log = FrameLog(budget: LogBudget())
  fill(log, 1...3)
  let reader = log.reader
  let order = ExportOrder(.all, as: .raw, to: exports.folder + "/no/x.bin")
  exports.jobs.perform { $0.start(tab, order, of: reader, redactor: nil) }
  #expect(
    await exports.result() == .failed("can't write \(order.file): No such file or directory"))
}
