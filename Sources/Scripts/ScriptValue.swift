import ByteText
import Formats

/// Values that scripts make up: what may stand in `${…}` beside the names of variables.
enum ScriptValue: Hashable, Sendable {
  /// Milliseconds since 1970.
  case now
  case nowIn(Unit)
  case uuid
  /// Counts from 1, once each time it is asked for.
  case sequence
  /// Of the innermost `repeat`, from 1.
  case iteration
  /// Of the connections that play the same, from 1.
  case connection
  /// Both ends among them.
  case number(Int, Int)
  /// So many signs.
  case hex(Int)
  case letters(Int)

  enum Unit: String, Hashable, Sendable, CaseIterable { case iso, s, ms, us, ns }

  /// Signs that `${random:hex8}` and the like may ask for.
  static let signLimit = 1024

  /// For the manual, and for guesses.
  static let forms: [(form: String, help: String)] = [
    ("now", "milliseconds since 1970; now:s, now:us and now:ns for other units"),
    ("now:iso", "the time as 2026-11-27T12:00:00.000Z"),
    ("uuid", "a UUID of version 4"),
    ("seq", "1, 2, 3, one further each time"),
    ("iteration", "which time the innermost repeat goes round, from 1"),
    ("connection", "which of the connections that play the same, from 1"),
    ("random:1-100", "a whole number, both ends among them"),
    ("random:hex8", "so many hex digits"),
    ("random:letters8", "so many small letters and digits"),
  ]
  static let names = ["now", "uuid", "seq", "iteration", "connection", "random"]

  /// What stands between the braces; nil where it is the name of a variable. Throws what is wrong with it.
  static func parse(_ body: String) throws(ScriptTemplate.Fault) -> ScriptValue? {
    let parts = body.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let argument = parts.count == 2 ? String(parts[1]) : nil
    switch (parts.first.map(String.init) ?? "", argument) {
    case ("now", nil): return .now
    case ("now", .some(let unit)):
      guard let unit = Unit(rawValue: unit) else {
        throw .words("${now:\(unit)} takes iso, s, ms, us or ns", "${now:iso}")
      }
      return .nowIn(unit)
    case ("uuid", nil): return .uuid
    case ("seq", nil): return .sequence
    case ("iteration", nil): return .iteration
    case ("connection", nil): return .connection
    case ("random", let argument): return try random(argument)
    case (_, nil): return nil
    case (let name, .some):
      throw .words("${\(body)}: \(name) takes nothing behind a colon", "raw, for a value without quotes")
    }
  }

  private static func random(_ argument: String?) throws(ScriptTemplate.Fault) -> ScriptValue {
    let fault = ScriptTemplate.Fault.words(
      "${random} takes a range or a kind", "${random:1-100}, ${random:hex8} or ${random:letters8}")
    guard let argument else { throw fault }
    for kind in ["hex", "letters"] where argument.hasPrefix(kind) {
      guard let count = Int(argument.dropFirst(kind.count)), (1...signLimit).contains(count) else {
        throw fault
      }
      return kind == "hex" ? .hex(count) : .letters(count)
    }
    // A minus may stand before either number.
    guard let dash = argument.dropFirst().firstIndex(of: "-"), let low = Int(argument[..<dash]),
      let high = Int(argument[argument.index(after: dash)...]), low <= high
    else { throw fault }
    return .number(low, high)
  }
}

/// What a run knows while it makes up values.
struct ScriptMoment {
  /// Nanoseconds since 1970.
  var wall: Int64
  var iteration: Int
  var connection: Int
}

extension ScriptValue {
  func text(
    _ moment: ScriptMoment, sequence: inout UInt64, random: inout SplitMix
  ) -> [UInt8] {
    switch self {
    case .now: return Array("\(moment.wall / 1_000_000)".utf8)
    case .nowIn(let unit):
      switch unit {
      case .iso:
        var text: [UInt8] = []
        Timestamp.append(moment.wall, digits: 3, to: &text)
        return text
      case .s: return Array("\(moment.wall / 1_000_000_000)".utf8)
      case .ms: return Array("\(moment.wall / 1_000_000)".utf8)
      case .us: return Array("\(moment.wall / 1000)".utf8)
      case .ns: return Array("\(moment.wall)".utf8)
      }
    case .uuid: return Array(random.uuid().utf8)
    case .sequence:
      sequence &+= 1
      return Array("\(sequence)".utf8)
    case .iteration: return Array("\(moment.iteration)".utf8)
    case .connection: return Array("\(moment.connection)".utf8)
    case .number(let low, let high): return Array("\(Int.random(in: low...high, using: &random))".utf8)
    case .hex(let count): return (0..<count).map { _ in Hex.digit(UInt8(random.next() & 15)) }
    case .letters(let count):
      let signs = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
      return (0..<count).map { _ in signs[Int.random(in: 0..<signs.count, using: &random)] }
    }
  }
}
