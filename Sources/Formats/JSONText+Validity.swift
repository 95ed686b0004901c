public import ByteText
import WebSocketCore

extension JSONText {
  /// Whether the bytes can stand in a JSON string as text.
  public static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isASCII(bytes) { return true }
    var validator = UTF8Validator()
    return validator.consume(bytes) == nil && validator.isComplete
  }

  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var index = 0
    while bytes.count - index >= 8 {
      if base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index &+= 8
    }
    while index < bytes.count {
      if base.load(fromByteOffset: index, as: UInt8.self) >= 0x80 { return false }
      index &+= 1
    }
    return true
  }
}
