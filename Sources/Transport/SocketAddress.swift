internal import CLinux
internal import Glibc

/// One end of a socket, as numbers: no name is looked up for it.
public enum SocketAddress: Hashable, Sendable {
  /// The address in the machine's byte order: 127.0.0.1 is 0x7F000001.
  case ipv4(address: UInt32, port: UInt16)
  /// `scope` is the interface of a link-local address, else 0.
  case ipv6(high: UInt64, low: UInt64, scope: UInt32, port: UInt16)
  /// The path of a Unix domain socket; empty for an end without a name.
  case unix(path: String)

  /// The number that a user reads and types: "127.0.0.1", "::1", a path.
  public var host: String {
    switch self {
    case .ipv4(let address, _):
      return stride(from: 24, through: 0, by: -8).map { String((address >> UInt32($0)) & 0xFF) }
        .joined(separator: ".")
    case .ipv6(let high, let low, let scope, _):
      var address = (high.bigEndian, low.bigEndian)
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
      let number = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return scope == 0 ? number : "\(number)%\(scope)"
    case .unix(let path):
      return path
    }
  }

  /// Nil for a Unix socket.
  public var port: UInt16? {
    switch self {
    case .ipv4(_, let port), .ipv6(_, _, _, let port): port
    case .unix: nil
    }
  }

  var family: Int32 {
    switch self {
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    case .unix: AF_UNIX
    }
  }
}

extension SocketAddress: CustomStringConvertible {
  /// "127.0.0.1:80", "[::1]:80", a path.
  public var description: String {
    switch self {
    case .ipv4(_, let port): "\(host):\(port)"
    case .ipv6(_, _, _, let port): "[\(host)]:\(port)"
    case .unix(let path): path
    }
  }
}

extension SocketAddress {
  /// Bytes of a Unix path that fit with their NUL.
  static let unixPathLimit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Nil for a family that is none of the three.
  init?(_ pointer: UnsafePointer<sockaddr>, length: socklen_t) {
    let raw = UnsafeRawPointer(pointer)
    switch Int32(pointer.pointee.sa_family) {
    case AF_INET where length >= socklen_t(MemoryLayout<sockaddr_in>.size):
      let inet = raw.loadUnaligned(as: sockaddr_in.self)
      self = .ipv4(
        address: UInt32(bigEndian: inet.sin_addr.s_addr), port: UInt16(bigEndian: inet.sin_port))
    case AF_INET6 where length >= socklen_t(MemoryLayout<sockaddr_in6>.size):
      let inet = raw.loadUnaligned(as: sockaddr_in6.self)
      let (high, low) = withUnsafeBytes(of: inet.sin6_addr) {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
      self = .ipv6(
        high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: inet.sin6_scope_id,
        port: UInt16(bigEndian: inet.sin6_port))
    case AF_UNIX:
      let start = MemoryLayout<sa_family_t>.size
      let bytes = UnsafeRawBufferPointer(start: raw + start, count: max(0, Int(length) - start))
      self = .unix(path: String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    default:
      return nil
    }
  }

  /// A Unix path must be at most `unixPathLimit` bytes; what is longer is cut.
  func withSocketAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    switch self {
    case .ipv4(let address, let port):
      var inet = sockaddr_in()
      inet.sin_family = sa_family_t(AF_INET)
      inet.sin_port = port.bigEndian
      inet.sin_addr.s_addr = address.bigEndian
      return Self.pass(inet, MemoryLayout<sockaddr_in>.size, body)
    case .ipv6(let high, let low, let scope, let port):
      var inet = sockaddr_in6()
      inet.sin6_family = sa_family_t(AF_INET6)
      inet.sin6_port = port.bigEndian
      inet.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &inet.sin6_addr) {
        $0.storeBytes(of: high.bigEndian, as: UInt64.self)
        $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      return Self.pass(inet, MemoryLayout<sockaddr_in6>.size, body)
    case .unix(let path):
      var unix = sockaddr_un()
      unix.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: path.utf8.prefix(Self.unixPathLimit)) }
      return Self.pass(unix, MemoryLayout<sockaddr_un>.size, body)
    }
  }

  private static func pass<T, R>(
    _ address: T, _ size: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) -> R {
    withUnsafeBytes(of: address) { bytes in
      guard let base = bytes.baseAddress else { preconditionFailure("a socket address has bytes") }
      return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
    }
  }

  /// What `getsockname` or `getpeername` says.
  static func read(
    _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let pointer = base.assumingMemoryBound(to: sockaddr.self)
      guard call(pointer, &length) == 0 else { return nil }
      return SocketAddress(pointer, length: length)
    }
  }
}

extension SocketAddress {
  /// An IPv4 address as four decimal numbers, or an IPv6 literal without zone; nil for everything else.
  init?(number text: String, port: UInt16 = 0) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self = .ipv4(address: UInt32(bigEndian: four.s_addr), port: port)
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      let (high, low) = withUnsafeBytes(of: six) {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
      self = .ipv6(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: 0, port: port)
    } else {
      return nil
    }
  }
}
