import Canvas

/// Every command in one list, cut to what is typed.
public struct Palette: Sendable, Equatable {
  public struct Entry: Sendable {
    enum Action: Sendable {
      case command(Command, Key)
      /// A line behind `:`; one that is not whole is put into the field.
      case line(String, isWhole: Bool)
    }
    let action: Action
    /// "follow on/off"
    public let title: String
    /// What a keymap file or the command line calls it.
    public let name: String
    /// How else it is reached: "j Down", ":note"; empty for a command without a key.
    public let keys: String
  }

  public var find = TextEditor()
  /// Index into the entries found.
  public var selected = 0
  /// Where it was opened: the keys shown are those of there.
  public let context: KeyContext

  init(context: KeyContext) { self.context = context }

  /// What fits, the best first; with nothing typed all, in the order of the tables.
  public func entries(of keymap: Keymap) -> [Entry] {
    let all = Self.commands(keymap, context) + Self.lines
    guard !find.isEmpty else { return all }
    let match = FuzzyMatch(find.string)
    let scored = all.enumerated().compactMap { index, entry -> (score: Int, index: Int, entry: Entry)? in
      let scores = [entry.title, entry.name, entry.keys].compactMap { match.score($0) }
      return scores.max().map { ($0, index, entry) }
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.entry)
  }

  /// Those that mean something in a context, once each; moving about and editing are not looked for by name.
  private static func commands(_ keymap: Keymap, _ context: KeyContext) -> [Entry] {
    var seen: Set<Command> = [.palette, .tabNumber, .escape]
    var entries: [Entry] = []
    for binding in Keymap.standard.bindings
    where binding.group != .editing && binding.group != .move
      && Keymap.standard.fits(binding.command, in: context)
    {
      guard seen.insert(binding.command).inserted else { continue }
      let here = keymap.binding(of: binding.command, in: context)
      let shown = Keymap.standard.binding(of: binding.command, in: context) ?? binding
      entries.append(
        Entry(
          action: .command(binding.command, here?.keys.first ?? Key(.enter)), title: shown.help,
          name: binding.command.rawValue, keys: here?.label ?? ""))
    }
    return entries
  }

  private static let lines: [Entry] = CommandLine.words.map { word, help in
    let text = word.drop { $0 == ":" }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let takesMore = parts.count > 1 && parts[1].first.map { $0.isUppercase } ?? false
    let isNumber = text.first?.isNumber ?? true
    // What is in brackets may stay away.
    let line = parts.count > 1 && parts[1].hasPrefix("[") ? parts[0] : String(text)
    let action: Entry.Action =
      isNumber
      ? .line("", isWhole: false)
      : takesMore ? .line(parts[0] + " ", isWhole: false) : .line(line, isWhole: true)
    return Entry(action: action, title: help, name: word, keys: ":" + parts[0])
  }
}

/// Finding and running a command by name.
extension InspectorModel {
  mutating func answer(_ palette: Palette, _ command: Command, now: UInt64, _ effects: inout [Effect]) {
    var palette = palette
    let found = palette.entries(of: keymap)
    if let selected = moved(palette.selected, in: found.count, by: command) {
      palette.selected = selected
      overlay = .palette(palette)
      return
    }
    switch command {
    case .accept:
      guard found.indices.contains(palette.selected) else { return }
      overlay = nil
      run(found[palette.selected].action, now: now, &effects)
    default: overlay = nil
    }
  }

  private mutating func run(_ action: Palette.Entry.Action, now: UInt64, _ effects: inout [Effect]) {
    switch action {
    case .command(let command, let key): perform(command, key: key, now: now, &effects)
    case .line(let line, isWhole: true): run(CommandLine(line), &effects)
    case .line(let line, isWhole: false): openPrompt(Prompt(.command, text: line))
    }
  }
}
