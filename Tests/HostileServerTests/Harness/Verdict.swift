import FrameLog
import InspectorModel
import Sessions
import Testing
import WebSocketClient
import WebSocketCore

@testable import wsglass

/// Holds an observation against what the catalogue says.
enum Verdict {
  static func check(_ hostile: HostileCase, _ seen: Observation) {
    #expect(seen.isOver == true, "the session did not end: \(seen.status.phase)")
    #expect(Screen.unsafe(seen.screen).isEmpty, "the screen holds what a terminal would act on")
    for frame in seen.frames { #expect(frame.key != nil, "an unmasked frame of ours") }
    switch hostile.expected {
    case .fails(let failure): fails(failure, seen)
    case .breaks(let error, let log): breaks(error, log, seen)
    case .closes(let code, let log):
      isOpened(seen)
      compare(log, seen)
      #expect(seen.ending?.closure.isClean == true)
      #expect(seen.ending?.closure.status.code == code)
      #expect(seen.ending?.closure.violation == nil)
      if case .closeHandshake = seen.ending?.cause {} else { Issue.record("\(seen.status.phase)") }
      #expect(seen.rest.isEmpty)
      #expect(seen.frames.filter { $0.firstByte == 0x88 }.count == 1)
    case .lost(let cause, let log):
      isOpened(seen)
      compare(log, seen)
      #expect(seen.ending?.closure.isClean == false)
      #expect(seen.ending?.closure.status.code == .abnormal)
      #expect(seen.ending?.closure.received == nil)
      #expect(seen.ending?.closure.violation == nil)
      #expect(seen.ending.flatMap { self.cause($0.cause) } == cause)
    }
    hostile.judge(seen)
  }

  /// Nothing but the request has gone out, and nothing is in the log but how it went.
  private static func fails(_ failure: Failure, _ seen: Observation) {
    guard let error = seen.error else {
      Issue.record("not failed: \(seen.status.phase)")
      return
    }
    #expect(failure.matches(error), "\(error)")
    #expect(seen.wire.isEmpty, "bytes after the request")
    #expect(seen.log.isEmpty)
    #expect(seen.notes.filter { $0 != .information } == [.connecting, .failed])
    #expect(seen.status.upgrade == nil)
    #expect(seen.connections <= 1, "a retry that nobody asked for")
    #expect(seen.screen.contains("ERROR"))
    guard seen.connections == 1 else { return }
    #expect(seen.screen.contains("local code 1006"))
    #expect(seen.noteTexts.contains { $0.contains("(1006)") })
    guard case .rule(let rule) = failure, seen.answer.count > 0 else { return }
    #expect(seen.answer.count <= Limits().head)
    #expect(seen.screen.contains("Answer "))
    guard let offset = self.offset(of: rule) else { return }
    #expect(offset < seen.answer.count)
    #expect(seen.screen.contains(" byte \(offset): "))
    #expect(seen.noteTexts.contains { $0.contains("  byte \(offset): ") })
  }

  /// Of the rules of the head that say where they were broken.
  private static func offset(of rule: HandshakeError) -> Int? {
    switch rule {
    case .lineTooLong(let offset, _), .badStatusLine(let offset), .bareCarriageReturn(let offset),
      .controlByte(_, let offset), .blankBeforeField(let offset), .badFieldName(let offset):
      offset
    default: nil
    }
  }

  /// The offending frame is the last one kept, then comes one masked Close frame with the code, and nothing else.
  private static func breaks(_ error: ProtocolError, _ log: [String]?, _ seen: Observation) {
    isOpened(seen)
    compare(log.map { $0 + [LogLine.ourClose(error.closeCode, error.closeReason)] }, seen)
    let close = big(Int(error.closeCode.rawValue), 2) + error.closeReason
    #expect(error.closeReason.count <= 123)
    #expect(seen.frames.last?.payload == close)
    #expect(seen.frames.filter { $0.firstByte == 0x88 }.count == 1)
    #expect(seen.rest.isEmpty, "bytes after the Close frame")
    guard let ending = seen.ending else {
      Issue.record("not ended: \(seen.status.phase)")
      return
    }
    let violation = ending.closure.violation ?? error
    #expect(ending.closure.violation.map { isSame($0, error) } == true, "\(violation)")
    #expect(!ending.closure.isClean)
    #expect(ending.closure.status.code == .abnormal)
    #expect(ending.closure.sent?.code == error.closeCode)
    #expect(ending.closure.received == nil)
    if case .violation = ending.cause {} else { Issue.record("the cause is \(ending.cause)") }
    #expect(seen.screen.contains(ViolationWords.phrase(violation).prefix(60)))
    #expect(seen.screen.contains("sent: Close \(error.closeCode.rawValue)"))
    let row = seen.screen.split(separator: "\n").last { $0.contains(" < ") }
    #expect(row?.contains("!") == true, "the offending row has no mark")
  }

  /// Where zlib stopped, and how much it had made until it was looked at, are its own affair.
  private static func isSame(_ error: ProtocolError, _ expected: ProtocolError) -> Bool {
    switch (error, expected) {
    case (.inflateFailed, .inflateFailed): true
    case (.messageTooLong(let length, let limit), .messageTooLong(let least, let same)):
      limit == same && length >= least && length <= least + 64 << 10
    default: error == expected
    }
  }

  private static func isOpened(_ seen: Observation) {
    #expect(seen.notes.filter { $0 != .information } == [.connecting, .opened, .closed])
    #expect(seen.connections == 1)
  }

  private static func compare(_ log: [String]?, _ seen: Observation) {
    guard let log else { return }
    let end = seen.frameCount > Observation.shownFrames ? Array(seen.log.suffix(log.count)) : seen.log
    #expect(end == log)
  }

  private static func cause(_ cause: Ending.Cause) -> Expected.Cause? {
    switch cause {
    case .endOfStream: .endOfStream
    case .streamFailed: .reset
    case .closeTimedOut: .closeTimedOut
    case .keepaliveTimedOut: .keepaliveTimedOut
    case .stalled: .stalled
    case .aborted: .aborted
    case .closeHandshake, .violation: nil
    }
  }
}
