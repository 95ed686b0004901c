import Canvas
import JSONBytes

/// The variables that have a value by now, as a script is read.
struct ScriptVariables {
  private var known: Set<String>
  private var needed: Set<String> = []
  /// A file that could not be read may have set more.
  var mayBeMore = false

  private let given: Set<String>
  /// Of those that are given, what the script uses.
  private(set) var uses: Set<String> = []

  init(given: Set<String>) {
    known = given
    self.given = given
  }

  /// True the first time: it is to be given before the script begins.
  mutating func need(_ name: String) -> Bool {
    known.insert(name)
    if given.contains(name) { uses.insert(name) }
    return needed.insert(name).inserted
  }

  /// The columns of a file.
  mutating func learn(_ names: [String]) { known.formUnion(names) }

  /// Names that the step uses, and nothing before it has set.
  mutating func check(_ fields: StepFields, _ reader: inout StepReader) {
    let used = reader.used[reader.checkedUses...]
    reader.checkedUses = reader.used.count
    for (name, _) in used where given.contains(name) { uses.insert(name) }
    if mayBeMore { return }
    for (name, offset) in used where !known.contains(name) && !isSetBefore(name, offset, fields, reader) {
      let names = known.count < StepReader.memberLimit ? Array(known) : []
      let guess = reader.faults.isFull ? nil : NearestName.of(name, in: names + ScriptValue.names)
      reader.faults.add(
        offset, "nothing before has set ${\(StepReader.short(name))}",
        guess.map { "did you mean ${\($0)}?" }
          ?? "set, capture, over and --set give values; $${ is the sign itself")
    }
  }

  /// By the same `set`, before that place.
  private func isSetBefore(
    _ name: String, _ offset: Int, _ fields: StepFields, _ reader: StepReader
  ) -> Bool {
    guard let value = fields.kind == .set ? fields.value : fields[.set] else { return false }
    return reader.document.members(of: value).contains { key in
      reader.document.range(of: key + 1).upperBound <= offset
        && reader.document.isText(key, Array(name.utf8))
    }
  }

  /// What has a value after the step.
  mutating func learn(_ fields: StepFields, _ reader: StepReader) {
    let places = [
      fields.kind == .capture || fields.kind == .set ? fields.value : nil, fields[.capture], fields[.set],
    ]
    for case .some(let value) in places {
      for key in reader.document.members(of: value) {
        known.insert(String(decoding: reader.document.text(key) ?? [], as: UTF8.self))
      }
    }
  }
}
