/// A place in a JSON document, or with wildcards many: `items[0].id`, `"a.b"[*].*`, `**.time`.
public struct JSONPath: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    case key([UInt8])
    /// Counted from 0.
    case index(Int)
    /// `*`: any key of an object.
    case anyKey
    /// `[*]`: any place in an array.
    case anyIndex
    /// `**`: any number of steps, none among them.
    case anyDepth
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }
}
