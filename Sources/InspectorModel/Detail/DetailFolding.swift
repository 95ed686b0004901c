/// What of laid-out JSON is out of sight: as a document begins, all that is inside, or nothing; and what was changed since.
public struct DetailFolding: Sendable, Equatable {
  enum Fold: Sendable, Equatable {
    case folded
    /// Open; of a long array the first items, and a line that counts the others.
    case short
    case whole
  }

  /// What goes for all that was not changed one by one.
  enum Base: Sendable, Equatable {
    /// Long arrays are short, and of their items the first is open.
    case standard
    case folded, whole
  }

  /// Items from which an array is long: it would fill screen after screen before what follows it.
  static let longFrom = 100
  /// Items of a long array that are shown.
  static let firstItems = 3

  private(set) var base = Base.standard
  /// By the opening bracket.
  private var changes: [Int: Fold] = [:]

  public init() {}

  init(_ base: Base) { self.base = base }

  /// `isLater`: it is an item of a long array, and not the first.
  func fold(of container: JSONLayout.Container, isLater: Bool) -> Fold {
    if let change = changes[container.offset] { return change }
    switch base {
    case .standard: return isLater ? .folded : .short
    case .folded: return container.depth > 0 ? .folded : .short
    case .whole: return .whole
    }
  }

  mutating func set(_ container: JSONLayout.Container, _ fold: Fold) { changes[container.offset] = fold }

  /// Opens one that may hide something, as far as it needs.
  mutating func open(_ container: JSONLayout.Container, whole: Bool) {
    if whole { return set(container, .whole) }
    let isWhole = changes[container.offset].map { $0 == .whole } ?? (base == .whole)
    if !isWhole { set(container, .short) }
  }

  /// All that is inside, or, where something is folded by hand or all of it is, nothing.
  mutating func toggleAll() {
    self = DetailFolding(changes.isEmpty && base != .folded ? .folded : .whole)
  }
}
