import Canvas
import CursesTerminal
import FrameLog
import Glibc
import InspectorModel
import Transport

/// `wsglass doctor`: what this terminal, locale, TLS and the user's files give, before anything is connected.
enum Doctor {
  static var build: [String] {
    [
      "Swift 6, \(TLSLibrary.version), \(CursesTerminal.library)",
      "TERM \(EnvironmentVariable.term.value ?? "not set"), "
        + "\(TerminalCheck(term: EnvironmentVariable.term.value ?? "").colours) colours",
      "themes: \(ThemeFile.directories.joined(separator: ", "))",
    ]
  }

  static func run(_ arguments: Arguments) -> ExitCode {
    var report = DoctorReport()
    report.add("version", "wsglass \(Main.version), \(TLSLibrary.version)")
    look(atTerminal: &report)
    look(atLocale: &report)
    look(atThemes: &report)
    look(atFiles: &report, arguments)
    look(atNetwork: &report)
    report.write()
    return report.isWell ? .success : .failed
  }

  // MARK: Terminal

  private static func look(atTerminal report: inout DoctorReport) {
    let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    report.add(
      "terminal", isTerminal ? "input and output are a terminal" : "input or output is no terminal",
      advice: isTerminal ? nil : "start wsglass in a terminal; in a pipe there are lines instead of a screen")
    let term = EnvironmentVariable.term.value ?? ""
    let check = TerminalCheck(term: term)
    if term.isEmpty {
      report.add("TERM", "not set", advice: "export TERM=xterm-256color")
    } else if !check.isKnown {
      report.add(
        "TERM", "\(term), which is not known here",
        advice: "apt-get install ncurses-term, or export TERM=xterm-256color")
    } else if !check.canMoveCursor {
      report.add(
        "TERM", "\(term), which can't move its cursor: lines instead of a screen",
        advice: "export TERM=xterm-256color")
    } else {
      report.add("TERM", "\(term), \(check.colours > 0 ? "\(check.colours) colours" : "no colours")")
    }
    if let size = check.size {
      let isSmall = size.width < 20 || size.height < 5
      report.add(
        "size", "\(size.width)x\(size.height)", advice: isSmall ? "20x5 is the least that shows a log" : nil)
    }
    if TerminalWords.advice() != nil {
      report.add(
        "tmux", "TERM is \(term) inside tmux", advice: "set -g default-terminal tmux-256color in tmux.conf")
    }
    if isTerminal { report.add("answers", answers(term)) }
    report.add("clipboard", Clipboard.likelyRoute)
  }

  private static func answers(_ term: String) -> String {
    guard TerminalQuestions.mayBeAsked(term: term, program: EnvironmentVariable.program.value),
      let answers = TerminalCheck.ask(), answers.areThere
    else { return "none: it is not asked, or does not answer" }
    var parts = [
      answers.hasSynchronizedOutput ? "synchronized output" : "no synchronized output",
      answers.hasKeyboard ? "Shift-Enter" : "no Shift-Enter",
    ]
    switch answers.background {
    case .light?: parts.append("light background")
    case .dark?: parts.append("dark background")
    case nil: parts.append("background not told")
    }
    return parts.joined(separator: ", ")
  }

  private static func look(atLocale report: inout DoctorReport) {
    setlocale(LC_ALL, "")
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    report.add(
      "locale", codeset,
      advice: codeset == "UTF-8" ? nil : "LC_ALL=C.UTF-8 shows more than ASCII; without it, escapes")
    report.add("colours", EnvironmentVariable.noColor.value != nil ? "off by NO_COLOR" : "by TERM")
  }

  // MARK: The user's files

  static func look(atThemes report: inout DoctorReport) {
    let configuration = ConfigurationFile.read().configuration
    let wanted = [ConfigurationKey.theme, .themeLight, .themeDark].compactMap { configuration.word($0) }
    for name in wanted.isEmpty ? [ThemeFile.standardName] : wanted {
      do throws(Complaint) {
        let theme = try ThemeFile.find(name)
        report.add("theme", "\(name): \(theme.path ?? "built in")")
        for warning in theme.warnings { report.add("theme", warning, advice: "correct the file") }
      } catch {
        report.add("theme", error.what, advice: error.advice.first ?? "reinstall, or --theme-file FILE")
      }
    }
    let themes = ThemeList.summaries()
    report.add("themes", themes.filter(\.isUsable).map(\.name).joined(separator: ", "))
    for theme in themes where !theme.isUsable {
      report.add("themes", theme.details, advice: "correct the file; the others serve")
    }
  }

  private static func look(atFiles report: inout DoctorReport, _ arguments: Arguments) {
    let read = look(atSettings: &report)
    let captures = CaptureChoice(arguments, read)
    let folder = captures.folder.path
    let kept = captures.folder.list()
    let bytes = kept.reduce(0) { $0 + $1.bytes }
    report.add(
      "captures", "\(folder): \(kept.count) of \(captures.limits), \(Figures.bytes(bytes))",
      advice: fault(ofFolder: folder, mayBeMissing: true))
    if let free = freeBytes(folder), free < 1 << 30 {
      report.add(
        "disk", "\(Figures.bytes(free)) free for captures", advice: "--no-capture, or --captures DIR")
    }
    let crashes = CrashFolder.standard
    report.add(
      "crashes",
      crashes.names().last.map { "\(crashes.names().count) in \(crashes.path), the last \($0)" } ?? "none")
    let profiles = UserFile.folder + "/profiles"
    if access(profiles, F_OK) == 0 {
      report.add("profiles", profiles, advice: fault(ofFolder: profiles, mayBeMissing: true))
    } else {
      report.add("profiles", "\(profiles) is not there: none are saved")
    }
  }

  @discardableResult
  static func look(
    atSettings report: inout DoctorReport
  ) -> (configuration: Configuration, warnings: [String]) {
    let read = ConfigurationFile.read()
    look(at: .config, read.warnings, &report)
    look(at: .keymap, KeymapFile.read().warnings, &report)
    return read
  }

  private static func look(at file: UserFile, _ warnings: [String], _ report: inout DoctorReport) {
    let name = file.name.split(separator: ".").first.map(String.init) ?? file.name
    guard file.isThere else { return report.add(name, "\(file.path) is not there: the standard holds") }
    if warnings.isEmpty { report.add(name, file.path) }
    for warning in warnings { report.add(name, warning, advice: "correct \(file.path)") }
  }

  /// What is wrong with a folder that holds what nobody else is to read; nil where nothing is.
  private static func fault(ofFolder path: String, mayBeMissing: Bool) -> String? {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      return mayBeMissing && errno == ENOENT ? nil : String(cString: strerror(errno))
    }
    if facts.st_mode & S_IFMT != S_IFDIR { return "it is no folder: move it away" }
    if facts.st_uid != geteuid() { return "it is somebody else's: chown it" }
    if facts.st_mode & 0o077 != 0 { return "chmod 700 \(path): others can read it" }
    return access(path, W_OK) == 0 ? nil : "chmod u+w \(path): it can't be written"
  }

  /// Where the folder is, or will be.
  private static func freeBytes(_ path: String) -> Int? {
    var path = path
    var facts = statvfs()
    while statvfs(path, &facts) != 0 {
      guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
      path = String(path[..<slash])
    }
    return Int(exactly: facts.f_bavail).flatMap { blocks in
      Int(exactly: facts.f_frsize).map { blocks.multipliedReportingOverflow(by: $0).partialValue }
    }
  }

  // MARK: Network

  private static func look(atNetwork report: inout DoctorReport) {
    let roots = TLSLibrary.defaultCertificatePlaces
    let hasRoots = roots.contains { access($0, R_OK) == 0 }
    report.add(
      "TLS roots", roots.joined(separator: ", "),
      advice: hasRoots ? nil : "apt-get install ca-certificates, or --cacert FILE")
    for (scheme, isSecure) in [("ws", false), ("wss", true)] { look(atProxy: scheme, isSecure, &report) }
  }

  /// Which proxy the environment names, without what stands in its URL for user and password.
  private static func look(atProxy scheme: String, _ isSecure: Bool, _ report: inout DoctorReport) {
    let environment = ProxyEnvironment.ofProcess()
    let name = environment.variable(isSecure: isSecure)
    do throws(ProxyURLError) {
      // A name that no_proxy is not likely to have.
      let proxy = try environment.proxy(
        for: "proxy-check.invalid", port: isSecure ? 443 : 80, isSecure: isSecure)
      report.add("\(scheme) proxy", proxy.map { "\($0) from \(name ?? "")" } ?? "none")
    } catch {
      report.add(
        "\(scheme) proxy", "\(name ?? ""): \(ProxyWords.describe(error))",
        advice: "export \(name ?? "")=http://HOST:PORT, or --no-proxy")
    }
  }
}
