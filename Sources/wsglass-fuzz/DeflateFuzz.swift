import WebSocketCore

/// A compressed message comes out the same however it is cut; and what we compress ourselves comes back as it was.
///
/// The first byte chooses as for frames, the second how the rest is cut. The rest is the payload.
enum DeflateFuzz {
  static func play(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let payload = Array(bytes[2...])
    let options = FramesFuzz.options(bytes[0] | 2)
    let first: UInt8 = bytes[0] & 1 == 0 ? 0xC2 : 0xC1
    // A second message shows whether the first left the inflater in order.
    let stream = frame(first, payload) + frame(first, payload)
    var splitter = Splitter(seed: bytes[1..<2])
    precondition(
      Playback([stream], as: .client, options: options)
        == Playback(splitter.chunks(stream[...]), as: .client, options: options),
      "how a compressed message was cut must not change what comes of it")
    roundTrip(payload, options, &splitter)
  }

  private static func roundTrip(_ payload: [UInt8], _ options: ProtocolOptions, _ splitter: inout Splitter) {
    var options = options
    options.limits = Limits()
    var sender = WebSocketProtocol.open(as: .client, options: options)
    var random = FixedRandom()
    var batch = FrameBatch()
    var fragments = splitter.chunks(payload[...])
    if fragments.count > 8 { fragments = [payload] }
    let wanted = [payload, payload]
    for _ in wanted {
      for (index, fragment) in fragments.enumerated() {
        let isFinal = index == fragments.count - 1
        let sent: Void? = fragment.withUnsafeBytes {
          try? sender.send(
            index == 0 ? .binary : .continuation, $0, isFinal: isFinal, compression: .always, at: 0,
            random: &random, into: &batch)
        }
        precondition(sent != nil, "a message within the limits can be sent")
      }
    }
    let stream = sender.withOutput { Array($0) }
    let received = Playback(splitter.chunks(stream[...]), as: .server, options: options)
    var messages: [[UInt8]] = []
    for frame in received.frames where frame.direction == .received {
      if frame.opcode == .continuation, let last = messages.indices.last {
        messages[last] += frame.payload
      } else {
        messages.append(frame.payload)
      }
    }
    precondition(messages == wanted, "what was compressed must come back as it was")
  }

  private static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let length = payload.count
    let big = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
    if length <= 125 { return [first, UInt8(truncatingIfNeeded: length)] + payload }
    return (length <= 0xFFFF ? [first, 126] + big[6...] : [first, 127] + big) + payload
  }
}
