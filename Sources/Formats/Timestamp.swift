/// Wall time as RFC 3339 text in UTC.
public enum Timestamp {
  private static let secondsPerDay: Int64 = 86_400

  /// `digits` of the second's fraction: 3, 6 or 9.
  public static func append(_ nanoseconds: Int64, digits: Int = 9, to output: inout [UInt8]) {
    let (days, seconds, rest) = parts(of: nanoseconds)
    let date = civil(fromDays: days)
    if date.year < 0 { output.append(UInt8(ascii: "-")) }
    output.add(decimal: UInt64(date.year.magnitude), width: 4)
    output.append(UInt8(ascii: "-"))
    output.add(decimal: date.month, width: 2)
    output.append(UInt8(ascii: "-"))
    output.add(decimal: date.day, width: 2)
    output.append(UInt8(ascii: "T"))
    appendClock(seconds, rest, digits, to: &output)
    output.append(UInt8(ascii: "Z"))
  }

  /// `2026-11-22T12:04:29`, in UTC without saying so: what JUnit's schema takes as a time.
  static func seconds(_ nanoseconds: Int64) -> String {
    var text: [UInt8] = []
    append(nanoseconds, digits: 3, to: &text)
    return String(decoding: text.dropLast(5), as: UTF8.self)
  }

  /// Whole days, seconds of the day, nanoseconds of the second; none of the latter two below zero.
  private static func parts(of nanoseconds: Int64) -> (days: Int64, seconds: Int64, rest: Int64) {
    var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      seconds -= 1
      rest += 1_000_000_000
    }
    var (days, clock) = seconds.quotientAndRemainder(dividingBy: secondsPerDay)
    if clock < 0 {
      days -= 1
      clock += secondsPerDay
    }
    return (days, clock, rest)
  }

  private static func appendClock(_ seconds: Int64, _ rest: Int64, _ digits: Int, to output: inout [UInt8]) {
    output.add(decimal: Int(seconds / 3600), width: 2)
    output.append(UInt8(ascii: ":"))
    output.add(decimal: Int(seconds / 60 % 60), width: 2)
    output.append(UInt8(ascii: ":"))
    output.add(decimal: Int(seconds % 60), width: 2)
    output.append(UInt8(ascii: "."))
    let divisor: Int64 = digits >= 9 ? 1 : digits >= 6 ? 1000 : 1_000_000
    output.add(decimal: Int(rest / divisor), width: digits)
  }

  /// Nanoseconds since 1970 of `2026-11-22T12:04:29.820113999Z`, also with an offset; digits beyond nine are dropped.
  /// Nil for what is no time, or lies outside what nanoseconds in 64 bits can say (1677 to 2262).
  public static func parse(_ text: [UInt8]) -> Int64? {
    var cursor = Cursor(text: text)
    guard let year = cursor.number(4), cursor.take("-"), let month = cursor.number(2), cursor.take("-"),
      let day = cursor.number(2), (1...12).contains(month), (1...31).contains(day),
      cursor.take("T") || cursor.take("t") || cursor.take(" "), let hour = cursor.number(2), cursor.take(":"),
      let minute = cursor.number(2), cursor.take(":"), let second = cursor.number(2), hour < 24, minute < 60,
      second < 61
    else { return nil }
    let fraction = cursor.take(".") ? cursor.fraction() : 0
    guard let fraction, let offset = cursor.offset(), cursor.isAtEnd else { return nil }
    let seconds =
      days(year: year, month: month, day: day) * secondsPerDay + hour * 3600 + minute * 60 + second - offset
    let (product, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow) = product.addingReportingOverflow(fraction)
    return tooLarge || overflow ? nil : sum
  }

  private struct Cursor {
    let text: [UInt8]
    var index = 0

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { index == text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    mutating func number(_ digits: Int) -> Int64? {
      guard text.count - index >= digits else { return nil }
      var value: Int64 = 0
      for byte in text[index..<index + digits] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 0x30)
      }
      index += digits
      return value
    }

    mutating func fraction() -> Int64? {
      var value: Int64 = 0
      var digits = 0
      while index < text.count, (0x30...0x39).contains(text[index]) {
        if digits < 9 { value = value * 10 + Int64(text[index] - 0x30) }
        digits += 1
        index += 1
      }
      while digits > 0, digits < 9 {
        value *= 10
        digits += 1
      }
      return digits == 0 ? nil : value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
      if take("Z") || take("z") { return 0 }
      let isWest = take("-")
      guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2) else { return nil }
      return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
  }

  // The proleptic Gregorian calendar in eras of 400 years that begin with March.

  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month),
      Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    )
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
