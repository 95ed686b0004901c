internal import CLinux
internal import Glibc
internal import Loop

/// Host names to addresses.
enum Resolver {
  enum Failure: Error, Equatable {
    case noAddress
    case code(Int32, text: String)
  }
  typealias Answer = Result<[SocketAddress], Failure>

  /// What needs no look-up: IP literals, and "localhost" (RFC 6761 section 6.3). Nil for other names.
  static func immediate(_ host: String, _ port: UInt16, _ family: DialTarget.Family) -> Answer? {
    if host.lowercased() == "localhost" {
      let all: [SocketAddress] = [
        .ipv6(high: 0, low: 1, scope: 0, port: port), .ipv4(address: 0x7F00_0001, port: port),
      ]
      return .success(all.filter { family.allows($0) })
    }
    guard case .success(let addresses) = ask(host, port, .any, flags: AI_NUMERICHOST) else { return nil }
    let allowed = addresses.filter { family.allows($0) }
    return allowed.isEmpty ? .failure(.noAddress) : .success(allowed)
  }

  /// Asks on a thread, because getaddrinfo blocks and cannot be interrupted. `answer` runs on the loop, unless the
  /// ticket is cancelled in time; whoever has lost interest ignores it.
  static func lookUp(
    _ host: String, _ port: UInt16, _ family: DialTarget.Family, on loop: EventLoop,
    _ answer: @escaping @Sendable (Answer) -> Void
  ) -> ResolverQueue.Admission {
    ResolverQueue.shared.submit {
      let result = ask(host, port, family, flags: 0)
      loop.execute { answer(result) }
    }
  }

  private static func ask(
    _ host: String, _ port: UInt16, _ family: DialTarget.Family, flags: Int32
  ) -> Answer {
    var hints = addrinfo()
    hints.ai_flags = flags
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_family = family.number
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &list)
    guard code == 0 else {
      if code == noData || code == addressFamily { return .failure(.noAddress) }
      let text =
        code == EAI_SYSTEM ? strerror(errno) : gai_strerror(code).map { UnsafeMutablePointer(mutating: $0) }
      return .failure(.code(code, text: text.map { String(cString: $0) } ?? ""))
    }
    defer { freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next {
      if let pointer = entry.pointee.ai_addr,
        let address = SocketAddress(pointer, length: entry.pointee.ai_addrlen)?.withPort(port),
        !addresses.contains(address)
      {
        addresses.append(address)
      }
      next = entry.pointee.ai_next
    }
    return addresses.isEmpty ? .failure(.noAddress) : .success(addresses)
  }

  /// EAI_NODATA and EAI_ADDRFAMILY, which netdb.h has only with _GNU_SOURCE.
  private static let noData: Int32 = -5
  private static let addressFamily: Int32 = -9
}

extension DialTarget.Family {
  var number: Int32 {
    switch self {
    case .any: AF_UNSPEC
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    }
  }

  func allows(_ address: SocketAddress) -> Bool { self == .any || address.family == number }
}

extension SocketAddress {
  func withPort(_ port: UInt16) -> SocketAddress {
    switch self {
    case .ipv4(let address, _): .ipv4(address: address, port: port)
    case .ipv6(let high, let low, let scope, _): .ipv6(high: high, low: low, scope: scope, port: port)
    case .unix: self
    }
  }
}
