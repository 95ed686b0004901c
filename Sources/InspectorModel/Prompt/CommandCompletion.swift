import FrameFilter

/// Ways to go on with a line behind `:`, or with an address.
extension InspectorModel {
  func completions(of prompt: Prompt, _ effects: inout [Effect]) -> [Completion] {
    let text = prompt.editor.string
    let offset = prompt.editor.cursorOffset
    switch prompt.purpose {
    case .filter: return FrameFilter.completions(of: text, at: offset)
    case .command: return commands(text, at: offset, &effects)
    default: return []
    }
  }

  /// Those that were entered before, the last one first.
  private func addresses(_ text: String, at offset: Int) -> [Completion] {
    let typed = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
    return addressHistory.lines.reversed().filter { $0.contains(typed) && $0 != typed }.map {
      Completion(range: 0..<text.utf8.count, text: $0, help: "entered before")
    }
  }

  private func commands(_ text: String, at offset: Int, _ effects: inout [Effect]) -> [Completion] {
    let typed = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
    guard let blank = typed.firstIndex(of: " ") else {
      return Self.words(CommandLine.names, typed, from: 0)
    }
    let word = typed[..<blank]
    let rest = typed[typed.index(after: blank)...]
    let start = offset - rest.utf8.count
    switch word {
    case "filter", "f":
      return FrameFilter.completions(of: String(rest), at: rest.utf8.count).map {
        let range = $0.range.lowerBound + start..<$0.range.upperBound + start
        return Completion(range: range, text: $0.text, help: $0.help)
      }
    case "connect", "open", "o":
      return addresses(String(rest), at: rest.utf8.count).map {
        Completion(range: start..<offset, text: $0.text, help: $0.help)
      }
    case "theme":
      if themeNames == nil { effects.append(.nameThemes) }
      return Self.words((themeNames ?? []).map { ($0, "") }, String(rest), from: start)
    case "export", "save":
      return Self.words(ExportOrder.Format.allCases.map { ($0.rawValue, "") }, String(rest), from: start)
    case "tips": return Self.words([("on", ""), ("off", "")], String(rest), from: start)
    case "secrets": return Self.words([("show", ""), ("hide", "")], String(rest), from: start)
    default: return []
    }
  }

  private static func words(_ words: [(String, String)], _ typed: String, from start: Int) -> [Completion] {
    words.filter { $0.0.hasPrefix(typed) && $0.0 != typed }.map {
      Completion(range: start..<start + typed.utf8.count, text: $0.0, help: $0.1)
    }
  }
}

extension CommandLine {
  /// The first word of each line that there is, without what may follow it.
  static let names: [(String, String)] = words.compactMap { line, help in
    let name = name(of: line)
    return name.first?.isNumber == true ? nil : (name, help)
  }

  static func name(of line: String) -> String { String(line.drop { $0 == ":" }.prefix { $0 != " " }) }
}
