import Formats
import Glibc
import JSONBytes
import Scripts

/// What the command line says about playing a script, beyond how to connect.
struct ReplayChoice {
  /// Secrets come this way too, so their values are known as such: all that a reference gave, and by name.
  var variables: ReplayVariables
  let speed: ScriptSpeed
  let connections: Int
  /// Nanoseconds over which they begin.
  let spread: UInt64
  let seed: UInt64
  let goesOn: Bool
  let expectsReplies: Bool
  let thresholds: [LatencyThreshold]
  let reports: [Report]
  let against: String?
  let align: JSONPath?
  let ignored: [JSONPath]

  struct Report {
    var path: String
    var format: ReportFormat
  }

  /// `plain` are the variables of the profile.
  init(_ arguments: Arguments, over plain: [String: String] = [:]) throws(Complaint) {
    variables = try ReplayVariables(arguments.values(.set), over: plain)
    speed = try ReplayChoice.speed(arguments.value(.speed))
    connections = try arguments.number(.connections, in: 1...10_000) ?? 1
    spread = try ReplayChoice.spread(arguments.value(.spread), of: connections)
    seed =
      try arguments.number(.seed, in: 0...Int.max).map { UInt64($0) } ?? UInt64.random(in: 0...0xFFFF_FFFF)
    goesOn = arguments.has(.keepGoing)
    expectsReplies = arguments.has(.expectReplies)
    var thresholds: [LatencyThreshold] = []
    for text in arguments.values(.threshold) { thresholds.append(try ReplayChoice.threshold(text)) }
    self.thresholds = thresholds
    var reports: [Report] = []
    for path in arguments.values(.report) { reports.append(try ReplayChoice.report(path)) }
    self.reports = reports
    against = arguments.value(.against)
    align = try arguments.value(.align).map { text throws(Complaint) in try ReplayChoice.path(text, .align) }
    var ignored: [JSONPath] = []
    for text in arguments.values(.ignore).flatMap({ $0.split(separator: ",") }) {
      ignored.append(try ReplayChoice.path(String(text), .ignore))
    }
    self.ignored = ignored
    guard against == nil else { return }
    for name in [Option.Name.align, .ignore] where arguments.has(name) {
      throw Complaint(
        code: .usage, what: "--\(name.rawValue) compares two servers, and there is one",
        advice: ["--against URL"])
    }
  }

  private static func speed(_ text: String?) throws(Complaint) -> ScriptSpeed {
    guard let text else { return .times(1) }
    guard let speed = ScriptSpeed(parsing: text) else {
      throw Complaint(code: .usage, what: "--speed \(text): neither 0.1 to 100 nor \"max\"")
    }
    return speed
  }

  private static func spread(_ text: String?, of connections: Int) throws(Complaint) -> UInt64 {
    guard let text else { return 0 }
    guard let spread = ScriptDuration.parse(text) else {
      throw Complaint(code: .usage, what: "--spread \(text): no time such as 500ms, 1s or 1.5m")
    }
    guard connections > 1 else {
      throw Complaint(
        code: .usage, what: "--spread says when several connections begin, and there is one",
        advice: ["--connections 100"])
    }
    return spread
  }

  private static func threshold(_ text: String) throws(Complaint) -> LatencyThreshold {
    do throws(LatencyThreshold.ParseError) {
      return try LatencyThreshold(parsing: text)
    } catch {
      let names = LatencyThreshold.Measure.allCases.map(\.rawValue).joined(separator: ", ")
      let why =
        switch error {
        case .noMeasure: "there is no \"<\" in it"
        case .unknownMeasure(let word): "there is no \"\(word)\"; there are \(names)"
        case .badDuration(let word): "\"\(word)\" is no time such as 200us, 50ms or 1.5s"
        }
      throw Complaint(
        code: .usage, what: "--threshold \(text): no limit", why: [why],
        advice: ["--threshold 'login:p99<50ms'"])
    }
  }

  private static func report(_ path: String) throws(Complaint) -> Report {
    if path == "-" { return Report(path: path, format: .tap) }
    guard let format = ReportFormat(fileName: path) else {
      throw Complaint(
        code: .usage, what: "--report \(path): its ending says nothing",
        advice: ReportFormat.allCases.map { "\($0.ending) for \($0.rawValue)" })
    }
    return Report(path: path, format: format)
  }

  private static func path(_ text: String, _ option: Option.Name) throws(Complaint) -> JSONPath {
    do throws(JSONPath.Fault) {
      return try JSONPath(parsing: Array(text.utf8))
    } catch {
      throw Complaint(
        code: .usage, what: "--\(option.rawValue) \(text): no JSON path, from byte \(error.offset + 1) on",
        advice: ["items[0].id", "items[*].time", "**.seq"])
    }
  }
}
