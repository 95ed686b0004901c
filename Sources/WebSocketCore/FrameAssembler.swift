/// Puts frames that came in parts together again, each with a payload of its own.
///
/// Holds one received frame at most, of `Limits.frame` bytes (`Limits.message` where it is compressed). For tests and for
/// whoever does not need the speed of a `FrameBatch`.
public struct FrameAssembler: Sendable {
  private var arriving: Frame?

  /// One for each connection, from its first event on.
  public init() {}

  /// Takes the next event, in order; returns the frame where it completes one. Frames sent meanwhile overtake the one
  /// that is arriving.
  public mutating func append(_ event: FrameEvent) -> Frame? {
    guard event.flags.contains(.laterPart) else {
      let frame = Frame(event)
      guard event.flags.contains(.continues) else { return frame }
      arriving = frame
      return nil
    }
    arriving?.payload.append(contentsOf: event.payload)
    arriving?.flags = event.flags.subtracting(.laterPart)
    guard !event.flags.contains(.continues) else { return nil }
    defer { arriving = nil }
    return arriving
  }
}
