import ByteText
import Canvas
import FrameFilter
import JSONBytes
import WebSocketCore

/// Reads a step's keys and their values out of its JSON, and finds all that is wrong in it.
struct StepReader {
  let document: JSONDocument
  var faults = StepFaults()
  let patience: UInt64

  init(_ document: JSONDocument, patience: UInt64) {
    self.document = document
    self.patience = patience
  }

  /// The keys of one step, each with its value's place.
  struct Fields {
    var kind: ScriptWord
    var kindKey: Int
    var values: [(word: ScriptWord, value: Int)] = []

    /// That of the step itself.
    var value: Int { kindKey + 1 }

    subscript(word: ScriptWord) -> Int? { values.first { $0.word == word }?.value }
  }

  func offset(_ value: Int) -> Int { document.range(of: value).lowerBound }

  // MARK: Keys

  /// Nil where it can't be told what the step is; then that is a fault.
  mutating func fields(of step: Int) -> Fields? {
    guard document.kind(of: step) == .object else {
      faults.add(offset(step), "a step is an object", #"{"send":"hello"}"#)
      return nil
    }
    var known: [(word: ScriptWord, key: Int)] = []
    for key in document.members(of: step) where !faults.isFull {
      let name = String(decoding: document.text(key) ?? [], as: UTF8.self)
      guard let word = ScriptWord(rawValue: name) else {
        unknownKey(name, key)
        continue
      }
      if known.contains(where: { $0.word == word }) {
        faults.add(offset(key), "\"\(name)\" stands there twice")
      } else {
        known.append((word, key))
      }
    }
    guard let kind = kind(known, step) else { return nil }
    var fields = Fields(kind: kind.word, kindKey: kind.key)
    for (word, key) in known where word != kind.word {
      let isEverywhere = word == .comment || word == .after && kind.word != .script
      guard isEverywhere || kind.word.options.contains(word) else {
        let homes = ScriptWord.kinds.filter { $0.options.contains(word) }.map(\.rawValue)
        faults.add(
          offset(key), "\"\(word.rawValue)\" means nothing in a step \"\(kind.word.rawValue)\"",
          word.isKind
            ? "one step a line" : homes.isEmpty ? "" : "it goes with \(homes.joined(separator: ", "))")
        continue
      }
      fields.values.append((word, key + 1))
    }
    return fields
  }

  private mutating func unknownKey(_ name: String, _ key: Int) {
    let guess = NearestName.of(name, in: ScriptWord.allCases.map(\.rawValue))
    faults.add(
      offset(key), "there is no key \"\(Self.short(name))\"",
      guess.map { "did you mean \"\($0)\"?" }
        ?? "steps are \(ScriptWord.kinds.map(\.rawValue).joined(separator: ", "))")
  }

  /// What stands in words of ours is not long.
  static func short(_ name: String) -> String { name.utf8.count > 60 ? String(name.prefix(40)) + "…" : name }

  /// `capture` goes with `expect` as well as alone, `set` with `script`.
  private mutating func kind(
    _ known: [(word: ScriptWord, key: Int)], _ step: Int
  ) -> (word: ScriptWord, key: Int)? {
    let kinds = known.filter { $0.word.isKind }
    for first in kinds
    where kinds.allSatisfy({ $0.word == first.word || first.word.options.contains($0.word) }) { return first }
    if let first = kinds.first {
      let second = kinds[1]
      faults.add(
        offset(second.key), "two steps in one: \"\(first.word.rawValue)\" and \"\(second.word.rawValue)\"",
        "one step a line")
    } else if faults.isEmpty {
      faults.add(
        offset(step), "nothing says what this step does",
        "steps are \(ScriptWord.kinds.map(\.rawValue).joined(separator: ", "))")
    }
    return nil
  }

  // MARK: Values. Each returns nil where the value is wrong; then that is a fault.

  mutating func wrong(_ word: ScriptWord, _ value: Int) {
    faults.add(offset(value), "\"\(word.rawValue)\" takes \(word.takes)")
  }

  mutating func text(_ value: Int, _ word: ScriptWord) -> String? {
    guard let text = document.text(value) else {
      wrong(word, value)
      return nil
    }
    return String(decoding: text, as: UTF8.self)
  }

  mutating func duration(_ value: Int, _ word: ScriptWord) -> UInt64? {
    var duration: UInt64?
    if let number = document.number(value) {
      duration = ScriptDuration.nanoseconds(number * 1e6)
    } else if let text = document.text(value) {
      duration = ScriptDuration.parse(String(decoding: text, as: UTF8.self))
    }
    if duration == nil { wrong(word, value) }
    return duration
  }

  func whole(_ value: Int) -> Int? {
    guard document.kind(of: value) == .number else { return nil }
    return Int(String(decoding: document.raw(value), as: UTF8.self))
  }

  mutating func count(_ value: Int, _ word: ScriptWord, in range: ClosedRange<Int>) -> Int? {
    guard let number = whole(value), range.contains(number) else {
      faults.add(
        offset(value),
        "\"\(word.rawValue)\" takes a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  mutating func flag(_ value: Int, _ word: ScriptWord) -> Bool {
    switch document.kind(of: value) {
    case .yes: return true
    case .no: return false
    default:
      wrong(word, value)
      return false
    }
  }

  /// Nil where there is none, and where it is wrong.
  mutating func code(_ value: Int, _ word: ScriptWord) -> CloseCode? {
    if document.kind(of: value) == .null { return nil }
    guard let number = whole(value).flatMap({ UInt16(exactly: $0) }), CloseCode(rawValue: number).mayTravel
    else {
      wrong(word, value)
      return nil
    }
    return CloseCode(rawValue: number)
  }

  // MARK: Templates

  /// A text value with variables.
  mutating func template(_ value: Int, mayBeOpen: Bool = false) -> ScriptTemplate? {
    guard let text = document.text(value) else { return nil }
    let range = document.range(of: value)
    // With escapes in it, places in the text are none in the file.
    let isPlain = text.count == range.count - 2
    return template(text, .plain, isPlain ? range.lowerBound + 1 : nil, range.lowerBound, mayBeOpen)
  }

  /// Any value as the JSON that it is, with variables in its texts.
  mutating func jsonTemplate(_ value: Int, mayBeOpen: Bool) -> ScriptTemplate? {
    let start = offset(value)
    return template(Array(document.raw(value)), .json, start, start, mayBeOpen)
  }

  private mutating func template(
    _ text: [UInt8], _ style: ScriptTemplate.Style, _ base: Int?, _ start: Int, _ mayBeOpen: Bool
  ) -> ScriptTemplate? {
    do throws(ScriptTemplate.PlacedFault) {
      let template = try ScriptTemplate(text, style: style, mayBeOpen: mayBeOpen)
      for (name, offset) in template.names { used.append((name, base.map { $0 + offset } ?? start)) }
      return template
    } catch {
      if case .words(let what, let advice) = error.fault {
        faults.add(base.map { $0 + error.offset } ?? start, what, advice)
      }
      return nil
    }
  }

  /// Names of variables, and where they stand.
  private(set) var used: [(name: String, offset: Int)] = []
  /// Of these, looked up already: those of steps in this one are, each in its turn.
  var checkedUses = 0

  // MARK: Larger values

  /// Names, captures and conditions in one step.
  static let memberLimit = 1000

  mutating func isShort(_ value: Int) -> Bool {
    guard document.children(of: value).count > Self.memberLimit else { return true }
    faults.add(offset(value), "more than \(Self.memberLimit) at once")
    return false
  }

  mutating func name(_ key: Int) -> String? {
    let name = String(decoding: document.text(key) ?? [], as: UTF8.self)
    if ScriptValue.names.contains(name) || name == "any" {
      faults.add(offset(key), "\"\(name)\" is a value that scripts make up themselves", "another name")
      return nil
    }
    guard ScriptTemplate.isName(name) else {
      faults.add(offset(key), "a variable's name has letters, digits, _ - and .")
      return nil
    }
    return name
  }

  mutating func path(_ value: Int) -> JSONPath? {
    guard let text = document.text(value) else {
      faults.add(offset(value), "a path is a text", "items[0].id")
      return nil
    }
    do throws(JSONPath.Fault) {
      return try JSONPath(parsing: text)
    } catch {
      let what =
        switch error.kind {
        case .nameMissing: "a name is missing in the path"
        case .badIndex: "square brackets in a path take a place, as in [0], or [*] for any"
        case .openQuote: "a quote in the path does not end"
        case .unexpected: "a dot is missing in the path"
        case .tooLong: "a path has at most \(JSONPath.stepLimit) steps, and ** once"
        }
      faults.add(offset(value) + 1 + error.offset, what, #"items[0].id, "a.b".c, **.time"#)
      return nil
    }
  }

  mutating func captures(_ value: Int) -> [ScriptCapture] {
    guard document.kind(of: value) == .object, !document.members(of: value).isEmpty else {
      wrong(.capture, value)
      return []
    }
    var captures: [ScriptCapture] = []
    guard isShort(value) else { return [] }
    for key in document.members(of: value) {
      let name = name(key)
      guard let (source, words) = source(key + 1) else { continue }
      if let name { captures.append(ScriptCapture(name: name, source: source, words: words)) }
    }
    return captures
  }

  private mutating func source(_ value: Int) -> (ScriptCapture.Source, String)? {
    if document.kind(of: value) == .text {
      return path(value).map { (.path($0), $0.words) }
    }
    guard document.kind(of: value) == .object else {
      faults.add(
        offset(value), "a capture takes a path, or an object with path, or regex and group",
        #"{"token":"auth.token"} or {"id":{"regex":"id=([0-9]+)","group":1}}"#)
      return nil
    }
    var place: JSONPath?
    var pattern: CapturePattern?
    var group: Int?
    for key in document.members(of: value) {
      switch String(decoding: document.text(key) ?? [], as: UTF8.self) {
      case "path": place = path(key + 1)
      case "regex": pattern = capturePattern(key + 1)
      case "group":
        group = whole(key + 1)
        if group == nil || !(0...99).contains(group ?? 0) {
          faults.add(offset(key + 1), "\"group\" takes a whole number from 0, which is all that matched")
        }
      case let name:
        let guess = NearestName.of(name, in: ["path", "regex", "group"])
        faults.add(
          offset(key), "there is no key \"\(Self.short(name))\" in a capture",
          guess.map { "did you mean \"\($0)\"?" } ?? "path, regex and group")
      }
    }
    if let pattern, place == nil {
      let number = group ?? min(1, pattern.groupCount)
      guard (0...pattern.groupCount).contains(number) else {
        faults.add(
          offset(value), "the expression has \(pattern.groupCount) groups, and none of number \(number)")
        return nil
      }
      return (.regex(pattern, group: number), String(decoding: document.raw(value), as: UTF8.self))
    }
    if let place, pattern == nil, group == nil { return (.path(place), place.words) }
    if faults.isEmpty {
      faults.add(offset(value), "a capture takes either a path, or regex and group")
    }
    return nil
  }

  private mutating func capturePattern(_ value: Int) -> CapturePattern? {
    regex(value) { text throws(FilterError) in try CapturePattern(parsing: text) }
  }

  private mutating func regex<Pattern>(
    _ value: Int, _ make: (String) throws(FilterError) -> Pattern
  ) -> Pattern? {
    guard let text = document.text(value) else {
      faults.add(offset(value), "this takes text")
      return nil
    }
    do throws(FilterError) {
      return try make(String(decoding: text, as: UTF8.self))
    } catch {
      let isPlain = text.count == document.range(of: value).count - 2
      faults.add(offset(value) + (isPlain ? 1 + error.range.lowerBound : 0), error.words)
      return nil
    }
  }

  // MARK: Conditions

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
    if condition.opcode?.isControl == true || condition.asksForClose,
      condition.opcode != .close, condition.asksForClose, condition.opcode != nil
    {
      faults.add(offset(value), "code and reason are of Close frames", #"{"op":"close"}"#)
    }
    return condition
  }

  private mutating func read(_ word: ScriptConditionWord, _ value: Int, into condition: inout ScriptCondition)
  {
    let before = faults.all.count
    var isRight = true
    let text = document.text(value)
    switch word {
    case .op:
      let names: [(String, Opcode)] = [
        ("text", .text), ("binary", .binary), ("ping", .ping), ("pong", .pong), ("close", .close),
      ]
      condition.opcode = names.first { text?.elementsEqual($0.0.utf8) == true }?.1
      isRight = condition.opcode != nil
    case .dir:
      isRight = text?.elementsEqual("in".utf8) == true || text?.elementsEqual("out".utf8) == true
      condition.direction = text?.elementsEqual("out".utf8) == true ? .sent : .received
    case .text:
      condition.text = template(value)
      isRight = condition.text != nil
    case .contains:
      condition.contains = template(value)
      isRight = condition.contains != nil
    case .regex:
      condition.regex = regex(value) { text throws(FilterError) in
        try SearchPattern(parsing: text, isRegex: true, case: .exact)
      }
    case .filter:
      condition.filter = regex(value) { text throws(FilterError) in try MessageFilter(parsing: text) }
    case .json: condition.json = jsonTemplate(value, mayBeOpen: true)
    case .exactly: condition.exactly = jsonTemplate(value, mayBeOpen: true)
    case .ignore:
      isRight = document.kind(of: value) == .array
      guard isShort(value) else { return }
      condition.ignored = document.children(of: value).compactMap { path($0) }
    case .at:
      isRight = document.kind(of: value) == .object && !document.members(of: value).isEmpty
      guard isShort(value) else { return }
      for key in document.members(of: value) {
        if let path = path(key), let template = jsonTemplate(key + 1, mayBeOpen: true) {
          condition.values.append((path, template))
        }
      }
    case .base64:
      condition.bytes = text.flatMap { try? Base64.decoded($0) }
      isRight = condition.bytes != nil
    case .hex:
      condition.bytes = text.flatMap(Self.hexBytes)
      isRight = condition.bytes != nil
    case .code:
      let all = document.kind(of: value) == .array ? document.children(of: value) : [value]
      condition.codes = all.compactMap { codes($0) }
      isRight = !all.isEmpty && condition.codes.count == all.count
    case .reason:
      condition.reason = template(value)
      isRight = condition.reason != nil
    }
    if !isRight, faults.all.count == before {
      faults.add(offset(value), "\"\(word.rawValue)\" takes \(word.takes)")
    }
  }

  private func codes(_ value: Int) -> ClosedRange<UInt16>? {
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

  /// Blanks may stand between the bytes.
  static func hexBytes(_ text: [UInt8]) -> [UInt8]? {
    Hex.bytes(text.filter { !JSONTokens.isBlank($0) })
  }

  // MARK: Steps that are kept as JSON

  mutating func expect(_ fields: Fields) -> ExpectDetail {
    var detail = ExpectDetail(
      conditions: fields.kind == .expect
        ? conditions(fields.value) : condition(fields.value, .never).map { [$0] } ?? [],
      within: patience)
    detail.words = String(decoding: document.raw(fields.value).prefix(1024), as: UTF8.self)
    for (word, value) in fields.values {
      switch word {
      case .within: detail.within = duration(value, word) ?? patience
      case .next: detail.isNext = flag(value, word)
      case .soft: detail.isSoft = flag(value, word)
      case .capture: detail.captures = captures(value)
      case .name: detail.name = text(value, word) ?? ""
      case .p50, .p95, .p99:
        let percentile = word == .p50 ? 50 : word == .p95 ? 95 : 99
        if let limit = duration(value, word) {
          detail.thresholds.append(ScriptExpectation.Threshold(percentile: percentile, limit: limit))
        }
      default: break
      }
    }
    return detail
  }

  mutating func values(_ value: Int) -> [(name: String, value: ScriptTemplate)] {
    guard document.kind(of: value) == .object, !document.members(of: value).isEmpty else {
      wrong(.set, value)
      return []
    }
    guard isShort(value) else { return [] }
    var all: [(String, ScriptTemplate)] = []
    for key in document.members(of: value) {
      let template =
        document.kind(of: key + 1) == .text ? template(key + 1) : jsonTemplate(key + 1, mayBeOpen: false)
      if let name = name(key), let template { all.append((name, template)) }
    }
    return all
  }

  /// What a step that is kept as JSON does; its faults were told when the script was read.
  mutating func detail(_ fields: Fields) -> StepDetail? {
    switch fields.kind {
    case .expect: .expect(expect(fields))
    case .never: .never(expect(fields))
    case .capture: .capture(captures(fields.value))
    case .set: .set(values(fields.value))
    default: nil
    }
  }
}
