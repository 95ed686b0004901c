/// A dialog of fields, some of text and some of choices.
protocol DialogForm {
  /// The field with the keys takes text.
  var isTyping: Bool { get }
  mutating func edit(_ change: (inout TextEditor) -> Void)
  mutating func change(by step: Int)
}

extension DialogForm {
  /// A key that edits text elsewhere: where there is a choice, it changes that.
  mutating func perform(_ command: Command) {
    if isTyping {
      edit { $0.perform(command) }
    } else if command == .editLeft {
      change(by: -1)
    } else if command == .editRight {
      change(by: 1)
    }
  }
}

extension ConnectDialog: DialogForm {}
extension ExportDialog: DialogForm {}
