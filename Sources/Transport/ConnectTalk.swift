import ByteText

/// Asks an HTTP proxy for a tunnel by CONNECT (RFC 9110 section 9.3.6).
struct ConnectTalk: ProxyTalk {
  /// 8 interim answers (1xx), as in the opening handshake (RFC 9110 section 15.2).
  static let interimLimit = 8
  /// 64 KiB of a refusal's body: enough for any page that a proxy shows, little enough to keep.
  static let bodyLimit = 64 * 1024

  private var output: [UInt8]
  private var head = ProxyHead()
  /// Of a refusal, after its head.
  private var body: ProxyBody?
  private var interims = 0
  /// Bytes that the proxy has sent.
  private(set) var received = 0

  init(host: String, port: UInt16, credentials: ProxyCredentials?) throws(ProxyRequestFault) {
    guard ProxyHost.isValid(host) else { throw .host }
    let authority = "\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    output = Array("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n".utf8)
    if let credentials {
      output += Array("Proxy-Authorization: Basic ".utf8)
      output += try Self.basic(credentials)
      output += [13, 10]
    }
    output += [13, 10]
  }

  mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  mutating func receive(_ bytes: [UInt8]) throws(ProxyError) -> ProxyProgress {
    var index = 0
    while index < bytes.count {
      if let (taken, isWhole) = body?.receive(bytes[index...]) {
        index += taken
        received += taken
        if isWhole, let body { throw Self.error(body.refusal) }
        continue
      }
      let isWhole: Bool
      do throws(ProxyFault) {
        isWhole = try head.append(bytes[index])
      } catch {
        throw .malformed(error, offset: received)
      }
      index += 1
      received += 1
      if isWhole, try headEnded() { return .tunnel(consumed: index) }
    }
    return .needsInput
  }

  /// True where the tunnel stands: then Content-Length and Transfer-Encoding mean nothing.
  private mutating func headEnded() throws(ProxyError) -> Bool {
    switch head.status {
    case 200...299: return true
    case 100...199:
      interims += 1
      guard head.status != 101, interims <= Self.interimLimit else {
        throw .malformed(.interim, offset: received - 1)
      }
      head = ProxyHead()
      return false
    default:
      let body = ProxyBody(head)
      guard !body.isWhole else { throw Self.error(body.refusal) }
      self.body = body
      return false
    }
  }

  func inputEnded(_ failure: StreamError?) -> ProxyError {
    if let body { return Self.error(body.ended(isBroken: failure != nil)) }
    return failure.map { .stream($0) } ?? .closed(after: received)
  }

  var pendingRefusal: ProxyError? { body.map { Self.error($0.ended(isBroken: true)) } }

  private static func error(_ refusal: ProxyRefusal) -> ProxyError {
    refusal.status == 407 ? .authenticationRequired(refusal) : .refused(refusal)
  }

  /// RFC 7617 section 2.
  private static func basic(_ credentials: ProxyCredentials) throws(ProxyRequestFault) -> [UInt8] {
    let user = credentials.user.bytes
    let password = credentials.password.bytes
    func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
    guard !user.contains(where: { isControl($0) || $0 == UInt8(ascii: ":") }) else { throw .user }
    guard !password.contains(where: isControl) else { throw .password }
    return Base64.encoded(user + [UInt8(ascii: ":")] + password)
  }
}

/// What may be written as a host to a proxy.
enum ProxyHost {
  /// 255 bytes: what SOCKS has room for (RFC 1928 section 5); longer names do not exist (RFC 1035 section 2.3.4).
  static let limit = 255

  /// Nothing that could end the host, or a line (CR, LF, NUL, blanks).
  static func isValid(_ host: String) -> Bool {
    (1...limit).contains(host.utf8.count)
      && host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !Array("/?#@[]\\%\"<>".utf8).contains($0) }
  }
}
