/// A frame as the client put it on the wire.
struct ClientFrame: Equatable, Sendable {
  var firstByte: UInt8
  /// Nil: it was not masked, which is a fault of ours.
  var key: [UInt8]?
  /// Unmasked.
  var payload: [UInt8]
  var wireLength: Int

  /// The frame at the front of the bytes; nil while it is not whole.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 2 else { return nil }
    let start = bytes.startIndex
    let isMasked = bytes[start + 1] & 0x80 != 0
    let short = Int(bytes[start + 1] & 0x7F)
    let extended = short == 126 ? 2 : short == 127 ? 8 : 0
    let header = 2 + extended + (isMasked ? 4 : 0)
    guard bytes.count >= header else { return nil }
    let length =
      extended == 0 ? short : bytes[(start + 2)..<(start + 2 + extended)].reduce(0) { $0 << 8 | Int($1) }
    // What is no frame at all, such as TLS, may declare any length.
    guard 0...(bytes.count - header) ~= length else { return nil }
    let masked = bytes[(start + header)..<(start + header + length)]
    firstByte = bytes[start]
    wireLength = header + length
    guard isMasked else {
      payload = Array(masked)
      return
    }
    let key = Array(bytes[(start + header - 4)..<(start + header)])
    self.key = key
    payload = masked.enumerated().map { $1 ^ key[$0 & 3] }
  }

  /// All that the bytes hold, and what is left over.
  static func all(_ bytes: [UInt8]) -> (frames: [ClientFrame], rest: [UInt8]) {
    var frames: [ClientFrame] = []
    var rest = bytes[...]
    while let frame = ClientFrame(rest) {
      frames.append(frame)
      rest = rest.dropFirst(frame.wireLength)
    }
    return (frames, Array(rest))
  }
}

/// An unmasked frame, as a server sends it, with its length in the shortest form.
func frame(_ firstByte: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
  switch payload.count {
  case ..<126: [firstByte, UInt8(payload.count)] + payload
  case ..<0x1_0000: [firstByte, 126] + big(payload.count, 2) + payload
  default: [firstByte, 127] + big(payload.count, 8) + payload
  }
}

func frame(_ firstByte: UInt8, _ payload: String) -> [UInt8] { frame(firstByte, Array(payload.utf8)) }

/// A server's Close frame.
func close(_ code: Int, _ reason: String = "") -> [UInt8] { frame(0x88, big(code, 2) + Array(reason.utf8)) }

/// Big-endian.
func big(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// "81 05 48" as bytes.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: " ").map { word in
    guard let byte = UInt8(word, radix: 16) else { preconditionFailure("\(word) is no byte") }
    return byte
  }
}

func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count * count)
  for _ in 0..<count { result += bytes }
  return result
}
