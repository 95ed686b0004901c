/// Durations as scripts and options write them: `250ms`, `2s`, `1.5m`; a number alone is milliseconds.
public enum ScriptDuration {
  /// A year, in nanoseconds.
  public static let limit: UInt64 = 366 * 86_400 * 1_000_000_000
  /// From the longest name to the shortest, so that `ms` isn't taken for `s`.
  static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
  ]

  /// Nanoseconds; nil for what is no duration, is below 0 or beyond `limit`.
  public static func parse(_ text: String) -> UInt64? {
    let unit = units.first { text.hasSuffix($0.name) }
    let digits = Array((unit.map { String(text.dropLast($0.name.count)) } ?? text).utf8)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
      let number = Double(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return nanoseconds(number * (unit?.nanoseconds ?? 1e6))
  }

  static func nanoseconds(_ value: Double) -> UInt64? {
    guard value.isFinite, value >= 0, value <= Double(limit) else { return nil }
    return UInt64(value.rounded())
  }

  /// The shortest way to write it: `250ms`, `1.5s`.
  public static func words(_ nanoseconds: UInt64) -> String {
    let units: [(String, UInt64)] = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000)]
    for (name, size) in units where nanoseconds >= size {
      let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: size)
      if rest == 0 { return "\(whole)\(name)" }
      // At most three places: what is finer has a smaller unit.
      if rest % (size / 1000) == 0 {
        var places = "\(rest / (size / 1000))"
        places = String(repeating: "0", count: 3 - places.count) + places
        while places.hasSuffix("0") { places.removeLast() }
        return "\(whole).\(places)\(name)"
      }
    }
    return "\(nanoseconds)ns"
  }
}
