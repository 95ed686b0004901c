import Canvas
import CursesTerminal
import Glibc
import Loop

/// Runs the full screen from arguments to exit code.
enum InspectCommand {
  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    if arguments.command == .demo, !arguments.operands.isEmpty {
      throw Complaint(code: .usage, what: "demo takes no URL", advice: ["wsglass \(arguments.operands[0])"])
    }
    let settings = try ConnectionSettings(arguments)
    // Wrong addresses are told before the screen takes over.
    for address in arguments.operands { _ = try settings.target(for: address) }
    let memory = (try arguments.number(.memory, in: 1...1 << 20) ?? 256) << 20
    let theme = try self.theme(arguments)
    let screen = try startLoop("screen")
    let net = try startLoop("net")
    let work = try startLoop("work")
    let disk = try startLoop("disk")
    let isColourless = arguments.has(.noColor) || (getenv("NO_COLOR").map { $0.pointee != 0 } ?? false)

    let errors = ErrorFile()
    let inspector: Inspector
    switch await makeInspector(
      on: screen, net: net, work: work, disk: disk, theme: theme, settings: settings, memory: memory,
      isColourless: isColourless,
      isASCII: arguments.has(.ascii))
    {
    case .success(let made): inspector = made
    case .failure(let error):
      errors.end()
      throw error
    }
    let signals = try await watchSignals(endingSignals + [SIGWINCH, SIGTSTP], on: screen) { signal in
      inspector.assumeIsolated { $0.received(signal) }
    }
    let exit = await inspector.run(arguments.operands, opensDemo: arguments.command == .demo)
    _ = signals
    errors.end()
    switch exit {
    case .quit: return .success
    case .signal(let signal): die(by: signal)
    case .terminalGone: die(by: SIGHUP)
    }
  }

  private static func theme(_ arguments: Arguments) throws(Complaint) -> ThemeFile.Found {
    if let path = arguments.value(.themeFile) { return try ThemeFile.read(path) }
    if let name = arguments.value(.theme) { return try ThemeFile.find(name) }
    do throws(Complaint) {
      return try ThemeFile.find(ThemeFile.standardName)
    } catch {
      // A missing or broken default theme does not keep anybody from working.
      return ThemeFile.Found(theme: .plain, warnings: [error.what])
    }
  }

  /// The terminal has to be made on the thread that will use it.
  private static func makeInspector(
    on screen: EventLoop, net: EventLoop, work: EventLoop, disk: EventLoop, theme: ThemeFile.Found,
    settings: ConnectionSettings, memory: Int,
    isColourless: Bool, isASCII: Bool
  ) async -> Result<Inspector, Complaint> {
    await withCheckedContinuation { waiter in
      screen.execute {
        do throws(TerminalError) {
          let terminal = try CursesTerminal(
            options: TerminalOptions(term: getenv("TERM").map { String(cString: $0) }))
          CursesTerminal.installCrashHandlers()
          waiter.resume(
            returning: .success(
              Inspector(
                on: screen, net: net, work: work, disk: disk, terminal: terminal, theme: theme, settings: settings,
                memory: memory,
                isColourless: isColourless, isASCII: isASCII)))
        } catch {
          waiter.resume(returning: .failure(TerminalWords.complaint(error)))
        }
      }
    }
  }
}
