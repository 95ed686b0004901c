public import WebSocketCore

/// One connection's capture. One writer at a time appends; any number of readers, on other threads, read.
///
/// A class because writer and readers share it; `LogReader` is what readers get.
public final class FrameLog: @unchecked Sendable {
  public init(budget: LogBudget) {}

  public var reader: LogReader { LogReader(log: self) }

  /// Appends every event of the batch; one copy of each payload.
  public func append(_ batch: borrowing FrameBatch, wallOffset: Int64) {}
  /// Appends a note; `text` may hold peer bytes.
  public func append(note: NoteKind, text: [UInt8], at time: UInt64, wallOffset: Int64) {}
}

/// How many bytes of frames are kept in memory, over all logs.
public final class LogBudget: @unchecked Sendable {
  public init(bytes: Int = 256 << 20) {}
}

/// Reads a log from any thread.
public struct LogReader: Sendable {
  let log: FrameLog
  init(log: FrameLog) { self.log = log }

  /// Sequence numbers that can be read now: oldest kept ..< next to come.
  public var range: Range<Int> { 1..<1 }
  /// Records dropped at the front because memory ran short (not those cleared by the user).
  public var evicted: Int { 0 }
  public func record(_ sequence: Int) -> LogRecord? { nil }
  /// The first `limit` bytes of the record's payload.
  public func payload(_ sequence: Int, limit: Int) -> [UInt8] { [] }
  /// The message that starts with the fragment `sequence`; a message of one frame has `fragments` 1.
  public func message(startingAt sequence: Int) -> MessageSummary? { nil }
  /// The payload of the whole message that starts with `sequence`, fragments joined.
  public func messagePayload(startingAt sequence: Int, limit: Int) -> [UInt8] { [] }
}
