/// Why a theme file cannot be used. Paths read like `roles."frame.in".fg`.
public enum ThemeError: Error, Hashable, Sendable {
  /// Only format 1 is known: the file is for another version of wsglass.
  case unknownFormat(Int)
  /// A key is missing, or holds the wrong kind of value.
  case malformed(path: String, expected: String)
  /// Neither a palette name nor a colour; perhaps the suggestion was meant.
  case unknownColour(path: String, value: String, suggestion: String?)
  /// Not one of bold, dim, italic, underline, reverse.
  case unknownAttribute(path: String, value: String, suggestion: String?)
  /// A file of this many bytes is not a theme; the limit is `Theme.mostBytes`.
  case tooLarge(bytes: Int)

  /// Where it is; empty if it is the whole file.
  public var path: String {
    switch self {
    case .malformed(let path, _), .unknownColour(let path, _, _), .unknownAttribute(let path, _, _): path
    case .unknownFormat: "format"
    case .tooLarge: ""
    }
  }
}

/// What a theme says that this version does not know.
public enum ThemeWarning: Hashable, Sendable {
  case unknownRole(path: String, suggestion: String?)
  /// A key that means nothing there: "color" for "fg".
  case unknownField(path: String, suggestion: String?)

  public var path: String {
    switch self {
    case .unknownRole(let path, _), .unknownField(let path, _): path
    }
  }
}

extension Theme {
  /// 1 MiB; the largest shipped theme has 4 KiB.
  public static let mostBytes = 1 << 20
}

/// Guesses what a mistyped name was meant to be.
public enum NearestName {
  /// The nearest of the names: two edits away at most, and of a short word at most one for three letters of it. Two letters
  /// in each other's place are one edit.
  public static func of(_ word: String, in names: some Sequence<String>) -> String? {
    var best: (name: String, edits: Int)?
    let most = min(2, (word.utf8.count + 1) / 3)
    for name in names {
      let edits = edits(Array(word.utf8), Array(name.utf8))
      if edits <= most, edits < best?.edits ?? 3 || edits == best?.edits && name < best?.name ?? "" {
        best = (name, edits)
      }
    }
    return best?.name
  }

  private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard abs(left.count - right.count) <= 2 else { return .max }
    // The last two rows are kept: that is as far as a swap looks back.
    var before = [Int]()
    var above = Array(0...right.count)
    for (y, byte) in left.enumerated() {
      var row = [y + 1]
      for x in right.indices {
        var least = min(above[x] + (byte == right[x] ? 0 : 1), above[x + 1] + 1, row[x] + 1)
        if y > 0, x > 0, byte == right[x - 1], left[y - 1] == right[x] {
          least = min(least, before[x - 1] + 1)
        }
        row.append(least)
      }
      (before, above) = (above, row)
    }
    return above[right.count]
  }
}
