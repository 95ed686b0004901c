public import WebSocketCore

/// When a server that refused wants to be asked again (RFC 9110 section 10.2.3).
public enum RetryAfter {
  /// 1 h in nanoseconds: a server cannot keep anybody away for longer.
  public static let longest: UInt64 = 3_600_000_000_000

  /// Nanoseconds from now, at most `longest`; nil where the field is not there or makes no sense. `wallTime` is in
  /// seconds since 1970, for a server that names a date.
  public static func delay(_ head: ResponseHead, wallTime: Int64) -> UInt64? {
    guard let value = head.fields.values(named: "Retry-After").first, !value.isEmpty else { return nil }
    if value.allSatisfy({ (0x30...0x39).contains($0) }) {
      // A number that no `Int` holds is a long time too.
      let seconds = Int(String(decoding: value, as: UTF8.self)).map { min($0, 3600) } ?? 3600
      return UInt64(seconds) * 1_000_000_000
    }
    guard let date = HTTPDate.seconds(value) else { return nil }
    return UInt64(min(max(date - wallTime, 0), 3600)) * 1_000_000_000
  }
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7); the two forms that are obsolete are not read.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970.
  static func seconds(_ text: [UInt8]) -> Int64? {
    guard text.count == 29, text[3] == UInt8(ascii: ","), text[25...].elementsEqual(" GMT".utf8),
      text[19] == UInt8(ascii: ":"), text[22] == UInt8(ascii: ":"),
      let day = number(text[5..<7]), let year = number(text[12..<16]), let hour = number(text[17..<19]),
      let minute = number(text[20..<22]), let second = number(text[23..<25]),
      let month = months.firstIndex(of: String(decoding: text[8..<11], as: UTF8.self)),
      1...31 ~= day, year >= 1970, hour < 24, minute < 60, second <= 60
    else { return nil }
    return days(year, month + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  /// Days since 1970 in the Gregorian calendar, with years that begin in March.
  private static func days(_ year: Int64, _ month: Int, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let monthFromMarch = Int64((month + 9) % 12)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
