import Canvas
import CursesTerminal
import FrameLog
import Glibc
import InspectorModel
import Transport

/// `wsglass doctor`: what this terminal, locale, TLS and config give, before anything is connected.
enum Doctor {
  static var build: [String] {
    [
      "Swift 6, \(TLSLibrary.version)",
      "themes: \(ThemeFile.directories.joined(separator: ", "))",
    ]
  }

  static func run(_ arguments: Arguments) -> ExitCode {
    var isWell = true
    func report(_ name: String, _ value: String, advice: String? = nil) {
      let pad = String(repeating: " ", count: max(1, 12 - name.count))
      writeLine(safe("\(advice == nil ? "ok  " : "!!  ")\(name)\(pad)\(value)"))
      if let advice {
        writeLine(safe("      try: \(advice)"))
        isWell = false
      }
    }
    report("version", "wsglass \(Main.version), \(TLSLibrary.version)")
    let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    report(
      "terminal", isTerminal ? "input and output are a terminal" : "input or output is no terminal",
      advice: isTerminal ? nil : "start wsglass in a terminal; in a pipe: wsglass record URL")
    let term = environment("TERM")
    report(
      "TERM", term ?? "not set", advice: term == nil || term == "dumb" ? "export TERM=xterm-256color" : nil)
    if environment("TMUX") != nil, let term, !term.hasPrefix("tmux"), !term.hasPrefix("screen") {
      report(
        "tmux", "TERM is \(term) inside tmux", advice: "set -g default-terminal tmux-256color in tmux.conf")
    }
    setlocale(LC_ALL, "")
    let codeset = String(cString: nl_langinfo(nl_item(CODESET)))
    report(
      "locale", codeset,
      advice: codeset == "UTF-8" ? nil : "LC_ALL=C.UTF-8 shows more than ASCII; without it, escapes")
    report("colours", environment("NO_COLOR") != nil ? "off by NO_COLOR" : "by TERM")
    do throws(Complaint) {
      let theme = try ThemeFile.find(ThemeFile.standardName)
      report("theme", theme.path ?? "built in")
    } catch {
      report("theme", error.what, advice: "reinstall, or --theme-file FILE")
    }
    let themes = ThemeList.summaries()
    report("themes", themes.filter(\.isUsable).map(\.name).joined(separator: ", "))
    for theme in themes where !theme.isUsable {
      report("themes", theme.details, advice: "correct the file; the others serve")
    }
    let captures = CaptureChoice(arguments)
    report("captures", "\(captures.folder.path), at most \(captures.limits)")
    for warning in captures.warnings { report("config", warning, advice: "correct the file") }
    let roots = TLSLibrary.defaultCertificatePlaces
    let hasRoots = roots.contains { access($0, R_OK) == 0 }
    report(
      "TLS roots", roots.joined(separator: ", "),
      advice: hasRoots ? nil : "apt-get install ca-certificates, or --cacert FILE")
    for (scheme, isSecure) in [("ws", false), ("wss", true)] {
      reportProxy(scheme, isSecure) { report($0, $1, advice: $2) }
    }
    return isWell ? .success : .failed
  }

  /// Which proxy the environment names, without what stands in its URL for user and password.
  private static func reportProxy(
    _ scheme: String, _ isSecure: Bool, _ report: (String, String, String?) -> Void
  ) {
    let environment = ProxyEnvironment.ofProcess()
    let name = environment.variable(isSecure: isSecure)
    do throws(ProxyURLError) {
      // A name that no_proxy is not likely to have.
      let proxy = try environment.proxy(
        for: "proxy-check.invalid", port: isSecure ? 443 : 80, isSecure: isSecure)
      report("\(scheme) proxy", proxy.map { "\($0) from \(name ?? "")" } ?? "none", nil)
    } catch {
      report(
        "\(scheme) proxy", "\(name ?? ""): \(ProxyWords.describe(error))",
        "export \(name ?? "")=http://HOST:PORT, or --no-proxy")
    }
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
