import FrameFilter
import FrameLog
import WebSocketCore

/// A filter and a payload, parted by the first line end: what is typed never traps, its errors lie in it, and a filter
/// and its opposite let through every message between them.
enum FilterFuzz {
  static func play(_ bytes: [UInt8]) {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let payload = Array(bytes[min(end + 1, bytes.count)...])
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else { return }
    for offset in 0...min(end, 64) {
      for completion in FrameFilter.completions(of: text, at: offset) { check(completion.range, in: text) }
    }
    for isRegex in [false, true] {
      search(text, isRegex: isRegex, in: payload)
      do throws(FilterError) {
        split(try FrameFilter(parsing: text, wordsAreRegex: isRegex), isRegex: isRegex, payload)
      } catch {
        check(error.range, in: text)
      }
    }
  }

  private static func check(_ range: Range<Int>, in text: String) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.utf8.count, "a range lies in its text")
  }

  private static func search(_ text: String, isRegex: Bool, in payload: [UInt8]) {
    do throws(FilterError) {
      let pattern = try SearchPattern(parsing: text, isRegex: isRegex)
      payload.withUnsafeBytes { bytes in
        var place = 0
        let first = pattern.firstMatch(in: bytes)
        precondition(pattern.isFound(in: bytes) == (first != nil), "found is found")
        while let match = pattern.firstMatch(in: bytes, from: place) {
          precondition(
            match.lowerBound >= place && match.upperBound <= bytes.count, "a match lies in what is left")
          place = max(match.upperBound, place + 1)
        }
      }
    } catch {
      check(error.range, in: text)
    }
  }

  private static func split(_ filter: FrameFilter, isRegex: Bool, _ payload: [UInt8]) {
    // Too deep, or too long, it may be once more is around it.
    guard let opposite = try? FrameFilter(parsing: "!(\(filter.text))", wordsAreRegex: isRegex) else {
      return
    }
    let log = FrameLog(budget: LogBudget())
    let half = payload.count / 2
    append(payload, firstByte: 0x81, to: log)
    append(Array(payload[..<half]), firstByte: 0x01, flags: .fragment, fragment: 1, to: log)
    append(Array(payload.prefix(125)), firstByte: 0x88, to: log)
    log.append(note: .information, text: payload, at: 1, wallOffset: 0)
    append(Array(payload[half...]), firstByte: 0x80, flags: [.fragment, .endsMessage], fragment: 2, to: log)
    let rows = [1, 2, 3, 4]
    let (yes, no) = (scan(log, filter), scan(log, opposite))
    for row in rows { precondition(yes.contains(row) != no.contains(row), "yes or no, and not both") }
    precondition(yes.count + no.count == rows.count, "nothing but the rows")
    let (whole, joined) = (yes.contains(1), yes.contains(2))
    if !isRegex, filter.text.utf8.starts(with: "json.".utf8),
      !filter.text.contains(where: { $0 == "(" || $0.isWhitespace })
    {
      precondition(whole == joined, "a document is the same in fragments")
    }
  }

  private static func scan(_ log: FrameLog, _ filter: FrameFilter) -> MatchSet {
    var scan = FrameScan(log.reader, for: .filter(filter, mark: 2), utcOffset: 0)
    while scan.step(limit: 2) {}
    return scan.matches
  }

  private static func append(
    _ payload: [UInt8], firstByte: UInt8, flags: FrameFlags = .endsMessage, fragment: UInt32 = 0,
    to log: FrameLog
  ) {
    var batch = FrameBatch()
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: FrameHeader(
            firstByte: firstByte, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: bytes.count),
          direction: .received, flags: flags, fragmentIndex: fragment, time: 1, payload: bytes))
      log.append(batch, wallOffset: 0)
    }
  }
}
