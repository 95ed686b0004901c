/// What lies over the panes and takes the keys.
public enum Overlay: Sendable, Equatable {
  case help(HelpState)
  case prompt(Prompt)
  case confirm(Confirmation)
  case tabList(selected: Int)
}

/// A one-line question at the bottom, or the connect dialog.
public struct Prompt: Sendable, Equatable {
  public enum Purpose: Sendable, Equatable { case connect, command, search }

  public var purpose: Purpose
  public var editor: TextEditor
  /// What is wrong with the text, in words; gone with the next change.
  public var fault: String?
  /// The failed tab whose address is being corrected; else a new tab opens.
  public internal(set) var tab: TabID?
  var historyIndex: Int?
  var draft = ""

  public init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    editor = TextEditor(text)
  }
}

/// A question that starts on No.
public struct Confirmation: Sendable, Equatable {
  public enum Subject: Sendable, Equatable {
    case quit(openTabs: Int)
    case closeTab(TabID)
    case clearLog(TabID)
  }
  public var subject: Subject
  public var isYesChosen = false
  /// "Close tab 1 prod-feed? Its connection is open."
  public var question: String

  public init(_ subject: Subject, question: String) {
    self.subject = subject
    self.question = question
  }
}

/// The help overlay: what is looked for, and the chosen line.
public struct HelpState: Sendable, Equatable {
  public var context: KeyContext
  public var find = TextEditor()
  /// Index into the commands found.
  public var selected = 0
  public var showsAll = false

  public init(context: KeyContext) { self.context = context }
}
