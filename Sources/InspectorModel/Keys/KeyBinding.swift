public import Canvas

/// A line of the key table: what the key does, where, and how help and hints name it.
public struct KeyBinding: Sendable {
  public enum Group: String, Sendable, CaseIterable {
    case move = "MOVE"
    case see = "SEE"
    case mark = "MARKS, RANGES"
    case payload = "PAYLOAD"
    case connection = "CONNECTION"
    case compose = "COMPOSE"
    case program = "PANES, PROGRAM"
    case prompt = "PROMPTS, LISTS"
    case editing = "EDITING"
  }

  public let command: Command
  public let keys: [Key]
  public let contexts: KeyContext
  public let group: Group
  /// The keys in words: "j Down".
  public let label: String
  /// The key that the hint bar names: the first one, or words for two.
  public let hintKey: String
  /// The word after the key in the hint bar; empty keeps it out of there.
  public let hint: String
  public let help: String

  init(
    _ command: Command, _ keys: [Key], in contexts: KeyContext, _ group: Group, hint: String = "",
    help: String,
    label: String? = nil, hintKey: String? = nil
  ) {
    self.command = command
    self.keys = keys
    self.contexts = contexts
    self.group = group
    self.hint = hint
    self.help = help
    self.label = label ?? keys.map(\.label).joined(separator: " ")
    self.hintKey = hintKey ?? keys.first.map(\.label) ?? ""
  }

  /// The same with other keys, or elsewhere; a label of its own goes where the keys change.
  func with(_ keys: [Key], in contexts: KeyContext) -> KeyBinding {
    let isSame = keys == self.keys
    return KeyBinding(
      command, keys, in: contexts, group, hint: hint, help: help, label: isSame ? label : nil,
      hintKey: isSame ? hintKey : nil)
  }
}
