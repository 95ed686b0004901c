/// Asks a SOCKS proxy for a connection (RFC 1928), with user and password where there are any (RFC 1929).
///
/// Each answer is read to its exact end; what follows belongs to the tunnel.
struct SocksTalk: ProxyTalk {
  enum Destination: Equatable {
    case name([UInt8])
    case address(SocketAddress)

    /// A name stays a name unless there is an address for it, or it is one already.
    init(host: String, address: SocketAddress?) throws(ProxyRequestFault) {
      guard ProxyHost.isValid(host) else { throw .host }
      if let address = address ?? SocketAddress(number: host) {
        self = .address(address)
      } else {
        self = .name(Array(host.utf8))
      }
    }
  }

  private enum Phase {
    case method, authentication, reply
    /// Of the bound address, which nobody needs: so many bytes to come.
    case boundName, bound(Int)
  }

  /// RFC 1929 section 2: both lengths are one byte.
  static let credentialLimit = 255

  private let request: [UInt8]
  private let credentials: [UInt8]?
  private var output: [UInt8]
  private var phase = Phase.method
  private var kept: [UInt8] = []
  /// Bytes that the proxy has sent.
  private(set) var received = 0

  init(_ destination: Destination, port: UInt16, credentials: ProxyCredentials?) throws(ProxyRequestFault) {
    request = Self.request(destination, port)
    self.credentials = try Self.encoded(credentials)
    output = credentials == nil ? [5, 1, 0] : [5, 2, 0, 2]
  }

  /// RFC 1929 section 2: version, user, password, each with its length before it. An empty password goes through.
  private static func encoded(_ credentials: ProxyCredentials?) throws(ProxyRequestFault) -> [UInt8]? {
    guard let credentials else { return nil }
    let user = credentials.user.bytes
    let password = credentials.password.bytes
    guard (1...credentialLimit).contains(user.count) else { throw .user }
    guard password.count <= credentialLimit else { throw .password }
    return [1, UInt8(user.count)] + user + [UInt8(password.count)] + password
  }

  mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  mutating func receive(_ bytes: [UInt8]) throws(ProxyError) -> ProxyProgress {
    for (index, byte) in bytes.enumerated() {
      let isTunnel = try take(byte)
      received += 1
      if isTunnel { return .tunnel(consumed: index + 1) }
    }
    return .needsInput
  }

  func inputEnded(_ failure: StreamError?) -> ProxyError {
    failure.map { .stream($0) } ?? .closed(after: received)
  }

  var pendingRefusal: ProxyError? { nil }

  /// True at the last byte of the last answer.
  private mutating func take(_ byte: UInt8) throws(ProxyError) -> Bool {
    switch phase {
    case .method:
      kept.append(byte)
      guard kept.count == 2 else {
        if byte != 5 { throw malformed(.version(byte)) }
        return false
      }
      kept = []
      try chose(byte)
    case .authentication:
      kept.append(byte)
      guard kept.count == 2 else {
        if byte != 1 { throw malformed(.authenticationVersion(byte)) }
        return false
      }
      kept = []
      guard byte == 0 else { throw .credentialsRefused(status: byte) }
      output += request
      phase = .reply
    case .reply:
      kept.append(byte)
      switch kept.count {
      case 1: if byte != 5 { throw malformed(.version(byte)) }
      // Some proxies close after the code: the rest of a refusal says nothing anyway.
      case 2: if byte != 0 { throw .socks(SocksReply(rawValue: byte)) }
      case 4:
        switch byte {
        case 1: phase = .bound(4 + 2)
        case 3: phase = .boundName
        case 4: phase = .bound(16 + 2)
        default: throw malformed(.addressType(byte))
        }
      default: break
      }
    case .boundName: phase = .bound(Int(byte) + 2)
    case .bound(let left):
      phase = .bound(left - 1)
      return left == 1
    }
    return false
  }

  private mutating func chose(_ method: UInt8) throws(ProxyError) {
    switch method {
    case 0:
      output += request
      phase = .reply
    case 2:
      guard let credentials else { throw .methodNotOffered(2) }
      output += credentials
      phase = .authentication
    case 0xFF: throw .noAcceptableMethod
    default: throw .methodNotOffered(method)
    }
  }

  private func malformed(_ fault: ProxyFault) -> ProxyError { .malformed(fault, offset: received) }

  /// RFC 1928 section 4: version, CONNECT, reserved, address, port.
  private static func request(_ destination: Destination, _ port: UInt16) -> [UInt8] {
    var bytes: [UInt8] = [5, 1, 0]
    switch destination {
    case .name(let name): bytes += [3, UInt8(name.count)] + name
    case .address(.ipv4(let address, _)): bytes += [1] + big(UInt64(address), 4)
    case .address(.ipv6(let high, let low, _, _)): bytes += [4] + big(high, 8) + big(low, 8)
    case .address(.unix): preconditionFailure("a proxy is given a name or an IP address")
    }
    return bytes + big(UInt64(port), 2)
  }

  private static func big(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }
}
