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
    let captures = CaptureChoice(arguments)
    var recorded: [RecordedLog] = []
    var addresses: [String] = []
    for operand in arguments.operands {
      if RecordedLog.isOne(operand, captures.folder) {
        recorded.append(try RecordedLog.open(operand, in: captures.folder))
      } else {
        _ = try settings.target(for: operand)
        addresses.append(operand)
      }
    }
    let keys = KeymapFile.read()
    let inspectorSettings = InspectorSettings(
      connections: settings, captures: captures, theme: try theme(arguments), keymap: keys.keymap,
      warnings: keys.warnings,
      memory: (try arguments.number(.memory, in: 1...1 << 20) ?? 256) << 20,
      isColourless: arguments.has(.noColor) || (getenv("NO_COLOR").map { $0.pointee != 0 } ?? false),
      isASCII: arguments.has(.ascii))
    let screen = try startLoop("screen")
    let loops = InspectorLoops(
      screen: screen, net: try startLoop("net"), work: try startLoop("work"), files: try startLoop("files"))

    if captures.isOn { loops.files.execute { captures.makeRoom() } }

    let errors = ErrorFile()
    let inspector: Inspector
    switch await makeInspector(on: loops, inspectorSettings) {
    case .success(let made): inspector = made
    case .failure(let error):
      errors.end()
      throw error
    }
    let signals = try await watchSignals(endingSignals + [SIGWINCH, SIGTSTP], on: screen) { signal in
      inspector.assumeIsolated { $0.received(signal) }
    }
    let exit = await inspector.run(addresses, recorded, opensDemo: arguments.command == .demo)
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
    on loops: InspectorLoops, _ settings: InspectorSettings
  ) async -> Result<Inspector, Complaint> {
    await withCheckedContinuation { waiter in
      loops.screen.execute {
        do throws(TerminalError) {
          let terminal = try CursesTerminal(
            options: TerminalOptions(term: getenv("TERM").map { String(cString: $0) }))
          CursesTerminal.installCrashHandlers()
          waiter.resume(returning: .success(Inspector(on: loops, terminal: terminal, settings)))
        } catch {
          waiter.resume(returning: .failure(TerminalWords.complaint(error)))
        }
      }
    }
  }
}
