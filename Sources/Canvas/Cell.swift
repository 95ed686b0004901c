/// One place of a canvas. A wide character takes two: itself, and a continuation to its right.
public struct Cell: Hashable, Sendable {
  /// 0 in a continuation.
  public internal(set) var scalar: UInt32
  public internal(set) var marks: SIMD4<UInt32>
  public internal(set) var role: Role
  /// 1, 2, or 0 for a continuation.
  public internal(set) var width: UInt8
  /// Where the character comes from. Not `plain`: reversed against the role's own look, so that an
  /// escape stays one inside a selection.
  public internal(set) var kind: DisplayCell.Kind

  static func blank(_ role: Role) -> Cell {
    Cell(scalar: 0x20, marks: .zero, role: role, width: 1, kind: .plain)
  }

  static func continuation(of cell: Cell) -> Cell {
    Cell(scalar: 0, marks: .zero, role: cell.role, width: 0, kind: cell.kind)
  }

  public var isContinuation: Bool { width == 0 }
  public var isEscape: Bool { kind == .escape || kind == .invalid }
}
