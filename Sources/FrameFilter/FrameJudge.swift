import FrameLog
import Glibc
import WebSocketCore

/// Judges records one after the other, and keeps what of their messages is still to come: at most one in each direction.
struct FrameJudge: Sendable {
  private var program: FilterProgram
  private let matches: MatchSet
  private let mark: Int?
  private let utcOffset: Int?
  /// Stands in the payload of every record that matches.
  let required: LiteralSearch?
  private let asksForMarks: Bool
  private let asksForFacts: Bool
  /// A time before the newest record is to be found out.
  private var asksForNow: Bool
  private var marked: Set<Int> = []
  private var sent: OpenMessage?
  private var received: OpenMessage?

  init(_ subject: FrameScan.Subject, _ matches: MatchSet, utcOffset: Int?) {
    self.matches = matches
    self.utcOffset = utcOffset
    switch subject {
    case .filter(let filter, let mark): (program, self.mark, required) = (filter.program, mark, nil)
    case .pattern(let pattern):
      (program, mark, required) = (FilterProgram(.test(.text(pattern))), nil, pattern.required)
    }
    program.replaceTests { test in if case .text(let pattern) = test { .text(pattern.unshared) } else { test }
    }
    let tests = program.tests
    asksForMarks = tests.contains(.marked)
    asksForFacts = tests.contains { if case .close = $0 { true } else { false } }
    asksForNow = tests.contains { if case .since = $0 { true } else { false } }
  }

  mutating func prepare(_ reader: LogReader, end: Int) {
    if asksForMarks { marked = Set(reader.marks.all.map(\.sequence)) }
    guard asksForNow, let newest = reader.record(end - 1)?.wallTime else { return }
    asksForNow = false
    let offset = Int64(utcOffset ?? Self.localOffset(at: newest)) &* 1_000_000_000
    program.replaceTests { test in
      guard case .since(let since) = test else { return test }
      switch since {
      case .mark: return mark.map { .numbers($0...max($0, .max)) } ?? .never
      case .ago(let span): return .wallTime(newest.subtractingReportingOverflow(span).partialValue)
      case .clock(let time): return .wallTime(newest &- Self.remainder(newest &+ offset &- time))
      }
    }
  }

  /// Nanoseconds of a day that have gone by since the same time of day.
  private static func remainder(_ time: Int64) -> Int64 {
    let day: Int64 = 86_400_000_000_000
    let rest = time % day
    return rest < 0 ? rest + day : rest
  }

  private static func localOffset(at wallTime: Int64) -> Int {
    var seconds = time_t(wallTime / 1_000_000_000)
    var parts = tm()
    return localtime_r(&seconds, &parts) == nil ? 0 : Int(parts.tm_gmtoff)
  }

  // MARK: Records

  /// No message is open: what a record is does not depend on those before it.
  var isIdle: Bool { sent == nil && received == nil }

  /// Judges those of its records that have the required text; the others do not match. It is plain, and the judge idle.
  func look(at stretch: LogStretch, for required: LiteralSearch, _ reader: LogReader) {
    var place = 0
    while let found = required.find(in: stretch.bytes, from: place) {
      let (record, payload) = stretch.record(at: found)
      if found < payload.lowerBound {
        place = payload.lowerBound
      } else {
        if found + required.needle.count <= payload.upperBound {
          judgeAlone(record, UnsafeRawBufferPointer(rebasing: stretch.bytes[payload]), reader)
        }
        // Behind it lies at most a head, or what belongs to a note.
        place = max(payload.upperBound, found + 1)
      }
    }
  }

  mutating func look(at record: LogRecord, _ payload: UnsafeRawBufferPointer, _ reader: LogReader) {
    let isData = record.isFrame && record.opcode.isData
    if !isData || record.fragmentIndex == 0 && !record.isArriving {
      if isData, sent != nil || received != nil { giveUp(record.direction) }
      judgeAlone(record, payload, reader)
      return
    }
    if record.isLaterFragment {
      addFragment(record, payload)
    } else {
      giveUp(record.direction)
      setOpen(record.direction, OpenMessage(record, payload), isComplete: record.flags.contains(.endsMessage))
    }
  }

  private func judgeAlone(_ record: LogRecord, _ payload: UnsafeRawBufferPointer, _ reader: LogReader) {
    var message = JudgedMessage(record)
    if asksForMarks { message.isMarked = marked.contains(record.sequence) }
    if asksForFacts, !record.isFrame {
      message.closeCode = reader.facts(record.sequence)?.close.map { Int($0.code) }
    }
    if program.holds(for: message, payload) {
      matches.insert(record.sequence)
    } else if message.isError {
      matches.addHiddenError()
    }
  }

  /// One whose message is not known, such as after the log was cleared, is no row.
  private mutating func addFragment(_ record: LogRecord, _ payload: UnsafeRawBufferPointer) {
    guard var message = open(record.direction), message.isContinued(by: record) else { return }
    // Taken out, so that its bytes are not copied.
    clear(record.direction)
    let isComplete = message.add(record, payload)
    put(record.direction, message, isComplete: isComplete)
  }

  // MARK: Open messages

  private func open(_ direction: Direction) -> OpenMessage? { direction == .sent ? sent : received }

  private mutating func clear(_ direction: Direction) {
    if direction == .sent { sent = nil } else { received = nil }
  }

  private mutating func setOpen(_ direction: Direction, _ message: OpenMessage, isComplete: Bool) {
    var message = message
    judge(&message, isComplete: isComplete)
    if isComplete { return }
    if direction == .sent { sent = message } else { received = message }
  }

  private mutating func put(_ direction: Direction, _ message: OpenMessage, isComplete: Bool) {
    if isComplete { return setOpen(direction, message, isComplete: true) }
    if direction == .sent { sent = message } else { received = message }
  }

  /// Another message begins in this direction: what was open never ends.
  private mutating func giveUp(_ direction: Direction) {
    guard var message = open(direction) else { return }
    if message.hasGrown { judge(&message, isComplete: false) }
    clear(direction)
  }

  /// Looks at frames again that were still arriving.
  mutating func lookAgain(_ reader: LogReader, isQuiet: Bool = false) {
    for direction in [Direction.sent, .received] {
      guard var message = open(direction), let sequence = message.arriving else { continue }
      guard let record = reader.record(sequence) else {
        giveUp(direction)
        continue
      }
      clear(direction)
      let isComplete = message.lookAgain(record, reader, isQuiet: isQuiet)
      put(direction, message, isComplete: isComplete)
    }
  }

  /// Judges again what has grown: much, or at all where nothing else goes on.
  mutating func judgeOpen(_ reader: LogReader, isQuiet: Bool) {
    if isQuiet { lookAgain(reader, isQuiet: true) }
    for direction in [Direction.sent, .received] {
      guard let message = open(direction), message.mayBeJudged(isQuiet: isQuiet) else { continue }
      clear(direction)
      setOpen(direction, message, isComplete: false)
    }
  }

  private func judge(_ message: inout OpenMessage, isComplete: Bool) {
    message.judge(isComplete: isComplete) { judged, payload in
      var judged = judged
      if asksForMarks { judged.isMarked = marked.contains(judged.sequence) }
      if program.holds(for: judged, payload) {
        matches.insert(judged.sequence)
      } else {
        matches.remove(judged.sequence)
        if isComplete, judged.isError { matches.addHiddenError() }
      }
    }
  }
}
