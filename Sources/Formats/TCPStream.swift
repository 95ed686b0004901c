import FrameLog
import WebSocketCore

/// A block of a pcapng file.
enum PcapngBlock {
  /// The body, padded to four bytes, between its type and its length, twice.
  static func append(_ type: UInt32, to output: inout [UInt8], body: (inout [UInt8]) -> Void) {
    let start = output.count
    output.add(littleEndian: type)
    output.add(littleEndian: UInt32(0))
    body(&output)
    while (output.count - start) & 3 != 0 { output.append(0) }
    let length = UInt32(truncatingIfNeeded: output.count - start + 4)
    withUnsafeBytes(of: length.littleEndian) { bytes in
      for (index, byte) in bytes.enumerated() { output[start + 4 + index] = byte }
    }
    output.add(littleEndian: length)
  }

  static func append(option code: UInt16, _ value: [UInt8], to output: inout [UInt8]) {
    let value = value.prefix(0xFFFF)
    output.add(littleEndian: code)
    output.add(littleEndian: UInt16(truncatingIfNeeded: value.count))
    output += value
    output += [UInt8](repeating: 0, count: -value.count & 3)
  }
}

/// One TCP connection, made up: who sends what, in segments, with the numbers and checksums that go with it.
struct TCPStream {
  private struct Flags {
    static let fin: UInt8 = 0x01
    static let syn: UInt8 = 0x02
    static let push: UInt8 = 0x08
    static let ack: UInt8 = 0x10
  }

  private struct Side {
    let endpoint: Endpoint
    let hardware: [UInt8]
    /// The number of the next byte that it sends.
    var sequence: UInt32
    var packets: UInt16 = 0
  }

  /// 1500 bytes of Ethernet less the headers of TCP and IPv4; with IPv6, 20 less.
  private let segmentSize: Int
  private let isIPv6: Bool
  private var client: Side
  private var server: Side

  /// RFC 5737's addresses where the log knows none, and RFC 6335's ports for made-up clients.
  init(facts: ConnectionFacts?, number: UInt16) {
    var peer = facts.flatMap { Endpoint($0.peer) }
    var local = facts.flatMap { Endpoint($0.local) }
    if let known = local, let other = peer, known.bytes.count != other.bytes.count { local = nil }
    let isIPv6 = (peer ?? local)?.bytes.count == 16
    let one: [UInt8] =
      isIPv6 ? [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1] : [192, 0, 2, 1]
    let two: [UInt8] =
      isIPv6 ? [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [2] : [192, 0, 2, 2]
    local = local ?? Endpoint(bytes: one, port: 49_152 &+ number % 16_384, address: "")
    peer = peer ?? Endpoint(bytes: two, port: 80, address: "")
    self.isIPv6 = isIPv6
    segmentSize = isIPv6 ? 1440 : 1460
    client = Side(
      endpoint: local ?? Endpoint(bytes: one, port: 0, address: ""), hardware: [2, 0, 0, 0, 0, 1],
      sequence: 1000)
    server = Side(
      endpoint: Endpoint(bytes: peer?.bytes ?? two, port: 80, address: ""), hardware: [2, 0, 0, 0, 0, 2],
      sequence: 5000)
  }

  mutating func open(at time: Int64, comment: String, to output: inout [UInt8]) {
    segment([], flags: Flags.syn, from: .sent, at: time, comment: comment, to: &output)
    segment([], flags: Flags.syn | Flags.ack, from: .received, at: time, to: &output)
    segment([], flags: Flags.ack, from: .sent, at: time, to: &output)
  }

  mutating func send(_ bytes: [UInt8], from direction: Direction, at time: Int64, to output: inout [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(segmentSize)
      rest = rest.dropFirst(segmentSize)
      let flags = rest.isEmpty ? Flags.ack | Flags.push : Flags.ack
      segment(piece, flags: flags, from: direction, at: time, to: &output)
    }
  }

  mutating func close(from direction: Direction, at time: Int64, to output: inout [UInt8]) {
    let other: Direction = direction == .sent ? .received : .sent
    segment([], flags: Flags.fin | Flags.ack, from: direction, at: time, to: &output)
    segment([], flags: Flags.fin | Flags.ack, from: other, at: time, to: &output)
    segment([], flags: Flags.ack, from: direction, at: time, to: &output)
  }

  // MARK: Packets

  private mutating func segment(
    _ payload: ArraySlice<UInt8>, flags: UInt8, from direction: Direction, at time: Int64,
    comment: String? = nil,
    to output: inout [UInt8]
  ) {
    let packet = packet(payload, flags: flags, from: direction)
    // Enhanced Packet Block.
    PcapngBlock.append(6, to: &output) { body in
      let stamp = UInt64(max(0, time))
      body.add(littleEndian: UInt32(0))
      body.add(littleEndian: UInt32(truncatingIfNeeded: stamp >> 32))
      body.add(littleEndian: UInt32(truncatingIfNeeded: stamp))
      body.add(littleEndian: UInt32(truncatingIfNeeded: packet.count))
      body.add(littleEndian: UInt32(truncatingIfNeeded: packet.count))
      body += packet
      body += [UInt8](repeating: 0, count: -packet.count & 3)
      guard let comment else { return }
      PcapngBlock.append(option: 1, Array(comment.utf8), to: &body)
      PcapngBlock.append(option: 0, [], to: &body)
    }
    let used = UInt32(truncatingIfNeeded: payload.count) &+ (flags & (Flags.syn | Flags.fin) != 0 ? 1 : 0)
    if direction == .sent {
      client.sequence &+= used
      client.packets &+= 1
    } else {
      server.sequence &+= used
      server.packets &+= 1
    }
  }

  private func packet(_ payload: ArraySlice<UInt8>, flags: UInt8, from direction: Direction) -> [UInt8] {
    let source = direction == .sent ? client : server
    let target = direction == .sent ? server : client
    var tcp: [UInt8] = []
    tcp.reserveCapacity(20 + payload.count)
    tcp.add(bigEndian: source.endpoint.port)
    tcp.add(bigEndian: target.endpoint.port)
    tcp.add(bigEndian: source.sequence)
    tcp.add(bigEndian: flags & Flags.ack == 0 ? 0 : target.sequence)
    // Five words of header; a window as large as it gets.
    tcp += [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
    tcp += payload
    let sum = Checksum.of(tcp, from: Checksum.partial(pseudoHeader(source, target, length: tcp.count)))
    tcp[16] = UInt8(truncatingIfNeeded: sum >> 8)
    tcp[17] = UInt8(truncatingIfNeeded: sum)
    var packet = target.hardware + source.hardware
    packet.reserveCapacity(tcp.count + 54)
    packet += isIPv6 ? [0x86, 0xDD] : [0x08, 0x00]
    packet += isIPv6 ? header6(source, target, length: tcp.count) : header4(source, target, length: tcp.count)
    packet += tcp
    return packet
  }

  /// RFC 9293 section 3.1, RFC 8200 section 8.1.
  private func pseudoHeader(_ source: Side, _ target: Side, length: Int) -> [UInt8] {
    var bytes = source.endpoint.bytes + target.endpoint.bytes
    if isIPv6 {
      bytes.add(bigEndian: UInt32(truncatingIfNeeded: length))
      bytes += [0, 0, 0, 6]
    } else {
      bytes += [0, 6]
      bytes.add(bigEndian: UInt16(truncatingIfNeeded: length))
    }
    return bytes
  }

  private func header4(_ source: Side, _ target: Side, length: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x45, 0]
    bytes.add(bigEndian: UInt16(truncatingIfNeeded: 20 + length))
    bytes.add(bigEndian: source.packets)
    // Not to be fragmented, 64 hops, TCP.
    bytes += [0x40, 0, 64, 6, 0, 0]
    bytes += source.endpoint.bytes + target.endpoint.bytes
    let sum = Checksum.of(bytes, from: 0)
    bytes[10] = UInt8(truncatingIfNeeded: sum >> 8)
    bytes[11] = UInt8(truncatingIfNeeded: sum)
    return bytes
  }

  private func header6(_ source: Side, _ target: Side, length: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x60, 0, 0, 0]
    bytes.add(bigEndian: UInt16(truncatingIfNeeded: length))
    bytes += [6, 64]
    return bytes + source.endpoint.bytes + target.endpoint.bytes
  }
}

/// The Internet checksum (RFC 1071).
enum Checksum {
  /// `bytes` of even number, if more are to follow.
  static func partial(_ bytes: [UInt8], from start: UInt32 = 0) -> UInt32 {
    var sum = start
    var index = 0
    while index + 1 < bytes.count {
      sum &+= UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
      index += 2
    }
    if index < bytes.count { sum &+= UInt32(bytes[index]) << 8 }
    return sum
  }

  static func of(_ bytes: [UInt8], from start: UInt32) -> UInt16 {
    var sum = partial(bytes, from: start)
    while sum >> 16 != 0 { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}
