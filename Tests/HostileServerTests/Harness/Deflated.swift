@testable import WebSocketCore

/// Compressed payloads, made by a deflater of our own.
enum Deflated {
  /// The payloads of messages that share a window, as on a connection with context takeover.
  static func payloads(_ messages: [[UInt8]], windowBits: Int = 15) -> [[UInt8]] {
    var deflater = Deflater(windowBits: windowBits)
    return messages.map { message in
      var output = ByteBuffer()
      _ = message.withUnsafeBytes { deflater.deflate($0, isFinal: true, into: &output) }
      return Array(output.bytes)
    }
  }

  static func payload(_ message: [UInt8]) -> [UInt8] { payloads([message])[0] }
  static func payload(_ text: String) -> [UInt8] { payload(Array(text.utf8)) }

  /// Bytes that don't compress, always the same.
  static func noise(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
  }

  /// Ends with its own first hundred bytes, 2,000 bytes later.
  static var farPlain: [UInt8] { noise(2000) + noise(100) }
  static var farReference: [UInt8] { frame(0xC2, payload(farPlain)) }
}

extension Deflated {
  /// So many zeros, compressed as well as it goes: a thousand to one.
  static func zeroBomb(_ count: Int) -> [UInt8] {
    var deflater = Deflater(windowBits: 15)
    var output = ByteBuffer()
    let piece = zeros(1 << 20)
    for index in 0..<(count >> 20) {
      let isFinal = index == (count >> 20) - 1
      _ = piece.withUnsafeBytes { deflater.deflate($0, isFinal: isFinal, into: &output) }
    }
    return Array(output.bytes)
  }
}
