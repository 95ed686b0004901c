/// A message's time in a HAR: seconds since 1970 with a fraction, as nanoseconds. Not by way of a Double, which has no room
/// for them.
enum HARTime {
  /// Nil where it is no number.
  static func read(_ reader: JSONReader) throws(ImportError) -> Int64? {
    guard let byte = try reader.peek(), (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") else {
      try reader.skipValue()
      return nil
    }
    return nanoseconds(try reader.readWord())
  }

  static func nanoseconds(_ text: [UInt8]) -> Int64? {
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    if let seconds = Int64(String(decoding: parts[0], as: UTF8.self)), text.first != UInt8(ascii: "-"),
      parts.count == 1 || parts[1].allSatisfy({ (0x30...0x39).contains($0) })
    {
      var fraction: Int64 = 0
      let digits = parts.count == 1 ? [] : Array(parts[1].prefix(9))
      for index in 0..<9 {
        fraction = fraction * 10 + (index < digits.count ? Int64(digits[index] - 0x30) : 0)
      }
      let (product, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, overflow) = product.addingReportingOverflow(fraction)
      return tooLarge || overflow ? nil : sum
    }
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.magnitude < 9e9 else {
      return nil
    }
    return Int64(number * 1e9)
  }
}
