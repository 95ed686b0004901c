/// What is asked before an export.
public struct ExportDialog: Sendable, Equatable {
  public enum Field: Sendable, Equatable, CaseIterable {
    case rows, format, file, secrets
    /// The word has to be typed before secrets go out.
    case word
    case export, cancel
  }
  public struct Choice: Sendable, Equatable {
    public var rows: ExportOrder.Rows
    /// "filtered 88"
    public var label: String
    /// Somebody chose these rows on purpose: most likely they are wanted.
    var isPreferred = false
  }

  /// What has to be typed before secrets are written.
  public static let word = "secrets"

  public let tab: TabID
  public let choices: [Choice]
  public var choice = 0
  public var format = ExportOrder.Format.jsonl
  public var file = TextEditor()
  public var includesSecrets = false
  public var typedWord = TextEditor()
  public var field = Field.rows
  /// What keeps it from starting; gone with the next change.
  public var fault: String?
  /// "prod-feed-2026-11-22": the file's name as long as nobody typed another.
  let stem: String
  var isFileTyped = false

  init(tab: TabID, choices: [Choice], stem: String) {
    self.tab = tab
    self.choices = choices
    self.stem = stem
    nameFile()
  }

  public var fields: [Field] { Field.allCases.filter { $0 != .word || includesSecrets } }

  mutating func nameFile() {
    if !isFileTyped { file = TextEditor("\(stem).\(format.suffix)", isOffered: true) }
  }

  mutating func moveField(by step: Int) {
    let all = fields
    let index = all.firstIndex(of: field) ?? 0
    field = all[(index + step + all.count) % all.count]
  }

  /// Left, Right and Space where there is something to choose.
  mutating func change(by step: Int) {
    fault = nil
    switch field {
    case .rows: choice = (choice + step + choices.count) % max(1, choices.count)
    case .format:
      let all = ExportOrder.Format.allCases
      let index = all.firstIndex(of: format) ?? 0
      format = all[(index + step + all.count) % all.count]
      nameFile()
    case .secrets:
      includesSecrets.toggle()
      typedWord = TextEditor()
    case .export, .cancel: field = field == .export ? .cancel : .export
    case .file, .word: break
    }
  }

  var isTyping: Bool { field == .file || field == .word }

  mutating func edit(_ change: (inout TextEditor) -> Void) {
    fault = nil
    switch field {
    case .file:
      change(&file)
      isFileTyped = true
    case .word: change(&typedWord)
    default: break
    }
  }

  /// The order, or what is missing for it.
  mutating func order() -> ExportOrder? {
    guard choices.indices.contains(choice) else { return nil }
    let name = file.string.trimmedLine
    if name.isEmpty {
      field = .file
      fault = "a file needs a name"
      return nil
    }
    if includesSecrets, typedWord.string != Self.word {
      field = .word
      fault = "type \(Self.word) to write them out"
      return nil
    }
    var order = ExportOrder(choices[choice].rows, as: format, to: name)
    order.includesSecrets = includesSecrets
    return order
  }
}
