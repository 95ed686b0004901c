/// Numbers as the screen writes them.
public enum Figures {
  /// A size for a column of six: "142", "1.9K", "64K", "1.2M".
  public static func size(_ count: Int) -> String {
    guard count >= 1000 else { return String(count) }
    let (value, unit) = scaled(count)
    return value + unit
  }

  /// A number of things: "88", "3.4k", "412k", "1.0M".
  public static func count(_ count: Int) -> String {
    let size = size(max(0, count))
    return size.hasSuffix("K") ? size.dropLast() + "k" : size
  }

  /// "1st", "12th", "23rd".
  public static func ordinal(_ number: Int) -> String {
    let isTeen = (11...13).contains(number % 100)
    let ending =
      switch number % 10 {
      case 1 where !isTeen: "st"
      case 2 where !isTeen: "nd"
      case 3 where !isTeen: "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }

  /// "1 hit", "88 hits".
  public static func plural(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// A size for a sentence: "142 B", "63.8 KB", "1.2 MB".
  public static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) B" }
    var tenths = count / 100
    var units = ["KB", "MB", "GB", "TB"][...]
    while tenths >= 10_000, units.count > 1 {
      tenths /= 1000
      units.removeFirst()
    }
    return "\(tenths / 10).\(tenths % 10) \(units.first ?? "")"
  }

  /// How much larger one size is than another: "1029:1", "2.3:1".
  public static func ratio(_ count: Int, to other: Int) -> String {
    guard other > 0 else { return "-" }
    return count / other >= 10 ? "\(count / other):1" : "\(count / other).\(count % other * 10 / other):1"
  }

  private static func scaled(_ count: Int) -> (String, String) {
    var tenths = count / 100
    var units = ["K", "M", "G", "T"][...]
    // 999.5K is written as 1.0M: four digits do not fit the column's rhythm.
    while tenths >= 9995, units.count > 1 {
      tenths = (tenths + 5) / 1000
      units.removeFirst()
    }
    let unit = units.first ?? ""
    return tenths < 100 ? ("\(tenths / 10).\(tenths % 10)", unit) : (String((tenths + 5) / 10), unit)
  }

  /// Time since the row before: "<1ms", "+28ms", "+1.2s", "+3m04s", "+2h05m".
  public static func delta(_ nanoseconds: UInt64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    if milliseconds < 1 { return "<1ms" }
    if milliseconds < 1000 { return "+\(milliseconds)ms" }
    let seconds = milliseconds / 1000
    if seconds < 60 { return "+\(seconds).\(milliseconds % 1000 / 100)s" }
    if seconds < 3600 { return "+\(seconds / 60)m\(two(seconds % 60))s" }
    if seconds < 360_000 { return "+\(seconds / 3600)h\(two(seconds / 60 % 60))m" }
    return "+\(seconds / 86_400)d"
  }

  /// A span in a sentence: "0.4 s", "12 s", "12 m 03 s", "2 h 05 m".
  public static func duration(_ nanoseconds: UInt64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    let seconds = milliseconds / 1000
    if seconds < 10 { return "\(seconds).\(milliseconds % 1000 / 100) s" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) m \(two(seconds % 60)) s" }
    if seconds < 86_400 { return "\(seconds / 3600) h \(two(seconds / 60 % 60)) m" }
    return "\(seconds / 86_400) d \(two(seconds / 3600 % 24)) h"
  }

  /// Time to a peer and back: "0.3 ms", "28 ms", "1.2 s".
  public static func roundTrip(_ nanoseconds: UInt64) -> String {
    let tenths = nanoseconds / 100_000
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) ms" }
    return tenths < 10_000 ? "\(tenths / 10) ms" : duration(nanoseconds)
  }

  /// "HH:MM:SS.mmm" of a wall time in nanoseconds since 1970, moved by an offset in seconds.
  public static func clock(_ wallTime: Int64, offset: Int) -> String {
    let day: Int64 = 86_400_000
    let milliseconds = wallTime / 1_000_000 + Int64(offset) * 1000
    return clock(milliseconds: UInt64((milliseconds % day + day) % day))
  }

  /// "2026-11-22" of a wall time in nanoseconds since 1970.
  public static func day(_ wallTime: Int64, offset: Int) -> String {
    let seconds = wallTime / 1_000_000_000 + Int64(offset)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    // The calendar repeats every 400 years, which are 146,097 days; years begin in March, so that leap days end them.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let day = shifted - era * 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
    let number = month < 10 ? month + 3 : month - 9
    let full = year + era * 400 + (number <= 2 ? 1 : 0)
    return "\(full)-\(two(UInt64(number)))-\(two(UInt64(dayOfMonth)))"
  }

  /// "HH:MM:SS.mmm" of a span; hours go on counting to 99.
  public static func span(_ nanoseconds: UInt64) -> String {
    clock(milliseconds: min(nanoseconds / 1_000_000, 359_999_999))
  }

  private static func clock(milliseconds: UInt64) -> String {
    let seconds = milliseconds / 1000
    let thousandths = String(milliseconds % 1000)
    let padding = String(repeating: "0", count: 3 - thousandths.count)
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(padding)\(thousandths)"
  }

  private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension Figures {
  /// "just now", "2 min ago", "3 h ago", "yesterday", "5 days ago", "2026-11-22"; both in nanoseconds since 1970.
  public static func ago(_ time: Int64, now: Int64) -> String {
    let seconds = max(0, now - time) / 1_000_000_000
    switch seconds {
    case ..<60: return "just now"
    case ..<3600: return "\(seconds / 60) min ago"
    case ..<86_400: return "\(seconds / 3600) h ago"
    case ..<172_800: return "yesterday"
    case ..<864_000: return "\(seconds / 86_400) days ago"
    default: return day(time, offset: 0)
    }
  }
}
