internal import COpenSSL

/// Bytes as Base64 (RFC 4648 section 4), as Basic authentication wants them.
enum Base64Text {
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    // libcrypto adds a NUL.
    var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let count = EVP_EncodeBlock(&text, bytes, Int32(clamping: bytes.count))
    return Array(text.prefix(Int(count)))
  }
}
