import InspectorModel

/// The lines of the help in columns as even as may be, with no group in two of them.
struct HelpColumns {
  enum Line {
    case blank
    case group(String)
    case entry(Int, KeyBinding)
  }

  let columns: [[Line]]
  var height: Int { columns.map(\.count).max() ?? 0 }

  /// Nil where so many columns of this height do not hold them.
  init?(_ entries: [KeyBinding], columns most: Int, height: Int) {
    let groups = Self.groups(entries)
    let longest = groups.map(\.count).max() ?? 0
    let total = groups.reduce(0) { $0 + $1.count + 1 } - 1
    var rows = max(longest, (total + most - 1) / most)
    while rows <= height {
      let packed = Self.pack(groups, rows: rows)
      if packed.count <= most {
        columns = packed
        return
      }
      rows += 1
    }
    return nil
  }

  /// One after the other, with a blank between groups.
  static func lines(_ entries: [KeyBinding]) -> [Line] {
    Array(groups(entries).joined(separator: [.blank]))
  }

  private static func groups(_ entries: [KeyBinding]) -> [[Line]] {
    var groups: [[Line]] = []
    var current: KeyBinding.Group?
    for (index, entry) in entries.enumerated() {
      if entry.group != current {
        groups.append([.group(entry.group.rawValue)])
        current = entry.group
      }
      groups[groups.count - 1].append(.entry(index, entry))
    }
    return groups
  }

  private static func pack(_ groups: [[Line]], rows: Int) -> [[Line]] {
    var columns: [[Line]] = []
    for group in groups {
      if let last = columns.last, last.count + 1 + group.count <= rows {
        columns[columns.count - 1] += [.blank] + group
      } else {
        columns.append(group)
      }
    }
    return columns
  }
}
