/// From the connect dialog to a profile, and the path of its script.
extension InspectorModel {
  mutating func save(_ dialog: ConnectDialog, _ effects: inout [Effect]) {
    guard var dialog = checked(dialog, &effects) else { return }
    dialog.name = dialog.name.trimmedLine
    let fault = Self.nameFault(dialog.name)
    if let fault { dialog.refuse(.name, fault) }
    overlay = .connect(dialog)
    guard fault == nil else { return }
    effects.append(.saveOptions(dialog.options, tab: dialog.tab, name: dialog.name, overwrites: false))
  }

  /// The answer to `saveOptions` where a profile of that name is there; the dialog comes back after the question.
  mutating func askToOverwrite() {
    guard case .connect(let dialog)? = overlay else { return }
    overlay = .confirm(
      Confirmation(
        .overwriteFrom(dialog), question: "Change the profile \(dialog.name)? Comments and variables stay."))
  }

  mutating func overwrite(from dialog: ConnectDialog, isYes: Bool, _ effects: inout [Effect]) {
    overlay = .connect(dialog)
    guard isYes else { return }
    effects.append(.saveOptions(dialog.options, tab: dialog.tab, name: dialog.name, overwrites: true))
  }

  // MARK: The script's path

  /// Tab in its field; where there is nothing to complete, it goes on as everywhere.
  mutating func completeScript(_ dialog: ConnectDialog, _ effects: inout [Effect]) {
    var dialog = dialog
    guard !dialog.paths.isEmpty else { return effects.append(.listPaths(dialog.editor.string)) }
    dialog.choosePath((dialog.path + 1) % dialog.paths.count)
    overlay = .connect(dialog)
  }

  mutating func pathsFound(
    _ start: String, _ found: PathCompletion, in dialog: ConnectDialog, _ effects: inout [Effect]
  ) {
    guard dialog.field == .script, dialog.editor.string == start else { return }
    var dialog = dialog
    switch found {
    case .none:
      say(.info, "no file begins like this", &effects)
      dialog.moveField(by: 1)
    case .text(start): dialog.moveField(by: 1)
    case .text(let text): dialog.edit { $0.replace(with: text) }
    case .choices(let paths):
      dialog.paths = paths
      dialog.choosePath(0)
    }
    overlay = .connect(dialog)
  }
}

extension ConnectDialog {
  fileprivate mutating func choosePath(_ index: Int) {
    let paths = paths
    edit { $0.replace(with: paths[index]) }
    self.paths = paths
    path = index
  }
}
