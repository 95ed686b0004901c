/// How a Unicode scalar may be shown. Raw values are those of the generated table.
enum ScalarClass: UInt8 {
  case narrow, wide, mark, rightToLeft
  /// A space that is not U+0020: shown as a dot with its number.
  case space
  /// Changes the order of its neighbours on screen.
  case bidi
  /// Shows something nobody has agreed on: unassigned, private use, what the C library counts in another way.
  case hidden
  /// C0, DEL and C1.
  case control
  /// Shows nothing, whoever draws it: joiners, fillers, selectors, tags.
  case invisible

  static func of(_ scalar: UInt32) -> ScalarClass {
    if scalar < 0x7F { return scalar >= 0x20 ? .narrow : .control }
    // Last run that starts at or before the scalar. The table begins at 0, so there always is one.
    let key = scalar << 4 | 0xF
    var low = 0
    var high = scalarClassRuns.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if scalarClassRuns[middle] <= key { low = middle } else { high = middle }
    }
    return ScalarClass(rawValue: UInt8(truncatingIfNeeded: scalarClassRuns[low] & 0xF)) ?? .hidden
  }

  /// May stand before or after a ZERO WIDTH JOINER, or before VARIATION SELECTOR-16.
  static func isEmoji(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    return scalar.properties.isEmoji
  }
}
