import Canvas

/// Moving the choice in a list: all lists have the same keys.
extension InspectorModel {
  /// Where `command` moves the choice; nil where it is about something else. `page` in lines.
  func moved(_ selected: Int, in count: Int, by command: Command, page: Int? = nil) -> Int? {
    let page = max(1, page ?? size.height / 2)
    let wanted: Int
    switch command {
    case .chooseNext: wanted = selected + 1
    case .choosePrevious: wanted = selected - 1
    case .choosePageDown: wanted = selected + page
    case .choosePageUp: wanted = selected - page
    case .chooseFirst: wanted = 0
    case .chooseLast: wanted = count - 1
    default: return nil
    }
    return min(max(0, wanted), max(0, count - 1))
  }
}
