import Glibc

/// An IP address and a port, as `ConnectionFacts` write them: `127.0.0.1:8080`, `[::1]:8080`.
struct Endpoint: Equatable {
  /// 4 or 16.
  var bytes: [UInt8]
  var port: UInt16
  /// Without brackets.
  var address: String

  /// Nil for what is no IP address: the path of a socket, or nothing.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    // A scope is this machine's own.
    if let percent = host.firstIndex(of: "%") { host = host[..<percent] }
    let address = String(host)
    guard let bytes = Endpoint.parse(address) else { return nil }
    self.init(bytes: bytes, port: port, address: address)
  }

  init(bytes: [UInt8], port: UInt16, address: String) {
    self.bytes = bytes
    self.port = port
    self.address = address
  }

  private static func parse(_ address: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, address, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var six = in6_addr()
    if inet_pton(AF_INET6, address, &six) == 1 { return withUnsafeBytes(of: six) { Array($0) } }
    return nil
  }
}
