internal import CLinux
internal import Glibc

/// The system calls on stream sockets, all non-blocking and closed on exec.
enum Socket {
  enum Opening: Equatable {
    case connected(Int32)
    case connecting(Int32)
    case failed(Int32)
  }

  private static let kind =
    Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

  static func connect(to address: SocketAddress) -> Opening {
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { return .failed(errno) }
    let result = address.withSocketAddress { Glibc.connect(descriptor, $0, $1) }
    let reason = errno
    if result == 0 { return .connected(descriptor) }
    if reason == EINPROGRESS || reason == EINTR { return .connecting(descriptor) }
    Glibc.close(descriptor)
    return .failed(reason)
  }

  /// The descriptor, or -errno.
  static func listen(at address: SocketAddress, backlog: Int32) -> Int32 {
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { return -errno }
    set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    if case .ipv6 = address { set(descriptor, Int32(IPPROTO_IPV6), Int32(IPV6_V6ONLY), 1) }
    guard
      address.withSocketAddress({ bind(descriptor, $0, $1) }) == 0,
      Glibc.listen(descriptor, backlog) == 0
    else {
      let reason = errno
      Glibc.close(descriptor)
      return -reason
    }
    return descriptor
  }

  /// The descriptor, or -errno.
  static func accept(_ listener: Int32) -> Int32 {
    let descriptor = wsglass_accept(listener)
    return descriptor >= 0 ? descriptor : -errno
  }

  /// The outcome of a connect that has become writable: 0 or an errno.
  static func connectError(_ descriptor: Int32) -> Int32 {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else { return errno }
    return error
  }

  static func localName(_ descriptor: Int32) -> SocketAddress? {
    SocketAddress.read { getsockname(descriptor, $0, $1) }
  }

  static func peerName(_ descriptor: Int32) -> SocketAddress? {
    SocketAddress.read { getpeername(descriptor, $0, $1) }
  }

  /// Frames are written whole, so Nagle's delay only costs.
  static func disableDelay(_ descriptor: Int32) { set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

  /// The next close sends RST and drops what was not sent.
  static func resetOnClose(_ descriptor: Int32) {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  static func endWriting(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

  static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

  /// Bytes received, 0 at the end, or -errno.
  static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// Bytes sent, or -errno. A peer that is gone is EPIPE and never a signal.
  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    while true {
      let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
