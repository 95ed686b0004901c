/// The header at the front of some bytes, read without believing it.
struct HeaderScan {
  var firstByte: UInt8
  var isMasked: Bool
  var maskKey: UInt32
  /// As declared: any 64-bit value a peer can write.
  var length: UInt64
  /// The length was in its shortest form (RFC 6455 section 5.2).
  var isMinimal: Bool
  /// The length is in the first of its three forms, the only one that control frames have (section 5.5).
  var isShort: Bool
  /// Bytes of the header as far as they are here: all of them if `isWhole`.
  var byteCount: Int
  var isWhole: Bool
  /// Bytes that the whole header takes; never more than 14.
  var needs: Int

  /// `count` is at least 1.
  init(_ base: UnsafeRawPointer, count: Int) {
    firstByte = base.load(as: UInt8.self)
    let second = count > 1 ? base.load(fromByteOffset: 1, as: UInt8.self) : 0
    isMasked = second & 0x80 != 0
    let short = second & 0x7F
    let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
    isShort = short < 126
    needs = 2 + lengthBytes + (isMasked ? 4 : 0)
    isWhole = count >= max(needs, 2)
    byteCount = min(count, needs)
    length = UInt64(short)
    isMinimal = true
    maskKey = 0
    guard isWhole else { return }
    if short == 126 {
      length = UInt64(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
      isMinimal = length > 125
    } else if short == 127 {
      length = UInt64(bigEndian: base.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
      isMinimal = length > 0xFFFF
    }
    if isMasked {
      maskKey = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 2 + lengthBytes, as: UInt32.self))
    }
  }

  var opcode: Opcode { Opcode(rawValue: firstByte) }
  var isFinal: Bool { firstByte & 0x80 != 0 }

  /// For people: a length that no `Int` holds is shown as the largest one.
  var header: FrameHeader {
    FrameHeader(
      firstByte: firstByte, byteCount: UInt8(truncatingIfNeeded: byteCount), isMasked: isMasked,
      maskKey: maskKey, payloadLength: Int(clamping: length))
  }
}
