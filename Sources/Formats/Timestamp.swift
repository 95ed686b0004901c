import Glibc

/// Wall time as RFC 3339 text in UTC, to the microsecond.
enum Timestamp {
  static func append(_ nanoseconds: Int64, to output: inout [UInt8]) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var time = time_t(rest < 0 ? seconds - 1 : seconds)
    let fraction = (rest < 0 ? rest + 1_000_000_000 : rest) / 1000
    var parts = tm()
    gmtime_r(&time, &parts)
    append(Int(parts.tm_year) + 1900, width: 4, to: &output)
    for (separator, value) in [
      ("-", parts.tm_mon + 1), ("-", parts.tm_mday), ("T", parts.tm_hour), (":", parts.tm_min),
      (":", parts.tm_sec),
    ] {
      output += separator.utf8
      append(Int(value), width: 2, to: &output)
    }
    output += ".".utf8
    append(Int(fraction), width: 6, to: &output)
    output += "Z".utf8
  }

  private static func append(_ number: Int, width: Int, to output: inout [UInt8]) {
    let digits = String(number)
    output += String(repeating: "0", count: max(0, width - digits.utf8.count)).utf8
    output += digits.utf8
  }
}
