import FrameFilter
import JSONBytes
import WebSocketCore

/// Reads a step's keys and their values out of its JSON, and finds all that is wrong in it.
struct StepReader {
  let document: JSONDocument
  var faults = StepFaults()
  let patience: UInt64
  /// Of the script's files, and the line in it, from 1.
  let file: UInt16
  let line: Int
  /// Names of variables, and where they stand.
  private(set) var used: [(name: String, offset: Int)] = []
  /// Of these, looked up already: those of steps in this one are, each in its turn.
  var checkedUses = 0

  init(_ document: JSONDocument, patience: UInt64, file: UInt16 = 0, line: Int = 0) {
    self.document = document
    self.patience = patience
    self.file = file
    self.line = line
  }

  func offset(_ value: Int) -> Int { document.range(of: value).lowerBound }

  /// What stands in words of ours is not long.
  static func short(_ name: String) -> String { name.utf8.count > 60 ? String(name.prefix(40)) + "…" : name }

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

  mutating func pattern<Pattern>(
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
}
