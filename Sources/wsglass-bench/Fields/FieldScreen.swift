import Canvas
import CursesTerminal
import InspectorModel
import InspectorUI

/// A screen that is drawn over and over. It counts the scalars that are to be seen on it, as they are or spelt out, and shows it
/// to the terminal whenever some cell of it (a character with its marks, in its role) was not shown before.
///
/// So every cell that a field ever draws goes through ncurses to the terminal, and what draws nothing new, as the million
/// numbers of scalars that nobody has assigned, costs no more than its drawing.
struct FieldScreen {
  let terminal: CursesTerminal
  /// How often each scalar was seen, 255 at most.
  private(set) var seen: [UInt8] = []
  private(set) var drawn = 0
  private(set) var shown = 0
  /// Roles in which a scalar without marks was shown, two words each.
  private var roles: [UInt64] = []
  private var marked: Set<Cell> = []
  private var rest: [UInt8] = []

  init(_ terminal: CursesTerminal) {
    self.terminal = terminal
    forget()
  }

  mutating func forget() {
    seen = Array(repeating: 0, count: 0x110000)
    roles = Array(repeating: 0, count: 2 * 0x110000)
    marked = []
    (drawn, shown) = (0, 0)
  }

  mutating func draw(_ model: InspectorModel) {
    var canvas = Canvas(size: model.size, repertoire: terminal.repertoire)
    drawInspector(model, on: &canvas)
    drawn += 1
    var isNew = false
    for y in 0..<canvas.size.height {
      canvas.cells(inRow: y).withUnsafeBufferPointer { row in
        if note(row) { isNew = true }
        read(row)
      }
    }
    guard isNew else { return }
    shown += 1
    if terminal.size != canvas.size { terminal.resize(to: canvas.size) }
    terminal.present(canvas)
  }

  /// True where a cell is new.
  private mutating func note(_ row: UnsafeBufferPointer<Cell>) -> Bool {
    var isNew = false
    roles.withUnsafeMutableBufferPointer { roles in
      for cell in row where !cell.isContinuation {
        if cell.marks != .zero {
          if marked.insert(cell).inserted { isNew = true }
          continue
        }
        let role = Int(cell.role.rawValue)
        let word = Int(cell.scalar) * 2 + role >> 6
        let bit = UInt64(1) << UInt64(role & 63)
        if roles[word] & bit == 0 {
          roles[word] |= bit
          isNew = true
        }
      }
    }
    return isNew
  }

  // MARK: What is to be seen

  private mutating func read(_ row: UnsafeBufferPointer<Cell>) {
    var index = 0
    rest = []
    while index < row.count {
      let cell = row[index]
      if cell.isContinuation || cell.kind == .plain && cell.scalar < 0x80 && cell.marks == .zero {
        // ASCII is everywhere.
        index += 1
      } else if cell.isEscape {
        index += readEscape(row, index)
      } else {
        see(cell.scalar)
        seeMarks(cell)
        index += 1
      }
    }
  }

  /// How many cells it took.
  private mutating func readEscape(_ row: UnsafeBufferPointer<Cell>, _ start: Int) -> Int {
    let cell = row[start]
    switch cell.scalar {
    case 0x3C: break
    case 0x5E where start + 1 < row.count:
      see(row[start + 1].scalar ^ 0x40)
      return 2
    case 0x2400...0x2420: see(cell.scalar - 0x2400)
    case 0x2421: see(0x7F)
    default: seeMarks(cell)
    }
    guard cell.scalar == 0x3C else { return 1 }
    var number: UInt32 = 0
    var digits = 0
    var isByte = false
    for index in start + 1..<min(row.count, start + 12) {
      switch row[index].scalar {
      case 0x3E:
        guard digits > 0 else { return 1 }
        if isByte { seeByte(UInt8(truncatingIfNeeded: number)) } else { see(number) }
        return index - start + 1
      case 0x78: isByte = true
      case 0x55, 0x2B, 0xB7, 0x2E: break
      default:
        guard let digit = Self.digit(row[index].scalar) else { return 1 }
        number = number << 4 | digit
        digits += 1
      }
    }
    return 1
  }

  private static func digit(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x30...0x39: scalar - 0x30
    case 0x41...0x46: scalar - 0x37
    default: nil
    }
  }

  private mutating func seeMarks(_ cell: Cell) {
    guard cell.marks != .zero else { return }
    for lane in 0..<4 where cell.marks[lane] != 0 { see(cell.marks[lane]) }
  }

  private mutating func see(_ scalar: UInt32) {
    guard scalar < 0x110000, seen[Int(scalar)] < .max else { return }
    seen[Int(scalar)] += 1
  }

  /// Three bytes that would be a surrogate.
  private mutating func seeByte(_ byte: UInt8) {
    if byte == 0xED { rest = [] }
    rest.append(byte)
    guard rest.count == 3, rest[0] == 0xED else { return }
    see(0xD000 | UInt32(rest[1] & 0x3F) << 6 | UInt32(rest[2] & 0x3F))
  }
}
