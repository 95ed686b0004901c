import CursesTerminal
import Glibc

/// wsglass: from arguments to exit code.
@main
enum Main {
  static let version = "0.1.0"
  /// When that version was made, for the man pages.
  static let date = "2026-11-27"

  /// The work is done by tasks and the loops' threads. This thread only sleeps, with the signals blocked: an
  /// `async` main would wait for them with an empty mask and die of the first one, past everything that cleans up.
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    // A file over its limit is an error to be told, not the end.
    signal(SIGXFSZ, SIG_IGN)
    raiseFileLimit()
    let arguments = Result { () throws(Complaint) in try Arguments(CommandLine.arguments) }
    if case .success(let found) = arguments, InspectCommand.takesScreen(found) {
      CursesTerminal.keepInParent()
    }
    blockSignals()
    // _exit: the loops' threads are still there, and exit would take the ground from under them, handler by handler.
    Task.detached { _exit(await Main.status(arguments).rawValue) }
    while true { pause() }
  }

  private nonisolated static func status(_ arguments: Result<Arguments, Complaint>) async -> ExitCode {
    do throws(Complaint) {
      return try await run(arguments.get())
    } catch {
      error.print()
      return error.code
    }
  }

  private nonisolated static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    if arguments.has(.help) {
      writeLine(Help.text)
      return .success
    }
    if arguments.has(.version) {
      writeLine("wsglass \(version)")
      if arguments.has(.verbose) { for line in Doctor.build { writeLine(line) } }
      return .success
    }
    switch arguments.command {
    case .inspect, .demo: return try await InspectCommand.run(arguments)
    case .serve: return try await ServeCommand.run(arguments)
    case .record: return try await RecordCommand.run(arguments)
    case .replay: return try await ReplayCommand.run(arguments)
    case .captures: return try CapturesCommand.run(arguments)
    case .profiles: return try ProfilesCommand.run(arguments)
    case .export: return try ExportCommand.run(arguments)
    case .check: return try CheckCommand.run(arguments)
    case .locate: return try LocateCommand.run(arguments)
    case .doctor: return Doctor.run(arguments)
    case .man: return try ManualCommand.run(arguments)
    case .completions: return try CompletionsCommand.run(arguments)
    }
  }

  /// A connection has three descriptors where it is captured: a thousand of them need more than what shells give.
  private static func raiseFileLimit() {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    setrlimit(resource, &limit)
  }

  /// Before any thread starts: threads inherit the mask, and signals become events of a loop. SIGTSTP too: only where
  /// every other thread has it blocked does the one that stops the job stop at once, and not some lines later.
  private static func blockSignals() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in endingSignals + [SIGWINCH, SIGTSTP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
