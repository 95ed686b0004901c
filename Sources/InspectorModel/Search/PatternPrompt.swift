import FrameFilter

/// The field of a filter or a search pattern: what is wrong with it, how it can go on, and its switches.
extension InspectorModel {
  /// After each change of a field's text.
  mutating func textChanged(_ prompt: inout Prompt, _ effects: inout [Effect]) {
    prompt.fault = nil
    prompt.error = nil
    switch prompt.purpose {
    case .filter: previewFilter(&prompt, &effects)
    case .search: prompt.check()
    case .command, .note, .script, .insertFile, .fragmentSize, .profileName, .secret: break
    }
  }

  mutating func prompt(_ command: Command, _ effects: inout [Effect]) {
    guard case .prompt(var prompt)? = overlay else { return }
    if prompt.isPath {
      return completePath(by: command == .completeBack ? -1 : 1, prompt, &effects)
    }
    switch command {
    case .complete: complete(&prompt, by: 1, &effects)
    case .completeBack: complete(&prompt, by: -1, &effects)
    case .patternRegex:
      prompt.isRegex.toggle()
      textChanged(&prompt, &effects)
    case .patternCase:
      switch prompt.letterCase {
      case .smart: prompt.letterCase = .exact
      case .exact: prompt.letterCase = .ignored
      case .ignored: prompt.letterCase = .smart
      }
      textChanged(&prompt, &effects)
    case .patternInvert: change(&prompt, &effects) { $0.toggleInverted() }
    default: break
    }
    overlay = .prompt(prompt)
  }

  private mutating func change(
    _ prompt: inout Prompt, _ effects: inout [Effect], _ body: (inout TextEditor) -> Void
  ) {
    prompt.completions = []
    body(&prompt.editor)
    textChanged(&prompt, &effects)
  }

  /// The first Tab offers, and puts in the best; the next ones put in the others in turn.
  private mutating func complete(_ prompt: inout Prompt, by step: Int, _ effects: inout [Effect]) {
    let isFirst = prompt.completions.isEmpty
    if isFirst {
      prompt.completions = completions(of: prompt, &effects)
      prompt.completion = 0
    } else {
      prompt.completion = (prompt.completion + step + prompt.completions.count) % prompt.completions.count
    }
    guard prompt.completions.indices.contains(prompt.completion) else {
      if effects.contains(.nameThemes) { return }
      hint("nothing to complete here", &effects)
      return
    }
    let chosen = prompt.completions[prompt.completion]
    prompt.editor.replace(bytes: chosen.range, with: chosen.text)
    // What stands there now is what the next Tab replaces.
    let inserted = chosen.range.lowerBound..<chosen.range.lowerBound + chosen.text.utf8.count
    prompt.completions = prompt.completions.map { Completion(range: inserted, text: $0.text, help: $0.help) }
    textChanged(&prompt, &effects)
    if isFirst, prompt.completions.count == 1 { prompt.completions = [] }
  }
}

extension Prompt {
  func pattern() throws(FilterError) -> SearchPattern {
    try SearchPattern(parsing: editor.string, isRegex: isRegex, case: letterCase)
  }

  mutating func check() {
    error = nil
    do {
      _ = try pattern()
    } catch {
      self.error = error
    }
  }
}

extension TextEditor {
  /// UTF-8 bytes before the cursor.
  var cursorOffset: Int { text[..<cursor].reduce(0) { $0 + UTF8.width($1) } }

  /// The index of the scalar at so many UTF-8 bytes, or the end.
  public func index(atByte offset: Int) -> Int {
    DraftPlace.index(ofByte: offset, in: text)
  }

  /// Replaces a stretch and stands after it; one undo step.
  mutating func replace(bytes range: Range<Int>, with string: String) {
    let start = index(atByte: range.lowerBound)
    replace(start..<max(start, index(atByte: range.upperBound)), with: string)
  }

  /// `!(...)` around everything, or away from it.
  mutating func toggleInverted() {
    if isInverted {
      replace(text.count - 1..<text.count, with: "")
      replace(0..<2, with: "")
    } else if !text.allSatisfy({ $0 == " " }) {
      replace(text.count..<text.count, with: ")")
      replace(0..<0, with: "!(")
    }
    moveToLineEnd()
  }

  /// The first bracket closes at the end.
  public var isInverted: Bool {
    guard text.starts(with: "!(".unicodeScalars), text.last == ")" else { return false }
    var depth = 0
    for (index, scalar) in text.enumerated() {
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      if depth == 0, index > 0 { return index == text.count - 1 }
    }
    return false
  }
}
