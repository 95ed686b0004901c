public import Canvas
public import Scripts
public import Secrets

/// Everything the program shows, as one value: what the user left, and what the connections said last.
public struct InspectorModel: Sendable {
  public enum Pane: Sendable, Equatable { case log, detail, replay, compose }
  /// What may be asked before it is done.
  public enum Question: Sendable, Equatable { case quit, close, clear }

  public var size: Size
  public var tabs: [Tab] = []
  /// Index into `tabs`; 0 without any.
  public internal(set) var active = 0
  public var focus = Pane.log
  public var isZoomed = false
  public var overlay: Overlay?
  public var notice: Notice?
  /// What was said before.
  var messages = MessageLog()
  public var isMouseOn = true
  /// The keys in force: the standard ones, or changed by the user's file.
  public var keymap = Keymap.standard
  /// What is done without a question.
  public var unasked: Set<Question> = []
  /// The command that was carried out last, and how many were: for the report of a crash.
  public internal(set) var trail: (command: Command?, count: Int) = (nil, 0)
  /// Nil where none are given.
  public var tips: Tips?
  /// The terminal's cursor stands on the chosen row, for screen readers and magnifiers; else it is hidden there.
  public var showsRowCursor = false
  /// As the user arranged it last.
  public internal(set) var layout = ScreenLayout()
  /// As it is where nothing was changed.
  var standardLayout = ScreenLayout()
  /// The last run ended with two tabs side by side, and this one has had no two yet.
  var splitsSecondTab = false
  /// Given by the runtime at the start.
  public let terminal: TerminalFacts
  public var start = StartFacts()

  /// The last Ctrl-C at rest, in monotonic nanoseconds.
  var interruptedAt: UInt64?
  var lastTab: TabID?
  var nextTab = 1
  /// The terminal's window came to the front, in monotonic nanoseconds: the click that did it does nothing else.
  var frontedAt: UInt64?
  var dragStart: DragStart?
  public internal(set) var search: Search?
  /// What goes on beside the screen, newest last.
  public internal(set) var jobs: [Job] = []
  /// The secrets of all tabs that there are or were.
  public internal(set) var knownMasks: [SecretMask] = []
  /// Nanoseconds since 1970 of what is being taken in; the runtime sets it.
  public var wallTime: Int64 = 0
  /// For what a draft's variables need of chance; the runtime seeds it.
  public var random = SplitMix(seed: 0)
  /// What a new connection begins with in the dialog; given by the runtime.
  public var connectDefaults = ConnectOptions()
  /// What the environment says of proxies, for the dialog: "from HTTPS_PROXY: not set".
  public var environmentProxy = "(as the environment says)"
  /// Two tabs side by side, the left one first; nil shows one.
  public internal(set) var split: SplitTabs?
  /// Messages of all tabs, the newest last.
  var sent: [Composer.Entry] = []
  var awaited: AwaitedKey?
  /// What was copied last, where it is text and short: Ctrl-Y puts it into a field.
  var copied = ""
  /// For completion; nil until they were asked for.
  var themeNames: [String]?
  var addressHistory = LineHistory()
  var commandHistory = LineHistory()
  var searchHistory = LineHistory()
  var filterHistory = LineHistory()
  var scriptHistory = LineHistory()
  var fileHistory = LineHistory()

  public init(size: Size, terminal: TerminalFacts = TerminalFacts()) {
    self.size = size
    self.terminal = terminal
  }

  public var activeTab: Tab? { tabs.indices.contains(active) ? tabs[active] : nil }
  public func index(of id: TabID) -> Int? { tabs.firstIndex { $0.id == id } }
}

/// What is known of the outside and does not change while the program runs.
public struct TerminalFacts: Sendable, Equatable {
  /// "0.1"
  public var version: String
  /// At the right of the first screen's status line: "256 colours  UTF-8  tmux".
  public var description: String
  /// Seconds east of UTC, for the TIME column.
  public var utcOffset: Int
  /// What the canvas will show, so that widths counted here are those drawn there.
  public var repertoire: Repertoire
  /// What would make it better: "set -g default-terminal tmux-256color in tmux.conf"; empty where nothing would.
  public var advice: String
  /// What is kept of captures: "200 captures, 10 GiB, 30 days"; empty where none are made.
  public var captureLimits: String
  public init(
    version: String = "0.1", description: String = "", utcOffset: Int = 0, repertoire: Repertoire = .unicode,
    captureLimits: String = "", advice: String = ""
  ) {
    self.version = version
    self.description = description
    self.utcOffset = utcOffset
    self.repertoire = repertoire
    self.captureLimits = captureLimits
    self.advice = advice
  }
}
