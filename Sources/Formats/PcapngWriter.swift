import FrameLog
import WebSocketCore

/// pcapng with TCP made up around the frames: each connection's handshake, the upgrade as far as it is known, each frame
/// as it was framed and masked, and the end.
///
/// What is not as it was: the server's port is 80, whatever it really was, because there Wireshark looks for HTTP without
/// being told to (the true one is in the comment of the first packet); TLS and a proxy are left out; a compressed message
/// is written as it reads, with RSV1 cleared, because a log keeps it inflated; a payload that was shortened or redacted
/// has the length of what is left.
struct PcapngWriter: FrameWriter {
  private var track = ConnectionTrack()
  private var stream: TCPStream?
  private var connections: UInt16 = 0
  private var last: Int64 = 0

  mutating func begin(to output: inout [UInt8]) {
    // Section Header Block, little-endian, version 1.0, of unknown length.
    PcapngBlock.append(0x0A0D_0D0A, to: &output) { body in
      body.add(littleEndian: UInt32(0x1A2B_3C4D))
      body.add(littleEndian: UInt16(1))
      body.add(littleEndian: UInt16(0))
      body.add(littleEndian: UInt64.max)
      PcapngBlock.append(option: 4, Array("wsglass".utf8), to: &body)
      PcapngBlock.append(option: 0, [], to: &body)
    }
    // Interface Description Block: Ethernet, whole packets, nanoseconds.
    PcapngBlock.append(1, to: &output) { body in
      body.add(littleEndian: UInt16(1))
      body.add(littleEndian: UInt16(0))
      body.add(littleEndian: UInt32(0))
      PcapngBlock.append(option: 2, Array("wsglass (made up)".utf8), to: &body)
      PcapngBlock.append(option: 9, [9], to: &body)
      PcapngBlock.append(option: 0, [], to: &body)
    }
  }

  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let record = item.record
    let turn = track.take(record, facts: item.facts)
    if turn.endsBefore { finish(at: last, to: &output) }
    if turn.begins { begin(at: record.wallTime, to: &output) }
    if record.isFrame, item.isSelected { append(record, payload, to: &output) }
    if turn.endsAfter { finish(at: record.wallTime, to: &output) }
    last = record.wallTime
  }

  mutating func end(to output: inout [UInt8]) { finish(at: last, to: &output) }

  private mutating func begin(at time: Int64, to output: inout [UInt8]) {
    connections &+= 1
    let facts = track.facts
    var stream = TCPStream(facts: facts, number: connections)
    stream.open(at: time, comment: PcapngWriter.comment(facts), to: &output)
    let upgrade = UpgradeText(facts)
    stream.send(upgrade.request, from: .sent, at: time, to: &output)
    stream.send(upgrade.response, from: .received, at: time, to: &output)
    self.stream = stream
  }

  private mutating func finish(at time: Int64, to output: inout [UInt8]) {
    let isByPeer = track.facts?.close?.by == "peer"
    stream?.close(from: isByPeer ? .received : .sent, at: time, to: &output)
    stream = nil
  }

  private mutating func append(
    _ record: LogRecord, _ payload: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    let framed = FrameBytes.make(record, payload: payload)
    stream?.send(framed, from: record.direction, at: record.wallTime, to: &output)
  }

  private static func comment(_ facts: ConnectionFacts?) -> String {
    guard let facts else { return "made up by wsglass from its log; addresses and upgrade unknown" }
    let peer = facts.peer.isEmpty ? "unknown" : facts.peer
    return
      "made up by wsglass from its log: \(facts.url) at \(peer)\(facts.tls == nil ? "" : ", without its TLS")"
  }
}

/// A frame as it was on the wire, as far as the log has it.
enum FrameBytes {
  static func make(_ record: LogRecord, payload: UnsafeRawBufferPointer) -> [UInt8] {
    let header = record.header
    // A compressed message is kept inflated. Of a frame that broke a rule, the bits are what it is about.
    let isPlain = record.flags.contains(.violation) || !header.opcode.isData
    let firstByte = isPlain ? header.firstByte : header.firstByte & ~0x40
    let isInflated = header.reserved1 && !isPlain
    // The rest of an incomplete frame never came: its header says what was to come.
    let keepsLength =
      record.flags.contains(.incomplete) && !isInflated && payload.count <= header.payloadLength
    let length = keepsLength ? header.payloadLength : payload.count
    var bytes: [UInt8] = [firstByte]
    bytes.reserveCapacity(payload.count + 14)
    appendLength(length, of: header, to: &bytes)
    guard header.isMasked else {
      bytes.add(payload)
      return bytes
    }
    let key = (0..<4).map { UInt8(truncatingIfNeeded: header.maskKey >> (8 * UInt32($0))) }
    bytes += key
    for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
    return bytes
  }

  /// In as many bytes as it had, where they do; a length in more bytes than needed is a fault to be seen.
  private static func appendLength(_ length: Int, of header: FrameHeader, to bytes: inout [UInt8]) {
    let mask: UInt8 = header.isMasked ? 0x80 : 0
    let had = Int(header.byteCount) - (header.isMasked ? 4 : 0)
    if length < 126, had <= 2 || length != header.payloadLength {
      bytes.append(mask | UInt8(truncatingIfNeeded: length))
    } else if length <= 0xFFFF, had <= 4 || length != header.payloadLength {
      bytes.append(mask | 126)
      bytes.add(bigEndian: UInt16(truncatingIfNeeded: length))
    } else {
      bytes.append(mask | 127)
      bytes.add(bigEndian: UInt64(truncatingIfNeeded: length))
    }
  }
}

/// The heads of the upgrade: what was, or what is made up where the log doesn't say.
struct UpgradeText {
  /// RFC 6455 section 1.3 has this pair.
  private static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  let request: [UInt8]
  let response: [UInt8]

  init(_ facts: ConnectionFacts?) {
    let head =
      facts?.request
      ?? ConnectionFacts.Head(
        startLine: "GET / HTTP/1.1",
        fields: [
          .init(name: "Host", value: "unknown.invalid"), .init(name: "Upgrade", value: "websocket"),
          .init(name: "Connection", value: "Upgrade"),
          .init(name: "Sec-WebSocket-Key", value: UpgradeText.key),
          .init(name: "Sec-WebSocket-Version", value: "13"),
        ])
    let answer =
      facts?.response
      ?? ConnectionFacts.Head(
        startLine: "HTTP/1.1 101 Switching Protocols",
        fields: [
          .init(name: "Upgrade", value: "websocket"), .init(name: "Connection", value: "Upgrade"),
          .init(name: "Sec-WebSocket-Accept", value: UpgradeText.accept),
        ])
    request = UpgradeText.bytes(of: head)
    response = UpgradeText.bytes(of: answer)
  }

  private static func bytes(of head: ConnectionFacts.Head) -> [UInt8] {
    let lines = [head.startLine] + head.fields.map { "\($0.name): \($0.value)" }
    // No line may end earlier than it does.
    return lines.flatMap { line in line.utf8.filter { $0 != 0x0A && $0 != 0x0D } + [0x0D, 0x0A] } + [
      0x0D, 0x0A,
    ]
  }
}
