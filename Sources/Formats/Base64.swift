import COpenSSL

/// Base64 by libcrypto (RFC 4648 section 4).
public enum Base64 {
  /// EVP_EncodeBlock counts in `Int32`, so long input goes in pieces; a multiple of three leaves no padding inside.
  private static let piece = 3 << 20

  public static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
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

  public static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBytes { append($0, to: &output) }
    return output
  }
}
