/// What the mouse did, and where.
public struct Mouse: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case press, release, drag, wheelUp, wheelDown
  }
  public var action: Action
  /// 0 left, 1 middle, 2 right; 0 for the wheel.
  public var button: Int
  public var position: Point
  public var modifiers: Key.Modifiers
  public init(_ action: Action, button: Int = 0, at position: Point, modifiers: Key.Modifiers = []) {
    self.action = action
    self.button = button
    self.position = position
    self.modifiers = modifiers
  }
}
