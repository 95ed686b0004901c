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
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private let descriptor: Int32
  private let path: String
  private let lines: JSONLines
  private let mostFrames: Int?
  private var reader: LogReader?
  private var next = 1
  private var frames = 0
  private var buffer: [UInt8] = []
  private var waiter: CheckedContinuation<Outcome, Never>?
  private var outcome: Outcome?

  enum Outcome: Sendable {
    case ended(Ending)
    /// With what came of the answer (`ConnectHop.answer`).
    case failed(ConnectError, answer: [UInt8])
    /// `--count` or `--duration` was reached, or a signal asked for the end.
    case enough
    case writeFailed(Int32)
  }

  init(on loop: EventLoop, descriptor: Int32, path: String, mostFrames: Int?) {
    self.loop = loop
    self.descriptor = descriptor
    self.path = path
    self.mostFrames = mostFrames
    lines = JSONLines(asciiOnly: isatty(descriptor) == 1)
  }

  func begin(_ session: Session) { reader = session.reader }

  /// Writes what is new; called after each batch.
  func drain(_ status: SessionStatus) {
    guard let reader, outcome == nil else { return }
    let range = reader.range
    while next < range.upperBound, outcome == nil {
      guard let record = reader.record(next), !record.isArriving else { break }
      reader.withPayload(next) { lines.append(record, payload: $0, to: &buffer) }
      next += 1
      if record.isFrame { frames += 1 }
      if let mostFrames, frames >= mostFrames { finish(.enough) }
      if buffer.count >= 64 << 10 { flush() }
    }
    flush()
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
    self.outcome = outcome
    flush()
    waiter?.resume(returning: outcome)
    waiter = nil
  }

  func wait() async -> Outcome {
    if let outcome { return outcome }
    return await withCheckedContinuation { waiter = $0 }
  }

  private func flush() {
    var start = 0
    while start < buffer.count {
      let count = buffer[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 {
        let reason = errno
        buffer.removeAll()
        if outcome == nil { finish(.writeFailed(reason)) }
        return
      }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
