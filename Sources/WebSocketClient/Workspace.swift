import WebSocketCore

/// What connections need only while they act: one for all of a loop, where they take turns.
///
/// A class because they share it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class Workspace: @unchecked Sendable {
  /// No number is given out twice, whoever asks (RFC 6455 section 5.3).
  /// Copies share them.
  let random = SecureRandom()
  private var first = FrameBatch()
  private var second = FrameBatch()
  /// Batches that are out.
  private(set) var takenCount = 0

  /// An empty batch with its capacity, until `put`. A second one where a send happens inside a delivery, and one that is made
  /// anew where more does.
  func take() -> FrameBatch {
    takenCount += 1
    var taken = FrameBatch()
    switch takenCount {
    case 1: swap(&taken, &first)
    case 2: swap(&taken, &second)
    default: break
    }
    return taken
  }

  /// In reverse order of `take`.
  func put(_ used: consuming FrameBatch) {
    switch takenCount {
    case 1: first = used
    case 2: second = used
    default: break
    }
    takenCount -= 1
  }
}
