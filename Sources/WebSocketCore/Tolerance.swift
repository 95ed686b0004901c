/// Framing rules of RFC 6455 that a peer may break without an end to the connection; its frame is flagged `.tolerated`.
///
/// None is tolerated unless it is asked for. Limits, UTF-8, reserved bits and TLS are not to be had here.
public struct Tolerance: OptionSet, Hashable, Sendable {
  /// One bit a rule.
  public let rawValue: UInt8
  /// Unknown bits tolerate nothing.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A data frame's length in more bytes than it takes (section 5.2). Control frames have no longer forms at all.
  public static let nonMinimalLength = Tolerance(rawValue: 1 << 0)
  /// A server's frame with a mask (section 5.1): it is taken off. Of a client's frames it means nothing.
  public static let maskedFrames = Tolerance(rawValue: 1 << 1)
}
