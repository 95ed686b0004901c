/// Bytes that must not be printed: a passphrase, a password. Every way of turning it into text gives a mask.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// What stands in its place.
  public static let mask = "********"

  /// The secret itself; hand it on only to where it is used.
  public let bytes: [UInt8]

  /// Keeps these bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  /// Keeps the text's UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The mask.
  public var description: String { Self.mask }
  /// The mask.
  public var debugDescription: String { Self.mask }
  /// Without children, so that a dump shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
