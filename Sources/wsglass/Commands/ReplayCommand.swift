import Formats
import Glibc
import Loop
import Profiles
import Scripts
import Secrets
import Sessions
import WebSocketCore

/// Runs `wsglass replay` from arguments to exit code.
enum ReplayCommand {
  static func run(_ arguments: Arguments) async throws(Complaint) -> ExitCode {
    if arguments.has(.schema) {
      writeLine(ScriptSchema.text)
      return .success
    }
    let profile = try profile(arguments)
    let path = try path(arguments, profile)
    var choice = try ReplayChoice(arguments, over: profile?.variables ?? [:])
    let settings: ConnectionSettings
    if let profile { settings = profile.settings } else { settings = try ConnectionSettings(arguments) }
    var options = ScriptOptions()
    let secret = profile.map { $0.profile.secretVariables(in: $0.environment) } ?? [:]
    options.given = Set(choice.variables.values.keys).union(secret.keys)
    options.expectsReplies = choice.expectsReplies
    let script = try ReplayScript.read(path, options: options)
    if arguments.has(.check) {
      for line in ReplaySummary.ofScript(script) { writeLine(safe(line)) }
      return .success
    }
    if let profile { try choice.variables.take(script.uses, of: profile) }
    try requireVariables(of: script, given: Set(choice.variables.values.keys))
    let address: String
    if let profile {
      address = profile.address
    } else {
      address = try self.address(of: script, arguments.value(.url), choice.variables)
    }
    var sides = [try ReplaySide(script, at: address, settings: settings, choice: choice)]
    if let against = choice.against {
      try keepSecrets(of: profile, from: against, choice)
      sides.append(try other(against, script, choice, arguments))
    }
    let playing = try await ReplayPlaying(sides, choice: choice, settings: settings)
    let outcome = await playing.play()
    return try finish(outcome, sides: sides, script: script, choice: choice)
  }

  private static func profile(_ arguments: Arguments) throws(Complaint) -> OpenedProfile? {
    guard let name = arguments.value(.profile) else { return nil }
    guard !arguments.has(.url) else {
      throw Complaint(
        code: .usage, what: "--profile and --url both say where it is to be played",
        why: ["what a profile knows is for its own server"])
    }
    return try ProfileOpening.open(name, arguments)
  }

  /// The profile's own script, where the command line names none.
  private static func path(_ arguments: Arguments, _ profile: OpenedProfile?) throws(Complaint) -> String {
    guard let path = arguments.operands.first ?? profile?.script, arguments.operands.count <= 1 else {
      throw Complaint(
        code: .usage, what: "replay takes one script",
        advice: ["wsglass replay login.jsonl --url wss://host/path"])
    }
    return path
  }

  /// What the script is compared with: a profile by its name, or an address. What a profile knows of the first server is not
  /// for another origin.
  private static func other(
    _ against: String, _ script: Script, _ choice: ReplayChoice, _ arguments: Arguments
  ) throws(Complaint) -> ReplaySide {
    if !against.contains(where: { "/:".contains($0) }) {
      let profile = try ProfileOpening.open(against, arguments)
      return try ReplaySide(script, at: profile.address, settings: profile.settings, choice: choice)
    }
    let settings = try ConnectionSettings(arguments)
    return try ReplaySide(script, at: against, settings: settings, choice: choice)
  }

  /// What is a secret of the profile's server is not sent to another one.
  private static func keepSecrets(of profile: OpenedProfile?, from other: String, _ choice: ReplayChoice)
    throws(Complaint)
  {
    let names = choice.variables.ofProfile.sorted()
    guard let profile, let first = names.first else { return }
    let own = (try? WebSocketURL(parsing: profile.address)).map(ScriptOrigin.init)
    guard let own, own != (try? WebSocketURL(parsing: other)).map(ScriptOrigin.init) else { return }
    throw Complaint(
      code: .usage,
      what: "--against \(safe(SecretMask.maskedByPlace(other))): the script sends a secret of the profile",
      why: ["\(names.joined(separator: ", ")) of \(profile.name) is for its own server"],
      advice: ["--set '\(first)=${env:\(first.uppercased())}' gives it to both"])
  }

  private static func requireVariables(of script: Script, given: Set<String>) throws(Complaint) {
    let missing = script.missing(in: given)
    guard !missing.isEmpty else { return }
    let help = missing.map { name in
      script.needs.first { $0.name == name }.map { $0.help.isEmpty ? name : "\(name): \($0.help)" } ?? name
    }
    throw Complaint(
      code: .usage, what: "\(script.file) has to be given \(missing.joined(separator: ", "))",
      why: help == missing ? [] : help,
      advice: missing.prefix(3).map { "--set '\($0)=${env:\($0.uppercased())}'" })
  }

  /// Of a recording its own, where no secret was taken out of it.
  private static func address(
    of script: Script, _ given: String?, _ variables: ReplayVariables
  ) throws(Complaint) -> String {
    if let given { return given }
    if let url = script.url {
      let filled = variables.values.reduce(url) { $0.replacing("${\($1.key)}", with: $1.value) }
      if !filled.contains("${") { return filled }
    }
    if let url = script.recordedURL, !url.contains("*"), !url.contains("‹") { return url }
    throw Complaint(
      code: .usage, what: "\(script.file) does not say where it is to be played",
      why: [script.recordedURL.map { "it was recorded with \($0)" }].compactMap(\.self),
      advice: ["--url wss://host/path"])
  }

  private static func finish(
    _ outcome: ReplayPlaying.Outcome, sides: [ReplaySide], script: Script, choice: ReplayChoice
  ) throws(Complaint) -> ExitCode {
    let redactor = Redactor(values: sides.flatMap(\.secrets))
    var report = ReplayReporting(
      script: script, target: sides[0].target, choice: choice, began: outcome.began
    )
    .report(outcome.results[0], took: outcome.duration)
    if outcome.results.count > 1 {
      let other = ReplayReporting(
        script: script, target: sides[1].target, choice: choice, began: outcome.began
      )
      .report(outcome.results[1], took: outcome.duration)
      let twin = TwinComparison(outcome.results[0], outcome.results[1], choice: choice)
      report.add(other, named: "against")
      report.cases += twin.cases
    }
    if let signal = outcome.signal { report.interruption = "stopped by signal \(signal)" }
    let usesOutput = choice.reports.contains { $0.path == "-" }
    for line in ReplaySummary.lines(of: report, redactor: redactor) {
      writeLine(safe(line), to: usesOutput ? STDERR_FILENO : STDOUT_FILENO)
    }
    for wanted in choice.reports { try write(report, wanted, redactor) }
    if let signal = outcome.signal { die(by: signal) }
    return exitCode(of: report, outcome.results, sides)
  }

  private static func write(_ report: ReplayReport, _ wanted: ReplayChoice.Report, _ redactor: Redactor)
    throws(Complaint)
  {
    let bytes = wanted.format.bytes(of: report, redactor: redactor)
    do throws(ExportFile.Failure) {
      var facts = stat()
      // A pipe or a device has no name to be put in the place of another.
      if wanted.path == "-" || stat(wanted.path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFREG {
        let descriptor = wanted.path == "-" ? STDOUT_FILENO : open(wanted.path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .open(errno) }
        defer { if descriptor != STDOUT_FILENO { close(descriptor) } }
        if let reason = ExportFile.write(bytes, to: descriptor) { throw .write(reason) }
        return
      }
      let file = try ExportFile(wanted.path, overwrites: true)
      try file.write(bytes)
      try file.commit()
    } catch {
      throw ExportWords.complaint(error, path: wanted.path)
    }
  }

  /// What hindered the run weighs more than what it found.
  private static func exitCode(
    of report: ReplayReport, _ results: [ReplayResult], _ sides: [ReplaySide]
  ) -> ExitCode {
    for (result, side) in zip(results, sides) {
      guard let first = result.unconnected.first else { continue }
      return FailureWords(first.error, answer: first.answer, target: side.target).code
    }
    if results.contains(where: { !$0.lost.isEmpty }) { return .protocolViolation }
    return report.isPassed ? .success : .expectation
  }
}
