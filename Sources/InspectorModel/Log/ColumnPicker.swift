import Canvas

/// The list of columns; what is chosen shows at once.
public struct ColumnPicker: Sendable, Equatable {
  public var selected = 0

  /// The columns, and a last line that lets the width decide again.
  public static let count = LogColumn.allCases.count + 1
}

extension InspectorModel {
  mutating func answer(_ picker: ColumnPicker, _ command: Command) {
    var picker = picker
    if let selected = moved(picker.selected, in: ColumnPicker.count, by: command) {
      picker.selected = selected
      overlay = .columns(picker)
      return
    }
    switch command {
    case .accept, .toggle:
      let all = LogColumn.allCases
      if all.indices.contains(picker.selected) {
        layout.columns.toggle(all[picker.selected], width: Layout(self).log.width)
      } else {
        layout.columns = ColumnChoice()
      }
    default:
      overlay = nil
      return
    }
    overlay = .columns(picker)
  }
}
