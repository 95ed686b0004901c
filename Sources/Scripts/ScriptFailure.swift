public import WebSocketCore

/// Something that a script expected and that did not come true, or a step that could not be done.
public struct ScriptFailure: Sendable {
  public enum Cause: Hashable, Sendable {
    /// Nothing that matches came within so many nanoseconds.
    case timeout(UInt64)
    /// The next message was to match, and did not.
    case mismatch
    /// The connection ended first, or had ended before.
    case closed(CloseCode)
    /// What was never to come came.
    case appeared
    /// Nothing is at the path, or the expression is not found: there is nothing to capture.
    case notFound(String)
    /// A variable that no step before had set.
    case unknownVariable(String)
    /// After its variables were filled in, the step is wrong: "a ping carries at most 125 bytes".
    case invalid(String)
    /// The connection refused to send it, in the words of whoever sends.
    case notSent(String)
    /// Of so many branches on other connections this many failed.
    case branches(failed: Int, of: Int)
  }

  public var step: ScriptStepSummary
  public var cause: Cause
  /// What was expected, with variables filled in. Part of it may be a secret: redact it before it is shown.
  public var expected: [UInt8]
  /// The message that came nearest; nil where none came.
  public var seen: [UInt8]?
  /// That it is no text.
  public var seenOpcode: Opcode?
  /// Where JSON was expected: what differs, the first first.
  public var differences: [JSONDifference.Entry]
  /// Messages that were looked at.
  public var examined: Int
  /// Monotonic nanoseconds.
  public var time: UInt64
}
