import Formats
import FrameLog
import Testing
import WebSocketCore

/// The packets of a capture: from the client or not, sequence number, flags, payload.
private struct Packet: Equatable {
  var isSent: Bool
  var sequence: UInt32
  var acknowledged: UInt32
  var flags: UInt8
  var payload: [UInt8]
}

private func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

/// The one's complement sum, which is all ones where the checksum is right.
private func sum(_ bytes: [UInt8]) -> UInt32 {
  var sum: UInt32 = 0
  for index in bytes.indices { sum += index & 1 == 0 ? UInt32(bytes[index]) << 8 : UInt32(bytes[index]) }
  while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
  return sum
}

private func packets(_ file: [UInt8]) -> [Packet] {
  var packets: [Packet] = []
  var start = 0
  while start < file.count {
    let length = Int(number(ArraySlice(file[start + 4..<start + 8].reversed())))
    #expect(Array(file[start + 4..<start + 8]) == Array(file[start + length - 4..<start + length]))
    if file[start] == 6 {
      let count = Int(number(ArraySlice(file[start + 20..<start + 24].reversed())))
      let ip = Array(file[start + 28 + 14..<start + 28 + count])
      let isIPv6 = ip[0] >> 4 == 6
      let tcp = Array(ip[(isIPv6 ? 40 : 20)...])
      let addresses = isIPv6 ? ip[8..<40] : ip[12..<20]
      if !isIPv6 { #expect(sum(Array(ip[..<20])) == 0xFFFF) }
      #expect(
        sum(addresses + [0, 0, 0, 6, 0, 0, UInt8(tcp.count >> 8), UInt8(tcp.count & 255)] + tcp) == 0xFFFF)
      packets.append(
        Packet(
          isSent: number(tcp[2..<4]) == 80, sequence: number(tcp[4..<8]), acknowledged: number(tcp[8..<12]),
          flags: tcp[13], payload: Array(tcp[20...])))
    }
    start += length
  }
  return packets
}

@Test(arguments: ["192.0.2.7:8080", "[2001:db8::7]:443", "", "/run/socket"])
func `each connection has a TCP stream without holes, with right checksums`(peer: String) {
  var facts = sampleFacts()
  facts.peer = peer
  var sample = SampleLog()
  sample.note(.opened, facts: facts)
  sample.frame(.sent, .text, Array("hello".utf8), mask: 0x0403_0201)
  sample.frame(.received, .binary, [UInt8](repeating: 7, count: 4000))
  sample.frame(.received, .close, [0x03, 0xE8])
  sample.note(.closed)
  let all = packets(sample.exported(.pcapng))
  #expect(all.prefix(3).map(\.flags) == [0x02, 0x12, 0x10])
  #expect(all.suffix(3).map(\.flags) == [0x11, 0x11, 0x10])
  #expect(all.allSatisfy { $0.payload.count <= (peer.hasPrefix("[") ? 1440 : 1460) })
  var next: [Bool: UInt32] = [true: all[0].sequence, false: all[1].sequence]
  for packet in all {
    #expect(packet.sequence == next[packet.isSent])
    if packet.flags & 0x10 != 0 { #expect(packet.acknowledged == next[!packet.isSent]) }
    next[packet.isSent, default: 0] += UInt32(packet.payload.count) + (packet.flags & 3 != 0 ? 1 : 0)
  }
  let sent = all.filter(\.isSent).flatMap(\.payload)
  #expect(
    sent == Array("GET /chat?room=1&lang=en HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n\r\n".utf8)
      + [0x81, 0x85, 1, 2, 3, 4, 0x69, 0x67, 0x6F, 0x68, 0x6E])
  let received = all.filter { !$0.isSent }.flatMap(\.payload)
  let head = Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n".utf8)
  #expect(
    received == head + [0x82, 126, 0x0F, 0xA0] + [UInt8](repeating: 7, count: 4000) + [0x88, 2, 0x03, 0xE8])
}

@Test func `a frame is framed as it was, as far as its payload allows`() {
  var sample = SampleLog()
  // Compressed: kept inflated, so without RSV1. A length in too many bytes. One that was shortened. One that never came.
  sample.frame(.received, .text, Array("plain".utf8), rsv1: true, wireLength: 3)
  sample.frame(.received, .text, Array("x".utf8), header: 4)
  sample.frame(.received, .text, Array("ab".utf8), flags: [.shortened, .endsMessage], wireLength: 500)
  sample.frame(.received, .text, Array("ab".utf8), flags: [.incomplete], wireLength: 500)
  let frames = packets(sample.exported(.pcapng)).filter { !$0.isSent && !$0.payload.isEmpty }.dropFirst()
  #expect(
    frames.map(\.payload) == [
      [0x81, 5] + Array("plain".utf8), [0x81, 126, 0, 1] + Array("x".utf8), [0x81, 2] + Array("ab".utf8),
      [0x81, 126, 0x01, 0xF4] + Array("ab".utf8),
    ])
}
