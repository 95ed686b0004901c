import Formats
import FrameLog
import Glibc
import Loop
import Secrets
import Sessions
import WebSocketClient
import WebSocketCore

/// Runs `wsglass record` from arguments to exit code.
enum RecordCommand {
  /// 64 MiB between the socket and the file; the file is written at every batch, so it is never needed for long.
  private static let budget = 64 << 20

  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    let mostFrames = try arguments.number(.count, in: 1...Int.max)
    let duration = try arguments.nanoseconds(.duration, in: 0.001...31_536_000)
    let target = try target(arguments)
    let output = try OutputChoice(arguments)
    let redactor = output.includesSecrets ? nil : Redactor(values: target.secrets)
    let loop = try startLoop("net")
    let recorder = Recorder(
      on: loop, format: output.format, redactor: redactor, to: try RecordFile(output), mostFrames: mostFrames)
    let box = SessionBox()
    let store = ConnectionStore(on: loop, budget: LogBudget(bytes: budget), narrator: Narration()) { _ in
      guard let session = box.session else { return }
      recorder.assumeIsolated { $0.drain(session.status) }
    }
    let signals = try await watchSignals(on: loop) { _ in recorder.assumeIsolated { $0.finish(.enough) } }
    let running = Task { await store.run() }
    store.perform { store in
      let session = store.makeSession(SessionID(1), target: target)
      store.adopt(session)
      box.session = session
      recorder.assumeIsolated { $0.begin(session) }
      if let duration {
        loop.schedule(at: loop.now() &+ duration) { recorder.assumeIsolated { $0.finish(.enough) } }
      }
      store.connect(SessionID(1))
    }
    let outcome = await recorder.wait()
    await store.shutDown(patience: 1_000_000_000)
    running.cancel()
    _ = signals
    return try exitCode(of: outcome, path: output.path, target: target)
  }

  /// Of the one URL or profile.
  private static func target(_ arguments: Arguments) throws(Complaint) -> SessionTarget {
    let profiles = arguments.values(.profile)
    guard let operand = (arguments.operands + profiles).first,
      arguments.operands.count + profiles.count == 1
    else {
      throw Complaint(
        code: .usage, what: "record takes one URL or profile",
        advice: ["wsglass record wss://host/path --count 100"])
    }
    if profiles.isEmpty, operand.contains(where: { "/:".contains($0) }) {
      return try ConnectionSettings(arguments).target(for: operand)
    }
    return try ProfileOpening.open(operand, arguments).target()
  }

  private static func exitCode(
    of outcome: Recorder.Outcome, path: String, target: SessionTarget
  ) throws(Complaint) -> ExitCode {
    switch outcome {
    case .enough: return .success
    case .ended(let ending):
      let words = EndingWords(ending)
      writeLine(safe("wsglass: \(target.mask.masked(words.summary))"), to: STDERR_FILENO)
      if ending.closure.violation != nil { return .protocolViolation }
      return ending.closure.isClean ? .success : .failed
    case .failed(let error, let answer):
      throw FailureWords(error, answer: answer, target: target).complaint
    case .writeFailed(let failure):
      throw ExportWords.complaint(failure, path: path)
    }
  }
}

/// The recorded session, for the change handler. `@unchecked Sendable`: set and read on the network loop only.
private final class SessionBox: @unchecked Sendable { var session: Session? }
