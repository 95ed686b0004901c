import CLinux
import FrameFilter
import FrameLog
import Locks
import Loop
import WebSocketCore

/// Searches and filters over a log in memory: what they cost for each record, and how many they find.
enum ScanBench {
  private static let size = 125
  /// As the program asks for it.
  private static let step = 16_384

  private struct Figures {
    var ns = 0.0
    var firstHit = 0.0
    var matches = MatchSet()
    var hits: Int { matches.count }
  }

  /// In memory, or in a capture in `folder` that is opened again.
  static func run(count: Int, folder: String? = nil) throws {
    let log =
      try folder.map { try CaptureBench.stored(in: $0) { fill($0, count: count) } }
      ?? FrameLog(budget: LogBudget(bytes: max(64 << 20, count * 256)))
    if folder == nil { fill(log, count: count) }
    let reader = log.reader
    func scan(_ subject: FrameScan.Subject) -> Figures {
      (0..<3).map { _ in measure(reader, subject) }.min { $0.ns < $1.ns } ?? Figures()
    }
    func filter(_ text: String) throws -> Figures {
      scan(.filter(try FrameFilter(parsing: text), mark: nil))
    }
    // Stands in one record of a thousand; folded as well, since it has no capitals.
    let word = "needle"
    let literal = scan(.pattern(try SearchPattern(parsing: word)))
    let last = scan(.pattern(try SearchPattern(parsing: "seq\":\(count),")))
    let floor = (0..<3).map { _ in memmemEach(reader, word) }.min() ?? 0
    let each = (0..<3).map { _ in touchEach(reader) }.min() ?? 0
    let rare = try filter("json.type=trade")
    let most = try filter("json.type=ticker")
    let greater = try filter("json.ask>64120.9")
    let regex = scan(.pattern(try SearchPattern(parsing: #"re:"note":"[a-z]+dle"#)))
    let open = scan(.pattern(try SearchPattern(parsing: #"re:[0-9]{3}7[^0-9]+needle|q\d+x"#)))
    let heads = try filter("dir:in op:text size>100 !ping")
    var fields: [(String, any CustomStringConvertible)] = [("records", count), ("size", size)]
    fields += [("each_ns", tenths(each)), ("memmem_ns", tenths(floor)), ("literal_ns", tenths(literal.ns))]
    fields += [("literal_over_memmem", tenths(literal.ns / floor)), ("literal_hits", literal.hits)]
    fields += [("last_record_ms", tenths(last.firstHit / 1e6)), ("last_hits", last.hits)]
    fields += [("json_rare_ns", tenths(rare.ns)), ("json_rare_hits", rare.hits)]
    fields += [("json_most_ns", tenths(most.ns)), ("json_most_hits", most.hits)]
    fields += [("json_greater_ns", tenths(greater.ns)), ("json_greater_hits", greater.hits)]
    fields += [("regex_ns", tenths(regex.ns)), ("regex_hits", regex.hits)]
    fields += [("regex_no_literal_ns", tenths(open.ns)), ("regex_no_literal_hits", open.hits)]
    fields += [("heads_ns", tenths(heads.ns)), ("heads_hits", heads.hits)]
    fields += [("match_set_ns", tenths(askEach(heads.matches, upTo: count)))]
    fields += [("regex_worst_ms", tenths(try worstRegex() / 1e6))]
    printJSON(fields)
  }

  private static func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }

  private static func measure(
    _ reader: LogReader, _ subject: FrameScan.Subject
  ) -> Figures {
    let begin = Monotonic.now()
    var firstHit: UInt64 = 0
    var scan = FrameScan(reader, for: subject)
    var isMore = true
    while isMore {
      isMore = scan.step(limit: step)
      if firstHit == 0, scan.matches.count > 0 { firstHit = Monotonic.now() - begin }
    }
    let all = Monotonic.now() - begin
    return Figures(
      ns: Double(all) / Double(max(1, reader.range.count)), firstHit: Double(firstHit), matches: scan.matches)
  }

  /// The C library's search over the same payloads: it knows neither cases nor messages.
  private static func memmemEach(_ reader: LogReader, _ word: String) -> Double {
    let needle = Array(word.utf8)
    let begin = Monotonic.now()
    var hits = 0
    reader.forEach(in: reader.range) { _, payload in
      if memmem(payload.baseAddress, payload.count, needle, needle.count) != nil { hits += 1 }
      return true
    }
    let all = Double(Monotonic.now() - begin)
    precondition(hits > 0, "the word stands in the log")
    return all / Double(max(1, reader.range.count))
  }

  /// Nanoseconds for each of four questions to a set in which everything matches, at numbers all over it.
  private static func askEach(_ set: MatchSet, upTo count: Int) -> Double {
    let begin = Monotonic.now()
    var sum = 0
    for index in 0..<10_000 {
      let sequence = index &* 7_919 % count + 1
      sum &+= set.rank(sequence) &+ (set.next(after: sequence) ?? 0) &+ (set.previous(before: sequence) ?? 0)
      if set.contains(sequence) { sum &+= 1 }
    }
    let all = Double(Monotonic.now() - begin)
    precondition(sum > 0, "everything matches")
    return all / 40_000
  }

  /// Nanoseconds of an expression that meets a new state at every byte, over as much as is looked at of one payload.
  private static func worstRegex() throws -> Double {
    let pattern = try SearchPattern(parsing: "re:(a|b)*a(a|b){200}c")
    var random = SystemRandomNumberGenerator()
    let payload =
      (0..<SearchPattern.regexReach).map { _ in
        UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "b"), using: &random)
      } + [UInt8(ascii: "c")]
    let begin = Monotonic.now()
    let isFound = payload.withUnsafeBytes { pattern.isFound(in: $0) }
    precondition(!isFound, "the last byte is out of reach")
    return Double(Monotonic.now() - begin)
  }

  /// What the log itself costs: each record and the first byte of its payload.
  private static func touchEach(_ reader: LogReader) -> Double {
    let begin = Monotonic.now()
    var sum = 0
    reader.forEach(in: reader.range) { record, payload in
      sum &+= Int(payload.first ?? 0) &+ record.payloadLength
      return true
    }
    let all = Double(Monotonic.now() - begin)
    precondition(sum > 0, "the log has payloads")
    return all / Double(max(1, reader.range.count))
  }

  private static func fill(_ log: FrameLog, count: Int) {
    var batch = FrameBatch()
    for index in 1...count {
      let type = index % 100 == 0 ? "trade" : "ticker"
      let front =
        "{\"type\":\"\(type)\",\"seq\":\(index),\"pair\":\"BTC-USD\",\"bid\":\"64120.10\",\"ask\":\"64120.\(index % 100)\","
      let note = index % 1000 == 0 ? "needle" : "nothing"
      var payload = Array((front + "\"note\":\"\(note)\",\"pad\":\"").utf8)
      payload += [UInt8](repeating: UInt8(ascii: "a"), count: max(0, size - 2 - payload.count))
      payload += Array("\"}".utf8)
      payload.withUnsafeBytes { bytes in
        batch.append(
          FrameEvent(
            header: FrameHeader(
              firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: bytes.count),
            direction: .received, flags: .endsMessage, fragmentIndex: 0, time: UInt64(index) * 1000,
            payload: bytes))
        log.append(batch, wallOffset: 0)
        batch.removeAll()
      }
    }
  }
}
