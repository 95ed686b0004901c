import Canvas

/// A message that can be taken into compose: sent before, or saved under a name.
public struct DraftChoice: Sendable, Equatable {
  /// Of a snippet; empty for what was sent.
  public var name: String
  public var entry: Composer.Entry

  public init(name: String = "", entry: Composer.Entry) {
    self.name = name
    self.entry = entry
  }
}

/// A list of messages that gets shorter while one types: Ctrl-R, and `:snippet`.
public struct DraftPicker: Sendable, Equatable {
  public enum Kind: Sendable, Equatable { case history, snippets }

  public let kind: Kind
  /// Best first.
  public let choices: [DraftChoice]
  public var find = TextEditor()
  /// Index into `found`.
  public var selected = 0

  init(_ kind: Kind, _ choices: [DraftChoice]) {
    self.kind = kind
    self.choices = choices
  }

  /// What holds the typed letters, large or small, in its name or its text.
  public var found: [DraftChoice] {
    let wanted = find.string.lowercased()
    guard !wanted.isEmpty else { return choices }
    return choices.filter {
      $0.name.lowercased().contains(wanted) || $0.entry.text.lowercased().contains(wanted)
    }
  }
}

extension InspectorModel {
  /// Everything that was sent, in whatever tab and before this start; the newest first, each once.
  mutating func openHistory(_ effects: inout [Effect]) {
    var choices: [DraftChoice] = []
    for entry in sent.reversed() where !choices.contains(where: { $0.entry == entry }) {
      choices.append(DraftChoice(entry: entry))
    }
    guard !choices.isEmpty else { return say(.info, "nothing was sent yet", &effects) }
    var picker = DraftPicker(.history, choices)
    // As in a shell: what is typed already is what is looked for.
    let draft = tabs[active].composer.editor.string
    if !draft.isEmpty, !draft.contains("\n") {
      picker.find = TextEditor(draft)
      if picker.found.isEmpty { picker.find = TextEditor() }
    }
    overlay = .drafts(picker)
  }

  mutating func showSnippets(_ snippets: [DraftChoice], wanted: String, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    guard !snippets.isEmpty else {
      return say(.info, "no snippets yet: :save-snippet NAME keeps the draft", &effects)
    }
    guard !wanted.isEmpty else {
      if overlay == nil { overlay = .drafts(DraftPicker(.snippets, snippets)) }
      return
    }
    guard let snippet = snippets.first(where: { $0.name == wanted }) else {
      let names = snippets.map(\.name).joined(separator: ", ")
      return say(.error, "no snippet \"\(wanted)\"; there are \(names)", &effects)
    }
    take(snippet)
  }

  mutating func answer(_ picker: DraftPicker, _ command: Command, _ effects: inout [Effect]) {
    var picker = picker
    if let selected = moved(picker.selected, in: picker.found.count, by: command) {
      picker.selected = selected
      overlay = .drafts(picker)
      return
    }
    switch command {
    case .accept:
      guard picker.found.indices.contains(picker.selected) else { return }
      overlay = nil
      take(picker.found[picker.selected])
    default: overlay = nil
    }
  }

  private mutating func take(_ choice: DraftChoice) {
    guard tabs.indices.contains(active) else { return }
    tabs[active].composer.load(choice.entry.text, as: choice.entry.type)
    if !tabs[active].isReadOnly { setFocus(.compose) }
  }

  /// Letters and digits and what file names have too: a name is typed after `:snippet`.
  mutating func saveSnippet(_ name: String, _ effects: inout [Effect]) {
    let composer = tabs[active].composer
    guard !composer.editor.isEmpty else { return say(.info, "the draft is empty", &effects) }
    let isName =
      !name.isEmpty && name.utf8.count <= 64
      && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.properties.generalCategory != .control }
    guard isName else {
      return say(.error, ":save-snippet NAME: a name without blanks, 64 bytes at most", &effects)
    }
    let entry = Composer.Entry(text: composer.editor.string, type: composer.type)
    effects.append(.saveSnippet(DraftChoice(name: name, entry: entry)))
  }
}
