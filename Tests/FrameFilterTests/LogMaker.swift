import FrameFilter
import FrameLog
import WebSocketCore

/// Builds logs for filters: one record after the other, a second apart, from 2026-11-22 12:04:27 UTC on.
final class LogMaker {
  let log = FrameLog(budget: LogBudget())
  static let start: Int64 = 1_795_349_067_000_000_000
  private(set) var seconds = 0

  var reader: LogReader { log.reader }

  @discardableResult
  func frame(
    _ payload: [UInt8], _ opcode: Opcode = .text, _ direction: Direction = .received, wire: Int? = nil,
    flags: FrameFlags = .endsMessage, fragment: UInt32 = 0, compressed: Bool = false
  ) -> Int {
    var batch = FrameBatch()
    let first = (flags.contains(.endsMessage) ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode.rawValue
    let header = FrameHeader(
      firstByte: first, byteCount: 2, isMasked: direction == .sent, maskKey: 0,
      payloadLength: wire ?? payload.count)
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: direction, flags: flags, fragmentIndex: fragment, time: tick(),
          payload: bytes))
      log.append(batch, wallOffset: Self.start - 1_000_000_000)
    }
    return reader.range.upperBound - 1
  }

  @discardableResult
  func text(_ text: String, _ direction: Direction = .received) -> Int {
    frame(Array(text.utf8), .text, direction)
  }

  /// `index` of a message in fragments.
  func fragment(_ text: String, _ index: UInt32, isLast: Bool = false, _ direction: Direction = .received) {
    frame(
      Array(text.utf8), index == 1 ? .text : .continuation, direction,
      flags: isLast ? [.fragment, .endsMessage] : .fragment, fragment: index)
  }

  /// A part of a frame of `length` bytes, as they arrive.
  func part(_ text: String, of length: Int, isFirst: Bool = false, isLast: Bool = false) {
    var flags: FrameFlags = isLast ? .endsMessage : .continues
    if !isFirst { flags.insert(.laterPart) }
    frame(Array(text.utf8), wire: length, flags: flags)
  }

  func note(_ kind: NoteKind, _ text: String, closeCode: UInt16? = nil) {
    var facts: ConnectionFacts?
    if let closeCode {
      facts = ConnectionFacts(url: "ws://a/")
      facts?.close = .init(code: closeCode, reason: "", isClean: false, by: "nobody", unsentBytes: 0)
    }
    log.append(
      note: kind, text: Array(text.utf8), facts: facts, at: tick(), wallOffset: Self.start - 1_000_000_000)
  }

  private func tick() -> UInt64 {
    seconds += 1
    return UInt64(seconds) * 1_000_000_000
  }
}

/// A scan that `#expect` can ask to step: the macro takes no values that can't be copied.
final class Scanning {
  private var scan: FrameScan
  init(_ reader: LogReader, for subject: FrameScan.Subject, utcOffset: Int? = nil) {
    scan = FrameScan(reader, for: subject, utcOffset: utcOffset)
  }
  var matches: MatchSet { scan.matches }
  func step(limit: Int) -> Bool { scan.step(limit: limit) }
}

/// Every match of a whole scan.
func matches(_ reader: LogReader, _ subject: FrameScan.Subject, step: Int = 1000) -> [Int] {
  var scan = FrameScan(reader, for: subject, utcOffset: 0)
  while scan.step(limit: step) {}
  return numbers(scan.matches)
}

func matches(_ reader: LogReader, _ filter: String, mark: Int? = nil) throws -> [Int] {
  matches(reader, .filter(try FrameFilter(parsing: filter), mark: mark))
}

func numbers(_ set: MatchSet) -> [Int] {
  Array(
    sequence(first: set.next(after: 0)) { last in last.map { set.next(after: $0) } }.prefix { $0 != nil }
      .compactMap { $0 })
}
