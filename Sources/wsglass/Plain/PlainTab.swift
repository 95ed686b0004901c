import FrameFilter
import FrameLog
import Secrets
import Sessions
import WebSocketCore

/// One connection in line mode: what of its log has been written, and what is to be.
///
/// A class because the inspector's list shares it with what waits for it.
final class PlainTab {
  let number: Int
  let title: String
  /// Nil for a log of the past.
  let session: Session?
  let target: SessionTarget?
  let reader: LogReader
  var line: PlainLine
  /// What finds the secrets of a capture.
  var fingerprints: SecretFingerprints?
  /// What is written; nil writes everything.
  private(set) var filter: FrameFilter?
  /// Close was asked for by the user.
  var isLeft = false
  /// Records that memory had no room for before they were written.
  private(set) var missed = 0
  private var next: Int
  /// First fragments whose messages have no end yet.
  private var open: [Direction: Int] = [:]
  private var scan: Scan?

  /// Holds what may not be copied.
  private final class Scan {
    var scan: FrameScan
    init(_ scan: consuming FrameScan) { self.scan = scan }
  }

  init(
    number: Int, title: String, session: Session?, target: SessionTarget?, reader: LogReader, line: PlainLine
  ) {
    self.number = number
    self.title = title
    self.session = session
    self.target = target
    self.reader = reader
    self.line = line
    next = reader.range.lowerBound
  }

  /// Nothing comes any more.
  var isOver: Bool {
    guard let status = session?.status else { return true }
    if status.retry != nil { return false }
    switch status.phase {
    case .ended, .failed: return true
    case .idle, .connecting, .open, .closing: return false
    }
  }

  /// A message can be sent, or may be soon.
  var isComing: Bool {
    guard let status = session?.status else { return false }
    if status.retry != nil { return true }
    switch status.phase {
    case .idle, .connecting: return true
    case .open, .closing, .ended, .failed: return false
    }
  }

  /// From now on only what it lets through is written; nil lets everything.
  func show(_ filter: FrameFilter?) {
    self.filter = filter
    scan = filter.map { Scan(FrameScan(reader, for: .filter($0, mark: nil))) }
  }

  /// The lines of what is new, at most so many records.
  func takeLines(limit: Int) -> [String] {
    var lines: [String] = []
    if let scan { while scan.scan.step(limit: 10_000) {} }
    while lines.count < limit, next < reader.range.upperBound {
      let first = reader.range.lowerBound
      if next < first {
        missed += first - next
        next = first
      }
      guard let record = reader.record(next) else {
        next += 1
        continue
      }
      // Its rest is on its way.
      if record.isArriving, !isOver { break }
      next += 1
      for sequence in due(record) {
        if let scan, !scan.scan.matches.contains(sequence) { continue }
        guard let record = reader.record(sequence) else { continue }
        lines.append(line.text(of: record, in: reader))
      }
    }
    return lines
  }

  /// Which lines a record brings: a message when it is whole, and what never became whole at the end.
  private func due(_ record: LogRecord) -> [Int] {
    guard record.isFrame else {
      guard record.note == .closed || record.note == .failed else { return [record.sequence] }
      defer { open = [:] }
      return open.values.sorted() + [record.sequence]
    }
    guard record.opcode.isData, record.fragmentIndex > 0 else { return [record.sequence] }
    let isLast = record.flags.contains(.endsMessage)
    if record.isLaterFragment {
      guard let first = open[record.direction] else { return [record.sequence] }
      if isLast { open[record.direction] = nil }
      return isLast ? [first] : []
    }
    let broken = open.removeValue(forKey: record.direction).map { [$0] } ?? []
    if isLast { return broken + [record.sequence] }
    open[record.direction] = record.sequence
    return broken
  }
}
