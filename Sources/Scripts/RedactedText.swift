import Secrets

/// Places in recorded text where a secret was taken out, `‹redacted:NAME:HASH›`.
enum RedactedText {
  private static let start = Array("‹redacted:".utf8)
  private static let end = Array("›".utf8)
  /// A marker has at most 40 bytes of name.
  private static let longest = 80

  static func isIn(_ text: [UInt8]) -> Bool {
    text.contains(start[0]) && ReadyCondition.contains(text, start)
  }

  /// The marker that begins at `place`: its name, and where it ends.
  private static func marker(_ text: [UInt8], at place: Int) -> (name: String, end: Int)? {
    guard text[place] == start[0], text[place...].starts(with: start) else { return nil }
    let inside = place + start.count..<min(text.count, place + longest)
    guard let stop = inside.first(where: { text[$0...].starts(with: end) }),
      SecretMarker.isTold(text[place..<stop + end.count])
    else { return nil }
    let name = String(
      decoding: text[inside.lowerBound..<stop].prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    guard ScriptTemplate.isName(name) else { return nil }
    // What scripts make up themselves would be made up.
    return (ScriptValue.names.contains(name) || name == "any" ? "secret-" + name : name, stop + end.count)
  }

  /// As a template: each marker is a variable of its name, which `body` is told, and what looks like a variable is none.
  static func template(_ text: [UInt8], _ body: (String) -> Void) -> [UInt8] {
    replaced(text) { name in
      body(name)
      return Array("${\(name)}".utf8)
    }
  }

  /// As a template without variables.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    ScriptTemplate.mayHaveSlots(text) ? replaced(text) { _ in nil } : text
  }

  /// Escaped, and with each marker as what `body` makes of its name; nil leaves it.
  private static func replaced(_ text: [UInt8], _ body: (String) -> [UInt8]?) -> [UInt8] {
    guard ScriptTemplate.mayHaveSlots(text) || isIn(text) else { return text }
    var output: [UInt8] = []
    var place = 0
    while place < text.count {
      if let (name, end) = marker(text, at: place), let replacement = body(name) {
        output += replacement
        place = end
        continue
      }
      if text[place] == UInt8(ascii: "$"), place + 1 < text.count, text[place + 1] == UInt8(ascii: "{") {
        output.append(UInt8(ascii: "$"))
      }
      output.append(text[place])
      place += 1
    }
    return output
  }
}
