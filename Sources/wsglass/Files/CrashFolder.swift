import CursesTerminal
import FoundationEssentials
import Glibc
import InspectorModel
import Sessions
import Transport

/// `$XDG_STATE_HOME/wsglass/crash`: a report of each crash.
struct CrashFolder {
  /// 20: what nobody looked at by then is of no use any more.
  static let kept = 20

  let path: String

  static var standard: CrashFolder {
    CrashFolder(path: UserPath.state + "/crash")
  }

  /// Where this run's would be: by when it began, in UTC, and its process.
  func file(_ time: Int64, process: Int32) -> String {
    let clock = Figures.clock(time, offset: 0).prefix(8).filter { $0 != ":" }
    return "\(path)/\(Figures.day(time, offset: 0))T\(clock)Z-\(process).txt"
  }

  /// The oldest first.
  func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".txt") }
      .sorted()
  }

  /// Lets go what is beyond the limit.
  func makeRoom() {
    for name in names().dropLast(Self.kept) { unlink("\(path)/\(name)") }
  }

  /// From now on a crash is written down.
  func watch() {
    var locale = "unknown"
    if let name = setlocale(LC_CTYPE, nil) { locale = String(cString: name) }
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    let head = [
      "wsglass \(Main.version), \(TLSLibrary.version)", "TERM \(term), locale \(locale)",
      "begun \(Figures.day(WallClock.now(), offset: 0)) \(Figures.clock(WallClock.now(), offset: 0)) UTC",
    ]
    CursesTerminal.reportCrashes(
      to: file(WallClock.now(), process: getpid()), head: head.map(safe).joined(separator: "\n"))
  }
}
