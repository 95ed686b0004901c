import Sessions
import WebSocketClient
import WebSocketCore

/// How a tab's connection ended, for the end of the program.
extension PlainTab {
  /// What went wrong is told, too.
  func exitCode() -> ExitCode {
    guard let status = session?.status, let target else { return .success }
    switch status.phase {
    case .failed(let error):
      if isLeft { return .success }
      let complaint = FailureWords(error, answer: status.report?.hops.last?.answer ?? [], target: target)
        .complaint
      complaint.print()
      return complaint.code
    case .ended(let ending):
      if ending.closure.violation != nil { return .protocolViolation }
      return ending.closure.isClean || isLeft ? .success : .failed
    case .idle, .connecting, .open, .closing: return .success
    }
  }
}
