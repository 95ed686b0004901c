import Canvas

/// A key that another one has announced: the next key is taken by itself.
enum AwaitedKey: Sendable, Equatable {
  /// After Ctrl-V: the key's own character goes into the text.
  case literal
  /// After Ctrl-X: Ctrl-E opens the editor, as in a shell.
  case editorKey
}

extension InspectorModel {
  /// True where the key was announced and is done with.
  mutating func takeAwaited(_ key: Key, now: UInt64, _ effects: inout [Effect]) -> Bool {
    guard let what = awaited else { return false }
    awaited = nil
    switch what {
    case .literal:
      guard let scalar = key.literal else { return false }
      edit(&effects) { $0.insert(String(scalar)) }
      return true
    case .editorKey:
      guard key == Key("e", .control) else { return false }
      perform(.externalEditor, key: key, now: now, &effects)
      return true
    }
  }
}

extension Key {
  /// The character that a terminal sends for it; nil where it sends several.
  var literal: Unicode.Scalar? {
    switch code {
    case .character(let scalar) where modifiers.isEmpty: return scalar
    case .character(let scalar) where modifiers == .control:
      return scalar.value < 0x80 ? Unicode.Scalar(UInt8(scalar.value & 0x1F)) : nil
    case .tab: return "\t"
    case .enter where modifiers.isEmpty: return "\r"
    case .escape: return "\u{1B}"
    case .backspace where modifiers.isEmpty: return "\u{7F}"
    default: return nil
    }
  }
}
