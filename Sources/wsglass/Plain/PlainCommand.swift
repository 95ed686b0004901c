import Canvas
import CursesTerminal
import Glibc
import InspectorModel
import Loop
import Sessions

/// Runs line mode from arguments to exit code: for pipes, logs, screen readers and terminals that can't move their cursor.
enum PlainCommand {
  /// Asked for, or all that there is.
  static func isWanted(_ arguments: Arguments) -> Bool {
    arguments.has(.plain) || EnvironmentVariable.plain.value != nil
      || EnvironmentVariable.term.value == "dumb"
      || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0
  }

  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    let connections = try ConnectionSettings(arguments)
    let read = ConfigurationFile.read()
    let captures = CaptureChoice(arguments, read)
    // What the command line says of the screen is looked at all the same: a script is to fail the same everywhere.
    _ = try ThemeChoice(arguments, read.configuration, on: .dark)
    for warning in read.warnings { writeLine(safe("wsglass: \(warning)"), to: STDERR_FILENO) }
    let settings = PlainInspector.Settings(
      connections: connections, captures: captures,
      memory: (try arguments.number(.memory, in: 1...1 << 20) ?? 256) << 20, line: line(arguments),
      linger: try arguments.nanoseconds(.linger, in: 0...86_400) ?? 1_000_000_000,
      isInteractive: isatty(STDIN_FILENO) == 1)
    // What is wrong is told before anything is connected.
    var recorded: [RecordedLog] = []
    var addresses: [String] = []
    for operand in arguments.operands {
      if RecordedLog.isOne(operand, captures.folder) {
        recorded.append(try RecordedLog.open(operand, in: captures.folder))
      } else {
        _ = try connections.target(for: operand)
        addresses.append(operand)
      }
    }
    let net = try startLoop("net")
    let input = PlainInput(on: try startLoop("input"))
    let changes = PlainChanges()
    let inspector = PlainInspector(on: net, files: try startLoop("files"), settings, telling: changes)
    changes.inspector = inspector
    let signals = try await watchSignals(on: net) { signal in
      inspector.assumeIsolated { $0.finish(.signal(signal)) }
    }
    let running = Task { await inspector.store.run() }
    if captures.isOn, addresses.count > 0 { captures.makeRoom() }
    let logs = recorded
    let urls = addresses
    let opensDemo = arguments.command == .demo
    net.execute {
      inspector.assumeIsolated { $0.begin(logs, urls, connections, opensDemo: opensDemo) }
    }
    let reading = Task { await input.run(feeding: inspector) }
    let outcome = await inspector.wait()
    await inspector.shutDown()
    running.cancel()
    reading.cancel()
    _ = signals
    return try await exitCode(of: outcome, inspector)
  }

  private static func exitCode(
    of outcome: PlainInspector.Outcome, _ inspector: PlainInspector
  ) async throws(Complaint) -> ExitCode {
    switch outcome {
    case .done: return await inspector.exitCode()
    case .signal(let signal): die(by: signal)
    // As every filter does whose reader has had enough.
    case .writeFailed(EPIPE): die(by: SIGPIPE)
    case .writeFailed(let reason):
      throw Complaint(
        code: .write, what: "standard output can't be written", why: [String(cString: strerror(reason))])
    case .nothingToDo:
      throw Complaint(
        code: .usage, what: "nothing to do: no URL, and no :connect in standard input",
        advice: [
          "echo hello | wsglass --plain wss://host/path", "start wsglass in a terminal for the full screen",
        ])
    }
  }

  private static func line(_ arguments: Arguments) -> PlainLine {
    setlocale(LC_ALL, "")
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return PlainLine(
      repertoire: codeset == "UTF-8" && !arguments.has(.ascii) ? .unicode : .ascii, utcOffset: local.tm_gmtoff
    )
  }
}

extension PlainInspector {
  func begin(
    _ logs: [RecordedLog], _ addresses: [String], _ connections: ConnectionSettings, opensDemo: Bool
  ) {
    for log in logs { show(log) }
    for address in addresses {
      do throws(Complaint) {
        try open(address, connections)
      } catch {
        tell(error.what)
      }
    }
    if opensDemo { openDemo() }
    if settings.isInteractive { tell("Lines are sent; :help lists what else there is; Ctrl-D ends.") }
    writeAll()
  }
}
