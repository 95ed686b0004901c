internal import ByteText
internal import COpenSSL

/// The nonce of an opening handshake and the proof that the server has read it (RFC 6455 section 1.3).
enum HandshakeKey {
  private static let identifier: StaticString = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

  /// 16 fresh bytes, in Base64 (section 4.1).
  static func make(random: inout some RandomNumberGenerator) -> [UInt8] {
    let halves = (random.next(), random.next())
    return withUnsafeBytes(of: halves) { Base64.encoded(Array($0)) }
  }

  /// What Sec-WebSocket-Accept must be: SHA-1 over the key as it was sent, not decoded.
  static func accept(for key: [UInt8]) -> [UInt8] {
    let input = key + identifier.withUTF8Buffer { Array($0) }
    var digest = [UInt8](repeating: 0, count: 20)
    // SHA-1 is broken for signatures; here it only proves that the peer speaks WebSocket (section 10.8).
    _ = input.withUnsafeBufferPointer { source in
      digest.withUnsafeMutableBufferPointer { SHA1(source.baseAddress, source.count, $0.baseAddress) }
    }
    return Base64.encoded(digest)
  }

  /// Base64 of exactly 16 bytes (section 4.2.1): 22 digits of which the last has 4 zero bits, and two `=`.
  static func isValid(_ key: [UInt8]) -> Bool {
    guard key.count == 24, key.suffix(2).elementsEqual("==".utf8) else { return false }
    let digits = key.prefix(22)
    let areDigits = digits.allSatisfy {
      ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
    }
    return areDigits && digits.last.map { "AQgw".utf8.contains($0) } == true
  }
}
