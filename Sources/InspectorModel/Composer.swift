/// A tab's compose pane: the draft, what it is to be sent as, and what was sent before.
public struct Composer: Sendable, Equatable {
  public var editor = TextEditor()
  public var type = ComposeType.text
  /// Why the draft can't be sent, in words; gone with the next change.
  public var fault: String?
  public private(set) var history: [Entry] = []
  /// Place in `history` while Up and Down walk it; `nil` is the draft itself.
  public private(set) var historyIndex: Int?
  private var draft: Entry?

  public struct Entry: Sendable, Equatable {
    public var text: String
    public var type: ComposeType
  }

  /// Sent messages that Up and Down reach.
  static let historyLimit = 200

  public init() {}

  /// The draft was sent: it goes to the history, and the field is empty.
  mutating func accepted() {
    let entry = Entry(text: editor.string, type: type)
    if history.last != entry, !entry.text.isEmpty { history.append(entry) }
    if history.count > Self.historyLimit { history.removeFirst() }
    historyIndex = nil
    draft = nil
    fault = nil
    editor.replace(with: "")
  }

  mutating func load(_ text: String, as type: ComposeType) {
    self.type = type
    fault = nil
    historyIndex = nil
    editor.replace(with: text)
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
    fault = nil
    editor.replace(with: entry.text)
  }
}
