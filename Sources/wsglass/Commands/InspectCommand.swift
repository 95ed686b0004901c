import Canvas
import CursesTerminal
import Glibc
import InspectorModel
import Loop

/// Runs the full screen from arguments to exit code.
enum InspectCommand {
  /// It will take the whole screen.
  static func takesScreen(_ arguments: Arguments) -> Bool {
    let isInspector = arguments.command == .inspect || arguments.command == .demo
    return isInspector && !arguments.has(.help) && !arguments.has(.version)
      && !PlainCommand.isWanted(arguments)
  }

  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    if arguments.command == .demo, !arguments.operands.isEmpty {
      throw Complaint(code: .usage, what: "demo takes no URL", advice: ["wsglass \(arguments.operands[0])"])
    }
    if PlainCommand.isWanted(arguments) { return try await PlainCommand.run(arguments) }
    let settings = try ConnectionSettings(arguments)
    // Wrong addresses are told before the screen takes over.
    let read = ConfigurationFile.read()
    let captures = CaptureChoice(arguments, read)
    let openings = try openings(arguments, settings, captures)
    let background =
      EnvironmentVariable.background.value.flatMap { TerminalBackground(colorFGBG: $0) } ?? .dark
    let keys = KeymapFile.read(
      over: read.configuration.word(.composeEnter) == "newline" ? .enterIsNewline : .standard)
    let state = StateFile()
    let kept = state.read()
    let inspectorSettings = InspectorSettings(
      arguments: arguments, connections: settings, captures: captures,
      theme: try ThemeChoice(arguments, read.configuration, on: background, kept: kept), keymap: keys.keymap,
      configuration: read.configuration, state: state, kept: kept, background: background,
      warnings: keys.warnings,
      memory: (try arguments.number(.memory, in: 1...1 << 20) ?? 256) << 20,
      isColourless: arguments.has(.noColor) || EnvironmentVariable.noColor.value != nil,
      isASCII: arguments.has(.ascii))
    let screen = try startLoop("screen")
    let loops = InspectorLoops(
      screen: screen, net: try startLoop("net"), work: try startLoop("work"), files: try startLoop("files"))

    if captures.isOn { loops.files.execute { captures.makeRoom() } }
    loops.files.execute { CrashFolder.standard.makeRoom() }

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
    let exit = await inspector.run(openings, opensDemo: arguments.command == .demo)
    _ = signals
    errors.end()
    switch exit {
    case .quit: return .success
    case .signal(let signal): die(by: signal)
    case .terminalGone: die(by: SIGHUP)
    }
  }

  /// A tab for each operand and each `--profile`, in that order. What profiles ask for is asked now, before the screen.
  private static func openings(
    _ arguments: Arguments, _ settings: ConnectionSettings, _ captures: CaptureChoice
  ) throws(Complaint) -> [Opening] {
    let profiles = ProfilePlaces.folder
    var openings: [Opening] = []
    for word in arguments.operands {
      switch try Operand(word, captures: captures.folder, profiles: profiles) {
      case .log(let word): openings.append(.log(try RecordedLog.open(word, in: captures.folder)))
      case .profile(let name): openings.append(.profile(try ProfileOpening.open(name, arguments)))
      case .address(let address):
        _ = try settings.target(for: address)
        openings.append(.address(address))
      }
    }
    for name in arguments.values(.profile) {
      openings.append(.profile(try ProfileOpening.open(name, arguments)))
    }
    return openings
  }

  /// The terminal has to be made on the thread that will use it.
  private static func makeInspector(
    on loops: InspectorLoops, _ settings: InspectorSettings
  ) async -> Result<Inspector, Complaint> {
    await withCheckedContinuation { waiter in
      loops.screen.execute {
        do throws(TerminalError) {
          let term = EnvironmentVariable.term.value
          let terminal = try CursesTerminal(
            options: TerminalOptions(
              term: term, mouse: settings.configuration.flag(.mouse) ?? true,
              questions: questions(of: term ?? "", aboutBackground: settings.theme.pair != nil)))
          CrashFolder.standard.watch()
          CursesTerminal.installCrashHandlers()
          waiter.resume(returning: .success(Inspector(on: loops, terminal: terminal, settings)))
        } catch {
          waiter.resume(returning: .failure(TerminalWords.complaint(error)))
        }
      }
    }
  }

  /// Only what is of use, and only of a terminal that knows what a question is.
  private static func questions(of term: String, aboutBackground: Bool) -> TerminalQuestions {
    let program = EnvironmentVariable.program.value
    guard TerminalQuestions.mayBeAsked(term: term, program: program) else { return [] }
    return aboutBackground
      ? [.synchronizedOutput, .keyboard, .background] : [.synchronizedOutput, .keyboard]
  }
}
