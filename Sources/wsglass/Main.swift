import Glibc

/// wsglass: from arguments to exit code.
@main
enum Main {
  static let version = "0.1.0"

  /// Stays idle while the loops' threads work: the main thread's own executor must stay free for tasks.
  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do throws(Complaint) {
      let code = try await run(Arguments(CommandLine.arguments))
      exit(code.rawValue)
    } catch {
      error.print()
      exit(error.code.rawValue)
    }
  }

  private static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    if arguments.has(.help) {
      writeLine(Help.text)
      return .success
    }
    if arguments.has(.version) {
      writeLine("wsglass \(version)")
      if arguments.has(.verbose) { for line in Doctor.build { writeLine(line) } }
      return .success
    }
    // Before any thread starts: threads inherit the mask, and signals become events of a loop.
    blockSignals()
    switch arguments.command {
    case .inspect, .demo: return try await InspectCommand.run(arguments)
    case .serve: return try await ServeCommand.run(arguments)
    case .record: return try await RecordCommand.run(arguments)
    case .doctor: return Doctor.run(arguments)
    }
  }

  private static func blockSignals() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in endingSignals + [SIGWINCH] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
