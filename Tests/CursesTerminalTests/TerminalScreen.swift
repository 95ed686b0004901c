/// A small terminal: enough of xterm to see what a program's output looks like.
struct TerminalScreen {
  struct Place: Equatable {
    var scalar: Unicode.Scalar = " "
    var style = ""
    var isContinuation = false
  }
  private(set) var rows: [[Place]]
  private(set) var x = 0
  private(set) var y = 0
  private var style = ""
  private var top = 0
  private var bottom: Int
  private let columns: Int
  private(set) var faults: [String] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = Array(repeating: Array(repeating: Place(), count: columns), count: rows)
    bottom = rows - 1
  }

  func row(_ y: Int) -> String {
    var text = String.UnicodeScalarView()
    for place in rows[y] where !place.isContinuation { text.append(place.scalar) }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  mutating func write(_ bytes: [UInt8]) {
    var rest = Substring(decoding: bytes, as: UTF8.self).unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": escape(&rest)
      case "\r": x = 0
      case "\n": lineFeed()
      case "\u{8}": x = max(0, x - 1)
      case "\u{F}": break
      case "\u{0}"..<" ": faults.append("control \(scalar.value)")
      default: put(scalar)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if scalar.properties.canonicalCombiningClass.rawValue != 0 { return }
    let width = (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFFDC).contains(scalar.value) ? 2 : 1
    if x + width > columns {
      x = 0
      lineFeed()
    }
    rows[y][x] = Place(scalar: scalar, style: style)
    if width == 2 { rows[y][x + 1] = Place(scalar: " ", style: style, isContinuation: true) }
    x += width
  }

  private mutating func lineFeed() {
    if y == bottom { scrollUp(1, from: top) } else { y = min(y + 1, rows.count - 1) }
  }

  private mutating func scrollUp(_ count: Int, from first: Int) {
    for _ in 0..<min(count, bottom - first + 1) {
      rows.remove(at: first)
      rows.insert(blankRow, at: bottom)
    }
  }

  private mutating func scrollDown(_ count: Int, from first: Int) {
    for _ in 0..<min(count, bottom - first + 1) {
      rows.remove(at: bottom)
      rows.insert(blankRow, at: first)
    }
  }

  private var blankRow: [Place] { Array(repeating: Place(), count: columns) }

  private mutating func escape(_ rest: inout Substring.UnicodeScalarView) {
    switch rest.popFirst() {
    case "[": csi(&rest)
    case "(", ")": _ = rest.popFirst()
    case "M": if y == top { scrollDown(1, from: top) } else { y = max(0, y - 1) }
    case "7", "8", "=", ">": break
    case let other: faults.append("ESC \(String(describing: other))")
    }
  }

  private mutating func csi(_ rest: inout Substring.UnicodeScalarView) {
    var text = ""
    while let scalar = rest.popFirst() {
      if (0x20...0x3F).contains(scalar.value) {
        text.unicodeScalars.append(scalar)
        continue
      }
      let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      run(scalar, numbers, text)
      return
    }
  }

  private mutating func run(_ final: Unicode.Scalar, _ numbers: [Int], _ text: String) {
    let count = max(1, numbers.first ?? 1)
    switch final {
    case "A": y = max(0, y - count)
    case "B": y = min(rows.count - 1, y + count)
    case "C": x = min(columns - 1, x + count)
    case "D": x = max(0, min(x, columns - 1) - count)
    case "G": x = min(columns, count) - 1
    case "d": y = min(rows.count, count) - 1
    case "H":
      y = min(rows.count, count) - 1
      x = min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "J" where numbers.first == 2:
      for y in rows.indices { rows[y] = blankRow }
    case "J":
      erase(x..<columns)
      for y in rows.indices.dropFirst(y + 1) { rows[y] = blankRow }
    case "K": erase(numbers.first == 1 ? 0..<min(x + 1, columns) : x..<columns)
    case "X": erase(x..<min(columns, x + count))
    case "P":
      let count = min(count, columns - x)
      rows[y].removeSubrange(x..<x + count)
      rows[y] += Array(repeating: Place(), count: count)
    case "@":
      rows[y].insert(contentsOf: Array(repeating: Place(), count: min(count, columns - x)), at: x)
      rows[y].removeLast(rows[y].count - columns)
    case "L": scrollDown(count, from: y)
    case "M": scrollUp(count, from: y)
    case "S": scrollUp(count, from: top)
    case "T": scrollDown(count, from: top)
    case "r":
      top = max(1, numbers.first ?? 1) - 1
      bottom = (numbers.count > 1 && numbers[1] > 0 ? min(numbers[1], rows.count) : rows.count) - 1
      (x, y) = (0, 0)
    case "m": setStyle(numbers)
    case "h", "l", "t": break
    default: faults.append("CSI " + text + String(final))
    }
  }

  /// A canonical text for what is on; enough to compare two ways of saying the same.
  private mutating func setStyle(_ numbers: [Int]) {
    var on = Set(style.split(separator: " ").map(String.init))
    for number in numbers.isEmpty ? [0] : numbers {
      switch number {
      case 0: on = []
      case 30...37, 39, 90...97:
        on = on.filter { !$0.hasPrefix("fg") }.union(number == 39 ? [] : ["fg\(number)"])
      case 40...47, 49, 100...107:
        on = on.filter { !$0.hasPrefix("bg") }.union(number == 49 ? [] : ["bg\(number)"])
      case 1...9: on.insert("a\(number)")
      case 22: on.subtract(["a1", "a2"])
      case 23...29: on.remove("a\(number - 20)")
      default: faults.append("style \(number)")
      }
    }
    style = on.sorted().joined(separator: " ")
  }

  private mutating func erase(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    for x in range { rows[y][x] = Place() }
  }
}
