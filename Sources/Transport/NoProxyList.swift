import ByteText

/// The value of no_proxy: what is reached without a proxy. Entries are parted by commas or blanks; one that makes no
/// sense matches nothing.
struct NoProxyList {
  private struct Entry {
    enum Host {
      case all
      /// The name itself, and all names under it.
      case domain([UInt8])
      case block(AddressBlock)
    }
    var host: Host
    var port: UInt16?
  }

  private let entries: [Entry]

  init(_ text: String) {
    entries = text.utf8.split { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 9 }
      .compactMap { Self.entry(Array($0)) }
  }

  func contains(_ host: String, _ port: UInt16) -> Bool {
    let name = Self.normal(Array(host.utf8))
    let address = SocketAddress(number: String(decoding: name, as: UTF8.self))
    return entries.contains { entry in
      guard entry.port == nil || entry.port == port else { return false }
      switch (entry.host, address) {
      case (.all, _): return true
      case (.block(let block), let address?): return block.contains(address)
      // A number is no name: "1" is not the domain of 10.0.0.1.
      case (.domain(let domain), nil):
        return name == domain || name.count > domain.count && name.hasSuffix([UInt8(ascii: ".")] + domain)
      default: return false
      }
    }
  }

  private static func entry(_ text: [UInt8]) -> Entry? {
    if text == [UInt8(ascii: "*")] { return Entry(host: .all) }
    if let block = AddressBlock(text) { return Entry(host: .block(block)) }
    var host = text[...]
    var port: UInt16?
    if let colon = text.lastIndex(of: UInt8(ascii: ":")) {
      guard let number = UInt16(String(decoding: text[(colon + 1)...], as: UTF8.self)) else { return nil }
      port = number
      host = text[..<colon]
    }
    if host.elementsEqual([UInt8(ascii: "*")]) { return Entry(host: .all, port: port) }
    if let block = AddressBlock(Array(host)) { return Entry(host: .block(block), port: port) }
    if host.starts(with: Array("*.".utf8)) { host = host.dropFirst() }
    if host.first == UInt8(ascii: ".") { host = host.dropFirst() }
    let name = normal(Array(host))
    guard !name.isEmpty, !name.contains(where: { ":/*[]".utf8.contains($0) }) else { return nil }
    return Entry(host: .domain(name), port: port)
  }

  /// In lower case and without the dot of the root.
  private static func normal(_ name: [UInt8]) -> [UInt8] {
    let lowered = name.map(ASCII.lower)
    return lowered.last == UInt8(ascii: ".") ? Array(lowered.dropLast()) : lowered
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}

/// An IP address, or a CIDR block of them (RFC 4632, RFC 4291 section 2.3).
struct AddressBlock: Equatable {
  private let address: SocketAddress
  private let bits: Int

  /// "10.0.0.1", "10.0.0.0/8", "fd00::/8", "[::1]".
  init?(_ text: [UInt8]) {
    let slash = text.firstIndex(of: UInt8(ascii: "/")) ?? text.endIndex
    var number = text[..<slash]
    if number.first == UInt8(ascii: "["), number.last == UInt8(ascii: "]") {
      number = number.dropFirst().dropLast()
    }
    guard let address = SocketAddress(number: String(decoding: number, as: UTF8.self)) else { return nil }
    self.address = address
    let all = if case .ipv4 = address { 32 } else { 128 }
    guard slash < text.endIndex else {
      bits = all
      return
    }
    let digits = text[(slash + 1)...]
    guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let bits = Int(String(decoding: digits, as: UTF8.self)), bits <= all
    else { return nil }
    self.bits = bits
  }

  func contains(_ other: SocketAddress) -> Bool {
    switch (address, other) {
    case (.ipv4(let mine, _), .ipv4(let its, _)): return (mine ^ its) >> UInt32(32 - bits) == 0
    case (.ipv6(let high, let low, _, _), .ipv6(let itsHigh, let itsLow, _, _)):
      // A smart shift by the whole width gives 0.
      guard (high ^ itsHigh) >> UInt64(64 - min(bits, 64)) == 0 else { return false }
      return bits <= 64 || (low ^ itsLow) >> UInt64(128 - bits) == 0
    default: return false
    }
  }
}
