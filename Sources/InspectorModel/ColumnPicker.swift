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
    let last = ColumnPicker.count - 1
    switch command {
    case .chooseNext: picker.selected = min(last, picker.selected + 1)
    case .choosePrevious: picker.selected = max(0, picker.selected - 1)
    case .choosePageDown, .chooseLast: picker.selected = last
    case .choosePageUp, .chooseFirst: picker.selected = 0
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
