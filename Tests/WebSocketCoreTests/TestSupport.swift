import Testing
import WebSocketCore

/// Gives the same numbers each time, so masked bytes can be written down: the key of every frame is 01 02 03 04.
struct FixedRandom: RandomNumberGenerator {
  var drawn = 0
  mutating func next() -> UInt64 {
    drawn += 1
    return 0x0403_0201
  }
}

/// Everything that came out of feeding a stream to one side.
struct Run: Equatable {
  var frames: [String] = []
  var output: [UInt8] = []
  var closure: Closure?
  /// The frames, without the payload of the frame at which the connection failed or was cut off: how much of that is
  /// at hand depends on how the bytes came.
  var settled: [String] {
    frames.map {
      $0.contains("(violation)") || $0.contains("(incomplete)") ? String($0.prefix { $0 != ":" }) : $0
    }
  }
}

/// Feeds chunks as an owner would: deliver, resume while there is more, keep the rest.
func feed(
  _ chunks: [[UInt8]], as role: Role = .client, options: ProtocolOptions = ProtocolOptions(),
  thenEnd: Bool = false
) -> Run {
  var ws = WebSocketProtocol.open(as: role, options: options)
  return feed(chunks, to: &ws, thenEnd: thenEnd)
}

func feed(_ chunks: [[UInt8]], to ws: inout WebSocketProtocol, thenEnd: Bool = false) -> Run {
  var run = Run()
  var random = FixedRandom()
  var frames = FrameAssembler()
  for chunk in chunks {
    // Memory of its own for each chunk, overwritten after use: a payload that points into old input shows as EE.
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk.count, alignment: 1)
    defer { input.deallocate() }
    input.copyBytes(from: chunk)
    var batch = FrameBatch()
    var demand = Int.max
    ws.receive(input, at: 0, demand: &demand, random: &random, into: &batch)
    run.frames += batch.events.compactMap { frames.append($0) }.map(describe)
    while ws.hasUnparsed {
      batch.removeAll()
      ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
      run.frames += batch.events.compactMap { frames.append($0) }.map(describe)
    }
    ws.keepUnparsed()
    for index in input.indices { input[index] = 0xEE }
  }
  if thenEnd {
    var batch = FrameBatch()
    ws.inputEnded(at: 0, into: &batch)
    run.frames += batch.events.compactMap { frames.append($0) }.map(describe)
  }
  run.output = ws.withOutput { Array($0) }
  run.closure = ws.closure
  return run
}

/// `text:Hi`, `text#1:H`, `continuation#2.:i`, `>pong(automatic):x`, bytes that aren't visible as `<0A>`.
func describe(_ frame: Frame) -> String {
  var text = frame.direction == .sent ? ">" : ""
  text += frame.opcode.name.map { "\($0)" } ?? "opcode\(frame.opcode.rawValue)"
  if frame.fragmentIndex > 0 { text += "#\(frame.fragmentIndex)" }
  if frame.flags.isSuperset(of: [.fragment, .endsMessage]) { text += "." }
  if frame.flags.contains(.automatic) { text += "(automatic)" }
  if frame.flags.contains(.violation) { text += "(violation)" }
  if frame.flags.contains(.incomplete) { text += "(incomplete)" }
  if frame.flags.contains(.afterClose) { text += "(afterClose)" }
  return text + ":" + visible(frame.payload)
}

func visible(_ bytes: [UInt8]) -> String {
  if bytes.count > 64 { return "\(bytes.count) bytes" }
  return bytes.map { byte in
    0x21...0x7E ~= byte ? String(UnicodeScalar(byte)) : "<" + hex(byte) + ">"
  }.joined()
}

func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }

/// `81 02 48 69` or `8102 4869` as bytes.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.utf8.compactMap { byte in
    UnicodeScalar(byte).properties.numericType == nil && byte == 32 ? nil : byte
  }
  return stride(from: 0, to: digits.count, by: 2).map { index in
    UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)!
  }
}

/// One frame, unmasked, its length in the shortest form.
func frame(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
  header(firstByte, length: payload.count) + payload
}

func frame(_ firstByte: UInt8, _ text: String) -> [UInt8] { frame(firstByte, Array(text.utf8)) }

func header(_ firstByte: UInt8, length: Int) -> [UInt8] {
  let big = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
  if length <= 125 { return [firstByte, UInt8(length)] }
  return length <= 0xFFFF ? [firstByte, 126] + big[6...] : [firstByte, 127] + big
}

/// The same frames as a client would send them, with the key 37 FA 21 3D. What is not a whole header stays as it is.
func masked(_ stream: [UInt8]) -> [UInt8] {
  let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
  var result: [UInt8] = []
  var rest = stream[...]
  while rest.count >= 2 {
    let short = rest[rest.startIndex + 1] & 0x7F
    let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
    guard rest.count >= 2 + lengthBytes else { break }
    let extended = rest.dropFirst(2).prefix(lengthBytes)
    let length = lengthBytes == 0 ? UInt64(short) : extended.reduce(0) { $0 << 8 | UInt64($1) }
    let payload = rest.dropFirst(2 + lengthBytes).prefix(Int(clamping: length))
    result += [rest[rest.startIndex], short | 0x80] + extended + key
    result += payload.enumerated().map { $1 ^ key[$0 & 3] }
    rest = rest.dropFirst(2 + lengthBytes + payload.count)
  }
  return result + rest
}

/// Whole, cut in two at every index, and byte by byte. Streams over 512 bytes are cut in two near their ends only.
func chunkings(_ stream: [UInt8]) -> [[[UInt8]]] {
  let cuts = stream.indices.filter { $0 > 0 && (stream.count <= 512 || $0 < 40 || $0 > stream.count - 40) }
  return [[stream]] + cuts.map { [Array(stream[..<$0]), Array(stream[$0...])] } + [stream.map { [$0] }]
}
