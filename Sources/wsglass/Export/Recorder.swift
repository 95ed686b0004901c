import Formats
import FrameLog
import Glibc
import Loop
import Sessions
import WebSocketClient

/// `wsglass record`: one connection's frames to a file or a pipe, without a screen.
///
/// An actor on the network loop: a slow file holds the socket back, so nothing has to be dropped.
actor Recorder {
  /// 64 KiB to a write.
  private static let piece = 64 << 10

  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private let format: ExportFormat
  private let redactor: Redactor?
  private let file: RecordFile
  private let mostFrames: Int?
  private var export: LiveExport?
  private var buffer: [UInt8] = []
  private var waiter: CheckedContinuation<Outcome, Never>?
  private var outcome: Outcome?

  enum Outcome: Sendable {
    case ended(Ending)
    /// With what came of the answer (`ConnectHop.answer`).
    case failed(ConnectError, answer: [UInt8])
    /// `--count` or `--duration` was reached, or a signal asked for the end.
    case enough
    case writeFailed(ExportFile.Failure)
  }

  /// Without a redactor, secrets are written as they are.
  init(on loop: EventLoop, format: ExportFormat, redactor: Redactor?, to file: RecordFile, mostFrames: Int?) {
    self.loop = loop
    self.format = format
    self.redactor = redactor
    self.file = file
    self.mostFrames = mostFrames
  }

  func begin(_ session: Session) {
    export = LiveExport(session.reader, as: format, redactor: redactor, asciiOnly: file.asciiOnly)
    export?.begin(to: &buffer)
    flush()
  }

  /// Writes what is new; called after each batch.
  func drain(_ status: SessionStatus) {
    write(isLast: false)
    guard outcome == nil else { return }
    if let mostFrames, export?.frames ?? 0 >= mostFrames { return finish(.enough) }
    // A connection that is tried again goes on in the same file.
    if status.retry != nil { return }
    switch status.phase {
    case .ended(let ending): finish(.ended(ending))
    case .failed(let error): finish(.failed(error, answer: status.report?.hops.last?.answer ?? []))
    case .idle, .connecting, .open, .closing: break
    }
  }

  func finish(_ outcome: Outcome) {
    guard self.outcome == nil else { return }
    write(isLast: true)
    guard self.outcome == nil else { return }
    export?.end(to: &buffer)
    if let missed = export?.missed, missed > 0 {
      writeLine("wsglass: \(missed) records are missing: memory ran short", to: STDERR_FILENO)
    }
    flush()
    guard self.outcome == nil else { return }
    do throws(ExportFile.Failure) {
      try file.finish()
    } catch {
      return end(.writeFailed(error))
    }
    end(outcome)
  }

  private func end(_ outcome: Outcome) {
    guard self.outcome == nil else { return }
    self.outcome = outcome
    waiter?.resume(returning: outcome)
    waiter = nil
  }

  func wait() async -> Outcome {
    if let outcome { return outcome }
    return await withCheckedContinuation { waiter = $0 }
  }

  /// What the log has and the file hasn't. With the last of it, also what was held back.
  private func write(isLast: Bool) {
    while outcome == nil,
      export?.step(limit: Recorder.piece, mostFrames: mostFrames, isLast: isLast, to: &buffer) == true
    {
      flush()
    }
    flush()
  }

  private func flush() {
    guard outcome == nil, !buffer.isEmpty else { return }
    if let reason = ExportFile.write(buffer, to: file.descriptor) { end(.writeFailed(.write(reason))) }
    buffer.removeAll(keepingCapacity: true)
  }
}
