/// A tab's compose pane: the draft, what it is to be sent as, and what was sent before.
public struct Composer: Sendable, Equatable {
  public var editor = TextEditor()
  public var type = ComposeType.text
  /// Why the draft could not be sent, in words; gone with the next change.
  public var fault: String?
  /// What is wrong with the draft as it stands.
  public private(set) var check: DraftFault?
  /// Bytes that a binary draft stands for, where it is short and right.
  public private(set) var binaryCount: Int?
  /// A file whose bytes go out in place of the draft.
  public internal(set) var file: DraftFile?
  /// Messages go out in frames of so many bytes; nil sends them whole.
  public internal(set) var fragmentSize: Int?
  /// The tabs that a message goes to; empty is this one.
  public internal(set) var targets: [TabID] = []
  public internal(set) var variables = DraftVariables()
  public private(set) var history: [Entry] = []
  /// Place in `history` while Up and Down walk it; `nil` is the draft itself.
  public private(set) var historyIndex: Int?
  private var draft: Entry?

  public struct Entry: Sendable, Equatable {
    public var text: String
    public var type: ComposeType
    public init(text: String, type: ComposeType) {
      self.text = text
      self.type = type
    }
  }

  /// Sent messages that Up and Down reach.
  static let historyLimit = 200

  public init() {}

  /// The draft was sent: it goes to the history, and the field is empty. What was remembered of it.
  @discardableResult
  mutating func accepted() -> Entry? {
    let entry = Entry(text: editor.string, type: type)
    let isNew = history.last != entry && !entry.text.isEmpty
    if isNew { history.append(entry) }
    if history.count > Self.historyLimit { history.removeFirst() }
    historyIndex = nil
    draft = nil
    file = nil
    editor.replace(with: "")
    textChanged()
    return isNew ? entry : nil
  }

  /// What was sent before this start.
  mutating func takeHistory(_ entries: [Entry]) { history = entries.suffix(Self.historyLimit) }

  mutating func load(_ text: String, as type: ComposeType) {
    self.type = type
    historyIndex = nil
    file = nil
    editor.replace(with: text)
    textChanged()
  }

  /// After each change of the text or its type: whatever was wrong before is no longer said.
  mutating func textChanged() {
    fault = nil
    check = ComposeCheck.fault(in: editor, as: type, variables)
    binaryCount =
      type.isBinary && check == nil && editor.text.count <= ComposeCheck.liveLimit
      ? (try? ComposeCheck.bytes(editor.text, as: type))?.count : nil
  }

  mutating func setType(_ type: ComposeType) {
    self.type = type
    textChanged()
  }

  mutating func showEarlier() {
    let index = historyIndex ?? history.count
    guard index > 0 else { return }
    if historyIndex == nil { draft = Entry(text: editor.string, type: type) }
    show(history[index - 1], at: index - 1)
  }

  mutating func showLater() {
    guard let index = historyIndex else { return }
    if index + 1 < history.count {
      show(history[index + 1], at: index + 1)
    } else {
      show(draft ?? Entry(text: "", type: type), at: nil)
      draft = nil
    }
  }

  private mutating func show(_ entry: Entry, at index: Int?) {
    historyIndex = index
    type = entry.type
    editor.replace(with: entry.text)
    textChanged()
  }
}

/// A file too long to be edited: only its name and length are here.
public struct DraftFile: Sendable, Equatable {
  public var path: String
  public var bytes: Int
  /// All of it is UTF-8.
  public var isText: Bool
}
