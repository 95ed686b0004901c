import Canvas
import JSONBytes

/// The keys of one step, each with its value's place.
struct StepFields {
  var kind: ScriptWord
  var kindKey: Int
  var values: [(word: ScriptWord, value: Int)] = []

  /// That of the step itself.
  var value: Int { kindKey + 1 }

  subscript(word: ScriptWord) -> Int? { values.first { $0.word == word }?.value }
}

/// Telling a step's keys.
extension StepReader {
  /// Nil where it can't be told what the step is; then that is a fault.
  mutating func fields(of step: Int) -> StepFields? {
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
    var fields = StepFields(kind: kind.word, kindKey: kind.key)
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
}
