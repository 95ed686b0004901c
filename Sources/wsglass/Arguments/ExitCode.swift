/// What the program's exit status says; the same table stands in `--help`.
enum ExitCode: Int32 {
  case success = 0
  case failed = 1
  /// Wrong arguments, or a terminal that can't be used.
  case usage = 2
  case configuration = 3
  case connect = 4
  case tls = 5
  case protocolViolation = 6
  case write = 7
  case expectation = 8

  var meaning: String {
    switch self {
    case .success: "ok"
    case .failed: "failed"
    case .usage: "wrong arguments, or a terminal that can't be used"
    case .configuration: "a config, theme, profile, header or script file is wrong"
    case .connect: "could not connect"
    case .tls: "TLS failed"
    case .protocolViolation: "the peer broke the WebSocket protocol"
    case .write: "a file could not be written"
    case .expectation: "an expectation of a replay was not met"
    }
  }

  static let afterSignal = "after a signal: 128 + its number, as the shell shows it"

  static let all: [ExitCode] = [
    .success, .failed, .usage, .configuration, .connect, .tls, .protocolViolation, .write, .expectation,
  ]
}
