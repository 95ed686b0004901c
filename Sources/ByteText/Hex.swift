/// Bytes and numbers as hex digits.
public enum Hex {
  /// In lower case; of a value below 16.
  @inlinable
  public static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }

  @inlinable
  public static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
  }

  /// The byte that two digits make.
  @inlinable
  public static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard let high = value(high), let low = value(low) else { return nil }
    return high << 4 | low
  }

  /// Digits in pairs, and nothing else.
  public static func bytes(_ digits: some Collection<UInt8>) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var rest = digits[...]
    while let high = rest.popFirst(), let low = rest.popFirst() {
      guard let byte = byte(high, low) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// In lower case, `count` digits at least; 0 for a number below it.
  public static func text(_ number: some BinaryInteger, digits count: Int) -> String {
    let digits = String(number < 0 ? 0 : number, radix: 16)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  /// Two digits a byte, in lower case.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
  }
}
