/// The names of a filter's keys, and what somebody meant who wrote another.
enum FilterNames {
  /// What other tools, or other people, say for a key.
  private static let synonyms = [
    "direction": "dir:", "opcode": "op:", "type": "op:", "kind": "op:", "length": "size>", "len": "size>",
    "bytes": "size>", "code": "close:", "regex": "re:", "regexp": "re:", "time": "since:", "after": "since:",
    "from": "since:", "flags": "flag:", "is": "flag:", "mark": "marked", "marks": "marked", "js": "json.",
  ]

  /// Why `key` with `sign` behind it is nothing.
  static func unknown(_ key: String, _ sign: FilterReader.Sign) -> String {
    let name = key.lowercased()
    if let near = synonyms[name] ?? nearest(to: name) {
      return "\(key)\(sign.rawValue) is no key; did you mean \(near)?"
    }
    if sign != .colon {
      return "\(key) is no key; json.\(key)\(sign.rawValue)… looks into JSON, quotes look for text"
    }
    return "\(key): is no key; in quotes it is text"
  }

  private static func nearest(to name: String) -> String? {
    let names = FrameFilter.terms.filter { $0.kind.hasKey }
    let near = names.map { ($0.name, distance(name, $0.key)) }.min { $0.1 < $1.1 }
    // Short names are near to everything.
    guard let (found, steps) = near, steps <= (name.utf8.count <= 3 ? 1 : 2) else { return nil }
    return found
  }

  /// Letters put in, left out, changed or swapped with their neighbour.
  static func distance(_ one: String, _ other: String) -> Int {
    let (a, b) = (Array(one.utf8.prefix(16)), Array(other.utf8.prefix(16)))
    var before: [Int] = []
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}

extension Term {
  /// The name without the sign behind it.
  var key: String { kind.hasKey || kind == .marked ? String(name.prefix { $0.isLetter }) : name }
  /// "op: takes text, bin, ping"
  var takes: String { "\(key): takes " + values.map(\.text).joined(separator: ", ") }

  static let opcodeValues = FrameFilter.opcodes
}

extension Term.Kind {
  var hasKey: Bool {
    switch self {
    case .choice, .size, .wire, .close, .json, .regex, .since: true
    case .marked, .numbers, .opcode, .text, .sign: false
    }
  }
}
