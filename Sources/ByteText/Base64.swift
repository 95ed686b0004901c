import COpenSSL

/// Base64 (RFC 4648): written by libcrypto, read here, because libcrypto knows neither the URL alphabet nor where a fault is.
public enum Base64 {
  public enum Fault: Error, Equatable, Sendable {
    /// This byte is of no alphabet; places are in bytes from 0.
    case noDigit(at: Int)
    /// `=` stands before the end, or too often.
    case padding(at: Int)
    /// One digit alone makes no byte.
    case loneDigit(at: Int)
    /// The last digit has bits that belong to no byte (section 3.5).
    case looseBits(at: Int)

    public var place: Int {
      switch self {
      case .noDigit(let place), .padding(let place), .loneDigit(let place), .looseBits(let place): place
      }
    }
  }

  // MARK: Writing

  /// EVP_EncodeBlock counts in `Int32`, so long input goes in pieces; a multiple of three leaves no padding inside.
  private static let piece = 3 << 20

  /// The standard alphabet (section 4), padded, in one line.
  public static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let input = UnsafeRawBufferPointer(rebasing: rest.prefix(piece))
      rest = rest.dropFirst(piece)
      let length = (input.count + 2) / 3 * 4
      // One more, for the NUL that libcrypto adds.
      output += [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
        EVP_EncodeBlock(
          buffer.baseAddress, input.baseAddress?.assumingMemoryBound(to: UInt8.self),
          Int32(truncatingIfNeeded: input.count))
        count = length
      }
    }
  }

  public static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBytes { append($0, to: &output) }
    return output
  }

  // MARK: Reading

  /// Of both alphabets (sections 4 and 5).
  @inlinable
  public static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte &- 0x41
    case 0x61...0x7A: byte &- 0x61 &+ 26
    case 0x30...0x39: byte &- 0x30 &+ 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// What the digits up to the first other byte stand for, bits that are left over dropped: for finding secrets in
  /// what others decode as loosely.
  @inlinable
  public static func readable(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in text {
      guard let value = value(byte) else { break }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        decoded.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return decoded
  }

  /// Either alphabet, with or without the `=` at the end; `skippingBlanks` where a person may have written it in lines.
  public static func decoded(
    _ text: some Collection<UInt8>, skippingBlanks: Bool = false
  ) throws(Fault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var digits = 0
    var padding = 0
    var last = 0
    for (index, byte) in text.enumerated() {
      if skippingBlanks, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { continue }
      if byte == UInt8(ascii: "=") {
        padding += 1
        guard digits % 4 >= 2, digits % 4 + padding <= 4 else { throw .padding(at: index) }
        continue
      }
      guard let digit = value(byte) else { throw .noDigit(at: index) }
      guard padding == 0 else { throw .padding(at: index) }
      last = index
      bits = bits << 6 | UInt32(digit)
      digits += 1
      if digits % 4 == 0 {
        for shift: UInt32 in [16, 8, 0] { result.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        bits = 0
      }
    }
    switch digits % 4 {
    case 1: throw .loneDigit(at: last)
    case 2:
      guard bits & 0xF == 0 else { throw .looseBits(at: last) }
      result.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      guard bits & 3 == 0 else { throw .looseBits(at: last) }
      result.append(UInt8(truncatingIfNeeded: bits >> 10))
      result.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: break
    }
    return result
  }
}
