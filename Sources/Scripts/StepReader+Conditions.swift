import Canvas
import FrameFilter
import JSONBytes
import WebSocketCore

/// What a message has to be: `expect` and `never`.
extension StepReader {
  mutating func conditions(_ value: Int) -> [ScriptCondition] {
    guard document.kind(of: value) == .array else { return condition(value, .expect).map { [$0] } ?? [] }
    let all = document.children(of: value)
    if all.isEmpty { wrong(.expect, value) }
    if all.count > 64 {
      faults.add(offset(value), "more than 64 conditions at once")
      return []
    }
    return all.compactMap { condition($0, .expect) }
  }

  mutating func condition(_ value: Int, _ word: ScriptWord) -> ScriptCondition? {
    var condition = ScriptCondition()
    if document.kind(of: value) == .text {
      condition.text = template(value)
      return condition
    }
    let members = document.members(of: value)
    guard document.kind(of: value) == .object, !members.isEmpty else {
      wrong(word, value)
      return nil
    }
    guard isShort(value) else { return nil }
    var known: Set<ScriptConditionWord> = []
    for key in members {
      let name = String(decoding: document.text(key) ?? [], as: UTF8.self)
      guard let word = ScriptConditionWord(rawValue: name) else {
        let names = ScriptConditionWord.allCases.map(\.rawValue)
        let guess = NearestName.of(name, in: names)
        faults.add(
          offset(key), "there is no condition \"\(Self.short(name))\"",
          guess.map { "did you mean \"\($0)\"?" }
            ?? #"what JSON has goes in json, {"json":{"type":"ack"}}; conditions are "#
            + names.joined(separator: ", "))
        continue
      }
      if !known.insert(word).inserted { faults.add(offset(key), "\"\(name)\" stands there twice") }
      read(word, key + 1, into: &condition)
    }
    if condition.asksForClose, let opcode = condition.opcode, opcode != .close {
      faults.add(offset(value), "code and reason are of Close frames", #"{"op":"close"}"#)
    }
    return condition
  }

  private mutating func read(_ word: ScriptConditionWord, _ value: Int, into condition: inout ScriptCondition)
  {
    let before = faults.all.count
    let text = document.text(value)
    let isRight =
      switch word {
      case .op: Self.keep(Self.opcode(text), in: &condition.opcode)
      case .dir: Self.keep(Self.direction(text), in: &condition.direction)
      case .text: Self.keep(template(value), in: &condition.text)
      case .contains: Self.keep(template(value), in: &condition.contains)
      case .reason: Self.keep(template(value), in: &condition.reason)
      case .json: Self.keep(jsonTemplate(value, mayBeOpen: true), in: &condition.json)
      case .exactly: Self.keep(jsonTemplate(value, mayBeOpen: true), in: &condition.exactly)
      case .base64: Self.keep(text.flatMap(ScriptEncoding.base64.bytes), in: &condition.bytes)
      case .hex: Self.keep(text.flatMap(ScriptEncoding.hex.bytes), in: &condition.bytes)
      case .code: Self.keep(codes(value), in: &condition.codes)
      case .ignore: Self.keep(paths(value), in: &condition.ignored)
      case .at: Self.keep(valuesAtPaths(value), in: &condition.values)
      case .regex:
        Self.keep(
          pattern(value) { text throws(FilterError) in
            try SearchPattern(parsing: text, isRegex: true, case: .exact)
          }, in: &condition.regex)
      case .filter:
        Self.keep(
          pattern(value) { text throws(FilterError) in try MessageFilter(parsing: text) },
          in: &condition.filter)
      }
    if !isRight, faults.all.count == before {
      faults.add(offset(value), "\"\(word.rawValue)\" takes \(word.takes)")
    }
  }

  /// False where there is none; what was there before stays.
  private static func keep<Value>(_ value: Value?, in place: inout Value) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private static func keep<Value>(_ value: Value?, in place: inout Value?) -> Bool {
    place = value
    return value != nil
  }

  private static func opcode(_ text: [UInt8]?) -> Opcode? {
    let name = text.map { String(decoding: $0, as: UTF8.self) }
    return [.text, .binary, .ping, .pong, .close].first { $0.name?.description == name }
  }

  private static func direction(_ text: [UInt8]?) -> Direction? {
    let directions: [String: Direction] = ["in": .received, "out": .sent]
    return text.flatMap { directions[String(decoding: $0, as: UTF8.self)] }
  }

  private mutating func paths(_ value: Int) -> [JSONPath]? {
    guard document.kind(of: value) == .array else { return nil }
    return isShort(value) ? document.children(of: value).compactMap { path($0) } : []
  }

  private mutating func valuesAtPaths(_ value: Int) -> [(path: JSONPath, value: ScriptTemplate)]? {
    guard document.kind(of: value) == .object, !document.members(of: value).isEmpty else { return nil }
    guard isShort(value) else { return [] }
    return document.members(of: value).compactMap { key in
      guard let path = path(key), let template = jsonTemplate(key + 1, mayBeOpen: true) else { return nil }
      return (path, template)
    }
  }

  /// One code or range of codes, or several; nil where one of them is none.
  private func codes(_ value: Int) -> [ClosedRange<UInt16>]? {
    let all = document.kind(of: value) == .array ? document.children(of: value) : [value]
    let codes = all.compactMap { codeRange($0) }
    return !all.isEmpty && codes.count == all.count ? codes : nil
  }

  private func codeRange(_ value: Int) -> ClosedRange<UInt16>? {
    let range: ClosedRange<UInt16> = 1000...4999
    if let number = whole(value).flatMap({ UInt16(exactly: $0) }) {
      return range.contains(number) ? number...number : nil
    }
    guard let text = document.text(value) else { return nil }
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { UInt16(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == parts.count, let low = numbers.first, let high = numbers.last, numbers.count <= 2,
      low <= high, range.contains(low), range.contains(high)
    else { return nil }
    return low...high
  }
}
