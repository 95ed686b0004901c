import Formats
import JSONBytes
import Scripts
import Sessions
import WebSocketCore

/// Compares what two servers replied to the same script, reply by reply.
///
/// Replies belong together by the value at a JSON path; without one, by the expectation that they came before, in order.
struct TwinComparison {
  /// Differences that are told one by one; the rest is counted.
  private static let limit = 1_000

  private enum Key: Hashable {
    case value([UInt8], times: Int)
    case place(group: Int, index: Int)

    var words: String {
      switch self {
      case .value(let value, let times):
        ReplayWords.payload(value, .text, limit: 80) + (times > 1 ? ", number \(times)" : "")
      case .place(let group, let index): "\(index + 1) after \(ReplayWords.count(group, "expectation"))"
      }
    }
  }

  /// One for each pair that differs, or one that says that none does.
  private(set) var cases: [ReportCase] = []
  private let rules: JSONDifference.Rules
  private var compared = ReportCase(name: "same replies", kind: .difference)

  init(_ first: ReplayResult, _ second: ReplayResult, choice: ReplayChoice) {
    var rules = JSONDifference.Rules()
    rules.ignored = choice.ignored
    self.rules = rules
    let ours = TwinComparison.aligned(first.replies, by: choice.align)
    let theirs = TwinComparison.aligned(second.replies, by: choice.align)
    for (key, reply) in ours.pairs { compare(key, reply, theirs.byKey[key]) }
    for (key, reply) in theirs.pairs where ours.byKey[key] == nil { compare(key, nil, reply) }
    let omitted = (first.replies?.omitted ?? 0) + (second.replies?.omitted ?? 0)
    if omitted > 0 {
      compared.fail(
        ReportFinding(reason: "\(omitted) replies were too many to compare", expected: nil, seen: nil))
    }
    if ours.pairs.isEmpty, theirs.pairs.isEmpty {
      compared.fail(ReportFinding(reason: "no reply came from either: nothing was compared"))
    }
    if compared.runs > 0 { cases.insert(compared, at: 0) }
  }

  private mutating func compare(_ key: Key, _ ours: ReplyRecord.Reply?, _ theirs: ReplyRecord.Reply?) {
    let reason = TwinComparison.difference(ours, theirs, rules)
    guard let reason else { return compared.pass() }
    guard cases.count < TwinComparison.limit else { return compared.fail(1) }
    var one = ReportCase(name: "reply \(key.words)", kind: .difference)
    one.fail(
      ReportFinding(
        reason: reason, expected: ours.map { ReplayWords.payload($0.payload, $0.opcode) } ?? "no reply",
        seen: theirs.map { ReplayWords.payload($0.payload, $0.opcode) } ?? "no reply"))
    cases.append(one)
  }

  /// In words; nil where they are the same but for what is ignored.
  private static func difference(
    _ ours: ReplyRecord.Reply?, _ theirs: ReplyRecord.Reply?, _ rules: JSONDifference.Rules
  ) -> String? {
    guard let ours else { return "only --against replied" }
    guard let theirs else { return "--against did not reply" }
    if ours.opcode == theirs.opcode, ours.payload == theirs.payload { return nil }
    guard ours.opcode == .text, theirs.opcode == .text,
      let document = try? JSONDocument(parsing: ours.payload)
    else { return "another payload" }
    let difference = JSONDifference(expected: document, bytes: theirs.payload, rules: rules)
    guard !difference.isEmpty else { return nil }
    var lines = difference.entries.prefix(10).map(ReplayWords.difference)
    let left = difference.entries.count - lines.count + difference.omitted
    if left > 0 { lines.append("and \(left) more") }
    return lines.joined(separator: "\n")
  }

  private struct Aligned {
    var pairs: [(key: Key, reply: ReplyRecord.Reply)] = []
    var byKey: [Key: ReplyRecord.Reply] = [:]
  }

  private static func aligned(_ record: ReplyRecord?, by path: JSONPath?) -> Aligned {
    var aligned = Aligned()
    var times: [[UInt8]: Int] = [:]
    var places: [Int: Int] = [:]
    for reply in record?.replies ?? [] {
      let key: Key
      if let value = path.flatMap({ value(at: $0, in: reply) }) {
        times[value, default: 0] += 1
        key = .value(value, times: times[value, default: 1])
      } else {
        key = .place(group: reply.group, index: places[reply.group, default: 0])
        places[reply.group, default: 0] += 1
      }
      aligned.pairs.append((key, reply))
      aligned.byKey[key] = reply
    }
    return aligned
  }

  private static func value(at path: JSONPath, in reply: ReplyRecord.Reply) -> [UInt8]? {
    guard reply.opcode == .text, let document = try? JSONDocument(parsing: reply.payload),
      let value = document.first(at: path)
    else { return nil }
    return Array(document.raw(value))
  }
}
