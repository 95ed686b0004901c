/// Where a key means something. A binding names one or several.
public struct KeyContext: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let log = KeyContext(rawValue: 1 << 0)
  public static let detail = KeyContext(rawValue: 1 << 1)
  public static let compose = KeyContext(rawValue: 1 << 2)
  /// No tab is open.
  public static let firstRun = KeyContext(rawValue: 1 << 3)
  public static let prompt = KeyContext(rawValue: 1 << 4)
  public static let help = KeyContext(rawValue: 1 << 5)
  public static let confirm = KeyContext(rawValue: 1 << 6)
  public static let tabList = KeyContext(rawValue: 1 << 7)
  public static let filterPrompt = KeyContext(rawValue: 1 << 8)
  public static let searchPrompt = KeyContext(rawValue: 1 << 9)
  public static let marks = KeyContext(rawValue: 1 << 10)
  public static let export = KeyContext(rawValue: 1 << 11)
  public static let captures = KeyContext(rawValue: 1 << 12)
  public static let filterTerms = KeyContext(rawValue: 1 << 13)
  public static let themes = KeyContext(rawValue: 1 << 14)
  public static let report = KeyContext(rawValue: 1 << 15)
  public static let copyMenu = KeyContext(rawValue: 1 << 16)
  public static let columns = KeyContext(rawValue: 1 << 17)
  public static let palette = KeyContext(rawValue: 1 << 18)
  public static let filePrompt = KeyContext(rawValue: 1 << 19)
  public static let profiles = KeyContext(rawValue: 1 << 23)
  public static let replay = KeyContext(rawValue: 1 << 24)
  /// What was sent, or saved, to be taken into compose.
  public static let drafts = KeyContext(rawValue: 1 << 20)
  public static let broadcast = KeyContext(rawValue: 1 << 21)
  public static let connectDialog = KeyContext(rawValue: 1 << 22)

  /// Each of them, for tests and help.
  public static let all: [KeyContext] = (0..<25).map { KeyContext(rawValue: 1 << $0) }
  public static let panes: KeyContext = [.log, .detail]
  public static let everywhere = KeyContext(all)
  /// Fields of one line.
  public static let prompts: KeyContext = [.prompt, .filterPrompt, .searchPrompt, .filePrompt]
  public static let lists: KeyContext = [
    .tabList, .marks, .captures, .filterTerms, .themes, .copyMenu, .columns, .broadcast,
  ]
  /// Printable keys are text here.
  public static let typing: KeyContext = [
    .compose, .prompt, .filterPrompt, .searchPrompt, .help, .export, .palette, .filePrompt, .drafts,
    .connectDialog,
  ]

  public var name: String {
    switch self {
    case .log: "log pane"
    case .detail: "detail pane"
    case .compose: "compose pane"
    case .firstRun: "first screen"
    case .prompt: "prompt"
    case .confirm: "question"
    case .tabList: "list of tabs"
    case .filterPrompt: "filter"
    case .searchPrompt: "search"
    case .filterTerms: "the filter's words"
    case .marks: "list of marks"
    case .export: "export"
    case .captures: "list of captures"
    case .themes: "list of themes"
    case .replay: "replay panel"
    case .profiles: "list of profiles"
    case .filePrompt: "file to insert"
    case .drafts: "list of messages"
    case .broadcast: "tabs to send to"
    case .connectDialog: "connect dialog"
    case .palette: "palette"
    case .report: "report"
    case .copyMenu: "ways to copy"
    case .columns: "list of columns"
    default: "all panes"
    }
  }
}

/// As a keymap file names them.
extension KeyContext {
  /// "log", "tabs", "filter": its name without the words around it.
  public var key: String {
    if self == .help { return "help" }
    if self == .filterTerms { return "terms" }
    var words = name
    if words.hasPrefix("list of ") { words = String(words.dropFirst(8)) }
    if words.hasSuffix(" pane") { words = String(words.dropLast(5)) }
    return words.split(separator: " ").joined(separator: "-")
  }

  /// All that a file may name, several at once first.
  public static let keyed: [(key: String, contexts: KeyContext)] =
    [("everywhere", everywhere), ("typing", typing), ("panes", panes), ("lists", lists)]
    + all.map { ($0.key, $0) }

  /// One by one.
  var each: [KeyContext] { Self.all.filter { !isDisjoint(with: $0) } }
}
