import Formats
import InspectorModel
import JSONBytes
import Scripts
import WebSocketCore

/// What a script failed at, in words.
enum ReplayWords {
  /// 4 KiB of a payload tell what it was.
  private static let mostBytes = 4 << 10
  /// Differences that are told one by one.
  private static let mostDifferences = 10

  static func finding(_ failure: ScriptFailure, connection: Int?) -> ReportFinding {
    var seen = failure.seen.map { payload($0, failure.seenOpcode) }
    if seen == nil, failure.examined == 0, case .timeout = failure.cause { seen = "nothing came" }
    var reason = reason(failure)
    let differences = failure.differences.prefix(mostDifferences).map(difference)
    if !differences.isEmpty { reason += ": " + differences.joined(separator: "; ") }
    let left = failure.differences.count - differences.count
    if left > 0 { reason += "; and \(left) more" }
    return ReportFinding(
      reason: reason, expected: failure.expected.isEmpty ? nil : payload(failure.expected, .text), seen: seen,
      connection: connection)
  }

  static func reason(_ failure: ScriptFailure) -> String {
    switch failure.cause {
    case .timeout(let patience):
      "nothing that matches came within \(ReportTime.words(patience)), of \(count(failure.examined, "message"))"
    case .mismatch: "the next message does not match"
    case .closed(let code):
      "the connection ended first, with \(CloseWords.line(Closure.Status(code: code)).head)"
    case .appeared: "what was never to come came"
    case .notFound(let what): "there is nothing to capture: \(what)"
    case .unknownVariable(let name): "no step before has set \(name)"
    case .invalid(let words): words
    case .notSent(let words): "not sent: \(words)"
    case .branches(let failed, let all): "\(failed) of \(count(all, "branch", "branches")) failed"
    }
  }

  /// `at items[2].price: expected 3, seen 4`
  static func difference(_ entry: JSONDifference.Entry) -> String {
    let place = entry.path.steps.isEmpty ? "" : "at \(entry.path.words): "
    let expected = entry.expected.map { payload($0, .text, limit: 200) } ?? "nothing"
    let seen = entry.seen.map { payload($0, .text, limit: 200) } ?? "nothing"
    return switch entry.kind {
    case .changed: "\(place)expected \(expected), seen \(seen)"
    case .missing: "\(place)expected \(expected), which is not there"
    case .extra: "\(place)not expected: \(seen)"
    case .notJSON: "\(place)no JSON: \(seen)"
    }
  }

  /// Text as it is, anything else in hex; cut where it is long.
  static func payload(_ bytes: [UInt8], _ opcode: Opcode?, limit: Int = mostBytes) -> String {
    let cut = bytes.count > limit ? " ... (\(bytes.count) bytes)" : ""
    let shown = bytes.prefix(limit)
    let text =
      String(validating: shown, as: UTF8.self) ?? (bytes.count > limit ? wholeCharacters(shown) : nil)
    guard opcode != .binary, let text else {
      let digits = shown.prefix(limit / 3).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return digits.joined(separator: " ") + cut
    }
    return text + cut
  }

  /// Where the cut went through a character, without it.
  private static func wholeCharacters(_ bytes: ArraySlice<UInt8>) -> String? {
    for dropped in 1...3 {
      if let text = String(validating: bytes.dropLast(dropped), as: UTF8.self) { return text }
    }
    return nil
  }

  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }
}
