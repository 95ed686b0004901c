import JSONBytes

/// What a JSON message says that it is: the text value of `type`, or of what others call it, at its outermost level.
enum JSONTypeName {
  /// By preference.
  private static let keys = ["type", "event", "op", "method", "action", "kind", "cmd", "e"].map {
    Array($0.utf8)
  }
  /// Bytes that are looked at: the word stands in front, or the message is none of these.
  static let reach = 512
  static let longest = 40

  static func find(in payload: UnsafeRawBufferPointer) -> String? {
    let bytes = UnsafeRawBufferPointer(rebasing: payload.prefix(reach))
    guard let start = bytes.firstIndex(where: { !JSONTokens.isBlank($0) }), bytes[start] == UInt8(ascii: "{")
    else {
      return nil
    }
    var best: (rank: Int, value: String)?
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        guard let end = stringEnd(bytes, from: index + 1) else { return best?.value }
        if depth == 1, let rank = keys.firstIndex(where: { bytes[index + 1..<end].elementsEqual($0) }),
          let value = value(bytes, after: end + 1), rank < best?.rank ?? .max
        {
          best = (rank, value)
          if rank == 0 { return value }
        }
        index = end
      default: break
      }
      index += 1
    }
    return best?.value
  }

  /// The string after a colon; nil where something else stands there.
  private static func value(_ bytes: UnsafeRawBufferPointer, after start: Int) -> String? {
    var index = start
    while index < bytes.count, JSONTokens.isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
    index += 1
    while index < bytes.count, JSONTokens.isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\""),
      let end = stringEnd(bytes, from: index + 1), end - index - 1 <= longest
    else { return nil }
    return String(validating: bytes[index + 1..<end], as: UTF8.self)
  }

  /// The index of the closing quote.
  private static func stringEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
