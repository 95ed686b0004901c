/// Percent-encoding (RFC 3986 section 2.1).
public enum Percent {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// All but the unreserved characters (section 2.3).
  public static func encoded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.flatMap { isUnreserved($0) ? [$0] : escape($0) }
  }

  /// `%XY`.
  public static func escape(_ byte: UInt8) -> [UInt8] {
    [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// The byte that `%XY` at the front stands for.
  public static func escaped(_ bytes: some Collection<UInt8>) -> UInt8? {
    var rest = bytes[...]
    guard rest.popFirst() == UInt8(ascii: "%"), let high = rest.popFirst(), let low = rest.popFirst() else {
      return nil
    }
    return Hex.byte(high, low)
  }

  /// Nil where a `%` has no two hex digits after it.
  public static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    decoded(bytes) { _ in nil }
  }

  /// What is no escape stays as it stands.
  public static func readable(_ bytes: some Collection<UInt8>) -> [UInt8] {
    decoded(bytes) { $0 } ?? []
  }

  private static func decoded(
    _ bytes: some Collection<UInt8>, orElse lone: (UInt8) -> UInt8?
  ) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        rest = rest.dropFirst()
        continue
      }
      let value = escaped(rest)
      guard let meant = value ?? lone(byte) else { return nil }
      result.append(meant)
      rest = rest.dropFirst(value == nil ? 1 : 3)
    }
    return result
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
  }
}
