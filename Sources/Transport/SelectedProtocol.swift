/// The protocol that a server's message selects (ALPN, RFC 7301 section 3.1), read from its bytes: OpenSSL refuses one
/// that was not offered without saying which.
enum SelectedProtocol {
  private static let extensionType = 16

  /// Nil for a message that selects none. `message` is a whole handshake message with its header.
  static func name(in message: UnsafeRawBufferPointer) -> String? {
    var rest = message[...]
    guard let type = take(1, &rest), take(3, &rest) != nil else { return nil }
    switch type {
    // ServerHello: version, random, session, cipher, compression (RFC 5246 section 7.4.1.3).
    case 2:
      guard skip(34, &rest), let session = take(1, &rest), skip(session + 3, &rest) else { return nil }
    // EncryptedExtensions (RFC 8446 section 4.3.1).
    case 8: break
    default: return nil
    }
    guard take(2, &rest) != nil else { return nil }
    while let type = take(2, &rest), let count = take(2, &rest), count <= rest.count {
      if type == extensionType {
        guard take(2, &rest) != nil, let length = take(1, &rest), length <= rest.count else { return nil }
        return String(decoding: rest.prefix(length), as: UTF8.self)
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// A number of so many bytes, at most 3.
  private static func take(_ count: Int, _ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    guard rest.count >= count else { return nil }
    let value = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(count)
    return value
  }

  private static func skip(_ count: Int, _ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
    guard rest.count >= count else { return false }
    rest = rest.dropFirst(count)
    return true
  }
}
