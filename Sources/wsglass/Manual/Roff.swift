/// Source for `man`, in the macros of man(7), put together line by line. All text is escaped here, so that a page shows
/// what the tables say and nothing in them is taken for a command.
struct Roff {
  /// A piece of a line.
  enum Run {
    case plain(String)
    case bold(String)
    case italic(String)
  }

  private(set) var lines: [String]

  /// `date` as in 2026-11-27.
  init(name: String, section: Int, date: String, source: String, manual: String) {
    lines = [
      ".\\\" Made by \"wsglass man\" from the tables that the program runs by.",
      ".TH \(name.uppercased()) \(section) \(date) \"\(Roff.escape(source))\" \"\(Roff.escape(manual))\"",
      // Words are never broken: most of them are to be typed.
      ".nr HY 0", ".nh", ".ad l",
    ]
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func section(_ title: String) { lines.append(".SH \(Roff.quote(title.uppercased()))") }

  mutating func subsection(_ title: String) { lines.append(".SS \(Roff.quote(title))") }

  mutating func paragraph(_ runs: Run...) {
    lines.append(".PP")
    lines += Roff.filled(runs)
  }

  /// More of the paragraph before.
  mutating func line(_ runs: [Run]) { lines += Roff.filled(runs) }

  /// What it is called, and beside or below that, what it is.
  mutating func entry(_ tag: [Run], _ body: Run..., width: Int? = nil) {
    lines.append(width.map { ".TP \($0)n" } ?? ".TP")
    lines.append(Roff.line(tag))
    lines += Roff.filled(body)
  }

  mutating func example(_ rows: [String]) {
    lines += [".PP", ".RS 4", ".EX"] + rows.map { Roff.line([.plain($0)]) } + [".EE", ".RE"]
  }

  mutating func lineBreak() { lines.append(".br") }

  private static func line(_ runs: [Run]) -> String {
    let text = runs.map { run in
      switch run {
      case .plain(let text): escape(text)
      case .bold(let text): "\\fB\(escape(text))\\fR"
      case .italic(let text): "\\fI\(escape(text))\\fR"
      }
    }.joined()
    return guarded(text)
  }

  /// What begins with a dot would be a command.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.isEmpty ? "\\&" + line : line
  }

  /// The same in lines of at most 78 characters, where it has blanks; `man` fills them anew.
  private static func filled(_ runs: [Run]) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in Roff.line(runs).split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 78 {
        lines.append(line)
        line = guarded(String(word))
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return lines + [line]
  }

  /// As an argument of a macro.
  private static func quote(_ text: String) -> String { "\"\(escape(text))\"" }

  /// The characters that `man` would read in its own way, by their names; all beyond ASCII by number.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case " "..."~": result.unicodeScalars.append(scalar)
      case "\n", "\t": result += " "
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
    return result
  }

  /// A synopsis in the fonts of man pages: what is typed bold, what stands for something in italics.
  static func synopsis(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word = ""
    func finish() {
      guard !word.isEmpty else { return }
      let isTyped = word.contains { $0.isLowercase } || word.hasPrefix("-") || word.hasPrefix(":")
      let isSlot = word.contains { $0.isUppercase }
      runs.append(isTyped ? .bold(word) : isSlot ? .italic(word) : .plain(word))
      word = ""
    }
    for character in text {
      let isInside = character == ":" && word.isEmpty || character == "!" && !word.isEmpty
      if character.isLetter || character.isNumber || character == "-" || isInside {
        word.append(character)
      } else {
        finish()
        runs.append(.plain(String(character)))
      }
    }
    finish()
    return runs
  }
}
