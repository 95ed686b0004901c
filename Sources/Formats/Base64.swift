import COpenSSL

/// Base64 by libcrypto (RFC 4648 section 4).
enum Base64 {
  /// EVP_EncodeBlock counts in `Int32`, so long input goes in pieces; a multiple of three leaves no padding inside.
  private static let piece = 3 << 20

  static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let input = UnsafeRawBufferPointer(rebasing: rest.prefix(piece))
      rest = rest.dropFirst(piece)
      let length = (input.count + 2) / 3 * 4
      output += [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
        EVP_EncodeBlock(
          buffer.baseAddress, input.baseAddress?.assumingMemoryBound(to: UInt8.self),
          Int32(truncatingIfNeeded: input.count))
        count = length
      }
    }
  }

  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBytes { append($0, to: &output) }
    return output
  }

  /// Both alphabets, with or without padding; nil for anything else.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    var end = text.count
    while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
    guard end % 4 != 1 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(end / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for byte in text[..<end] {
      guard let value = value(of: byte) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return output
  }

  static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte &- 0x41
    case 0x61...0x7A: byte &- 0x61 &+ 26
    case 0x30...0x39: byte &- 0x30 &+ 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
