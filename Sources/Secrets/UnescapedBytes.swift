/// A payload with its percent and JSON escapes read as what they stand for.
struct UnescapedBytes {
  private(set) var bytes: [UInt8] = []
  /// Where in the payload each byte, and the end, begins.
  private(set) var starts: [Int] = []

  init(_ payload: UnsafeRawBufferPointer, plusIsBlank: Bool) {
    bytes.reserveCapacity(payload.count)
    starts.reserveCapacity(payload.count + 1)
    var index = 0
    while index < payload.count {
      let byte = payload[index]
      if byte == UInt8(ascii: "%") || byte == 0x5C, let (meant, length) = Escape.read(payload, at: index) {
        for byte in meant { add(byte, index) }
        index += length
      } else {
        add(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte, index)
        index += 1
      }
    }
    starts.append(payload.count)
  }

  private mutating func add(_ byte: UInt8, _ start: Int) {
    bytes.append(byte)
    starts.append(start)
  }
}
