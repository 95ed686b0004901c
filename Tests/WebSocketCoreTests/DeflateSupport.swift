import Testing

@testable import WebSocketCore

func compressing(_ set: (inout DeflateAgreement) -> Void = { _ in }) -> ProtocolOptions {
  var agreement = DeflateAgreement()
  set(&agreement)
  var options = ProtocolOptions()
  options.compression = agreement
  return options
}

/// One message as zlib compresses it, without the tail; with no context before it.
func deflated(_ payload: [UInt8], windowBits: Int = 15) -> [UInt8] {
  var deflater = Deflater(windowBits: windowBits)
  var output = ByteBuffer()
  let isDone = payload.withUnsafeBytes { deflater.deflate($0, isFinal: true, into: &output) }
  precondition(isDone, "zlib has no memory")
  return Array(output.bytes)
}

/// A message of one frame, compressed.
func compressedFrame(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
  frame(firstByte | 0x40, deflated(payload))
}

/// What a stream came to where its payloads are too many to keep.
struct Flow {
  var payloadBytes = 0
  var events = 0
  /// The most that came in one call.
  var largestCall = 0
  /// The most memory that the connection held by itself.
  var peak = 0
  var closure: Closure?
}

/// Feeds reads of at most `readSize` bytes, and keeps nothing. The output is not drained.
func flow(
  _ stream: [UInt8], as role: Role = .client, options: ProtocolOptions = ProtocolOptions(),
  readSize: Int = 64 << 10
) -> Flow {
  var ws = WebSocketProtocol.open(as: role, options: options)
  var random = FixedRandom()
  var batch = FrameBatch()
  var flow = Flow()
  var copy = stream
  copy.withUnsafeMutableBytes { bytes in
    var rest = UnsafeMutableRawBufferPointer(rebasing: bytes[...])
    while !rest.isEmpty {
      let read = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(readSize))
      rest = UnsafeMutableRawBufferPointer(rebasing: rest.dropFirst(readSize))
      var demand = Int.max
      ws.receive(read, at: 0, demand: &demand, random: &random, into: &batch)
      while true {
        let count = batch.events.reduce(0) { $1.direction == .received ? $0 + $1.payload.count : $0 }
        flow.payloadBytes += count
        flow.largestCall = max(flow.largestCall, count)
        flow.events += batch.count
        flow.peak = max(flow.peak, ws.heldByteCount)
        batch.removeAll()
        guard ws.hasUnparsed else { break }
        ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
      }
      ws.keepUnparsed()
      flow.peak = max(flow.peak, ws.heldByteCount)
    }
  }
  flow.closure = ws.closure
  return flow
}
