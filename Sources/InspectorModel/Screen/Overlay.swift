public import FrameFilter

/// What lies over the panes and takes the keys.
public enum Overlay: Sendable, Equatable {
  case help(HelpState)
  case palette(Palette)
  case prompt(Prompt)
  case confirm(Confirmation)
  case tabList(selected: Int)
  case filterTerms(FilterTerms)
  case marks(MarkList)
  case export(ExportDialog)
  case captures(CapturePicker)
  case themes(ThemePicker)
  case connect(ConnectDialog)
  case drafts(DraftPicker)
  case broadcast(BroadcastPicker)
  case report(Report)
  case copyMenu(CopyMenu)
  case columns(ColumnPicker)
  case profiles(ProfilePicker)
}

extension InspectorModel {
  /// The one-line field on screen, also where something lies over it.
  var fieldPrompt: Prompt? {
    switch overlay {
    case .prompt(let prompt)?: prompt
    case .filterTerms(let terms)?: terms.behind
    default: nil
    }
  }
}

/// A one-line question at the bottom.
public struct Prompt: Sendable, Equatable {
  public enum Purpose: Sendable, Equatable {
    case command, search, filter
    /// The path of a file for compose; the bytes of each fragment.
    case insertFile, fragmentSize
    /// The file of a script to be played.
    case script
    /// The words on a marked row.
    case note(sequence: Int)
    case profileName(NameUse)
    /// Typed for a profile, and never shown.
    case secret(question: String)
  }

  /// What a profile's name is typed for.
  public enum NameUse: Sendable, Equatable {
    case new
    case duplicate(String)
    case save(TabID)
  }

  public var purpose: Purpose
  public var editor: TextEditor
  /// What is wrong with the text, in words; gone with the next change.
  public var fault: String?
  /// The same for a filter or a pattern, with its place.
  public internal(set) var error: FilterError?
  /// Ways to go on with a filter, as Tab offered them, and the one that stands in the text.
  public internal(set) var completions: [Completion] = []
  public internal(set) var completion = 0
  /// The pattern is a regular expression.
  public internal(set) var isRegex = false
  public internal(set) var letterCase = SearchPattern.Case.smart
  /// The tab whose filter or note it is.
  public internal(set) var tab: TabID?
  var historyIndex: Int?
  var draft = ""

  /// An offered text is highlighted: typing replaces it, an arrow or End goes on with it.
  public init(_ purpose: Purpose, text: String = "", isOffered: Bool = false) {
    self.purpose = purpose
    editor = TextEditor(text, isOffered: isOffered)
  }
}

/// A question that starts on No.
public struct Confirmation: Sendable, Equatable {
  public enum Subject: Sendable, Equatable {
    case quit(openTabs: Int)
    case closeTab(TabID)
    case clearLog(TabID)
    case overwrite(TabID, ExportOrder)
    case deleteProfile(String)
    /// What a run left that did not come to its end.
    case restore([LeftTab])
    case overwriteProfile(TabID, String)
    /// From the connect dialog, which comes back.
    case overwriteFrom(ConnectDialog)
    indirect case paste(PendingPaste)
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
  /// What comes back when the help is closed.
  public internal(set) var behind: Prompt?

  public init(context: KeyContext) { self.context = context }
}

/// What a filter can say, over the field that it is typed into.
public struct FilterTerms: Sendable, Equatable {
  public let behind: Prompt
  /// Index into `FrameFilter.terms`.
  public var selected = 0
}
