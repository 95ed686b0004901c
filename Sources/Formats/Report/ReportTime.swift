/// Durations in reports: seconds for programs, three digits and a unit for people.
public enum ReportTime {
  /// `0.012345`: seconds with microseconds.
  static func seconds(_ nanoseconds: UInt64) -> String {
    let micros = nanoseconds / 1000
    var bytes: [UInt8] = []
    bytes.add(decimal: micros / 1_000_000)
    bytes.append(UInt8(ascii: "."))
    bytes.add(decimal: micros % 1_000_000, width: 6)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `840 us`, `1.24 ms`, `12.4 s`.
  public static func words(_ nanoseconds: UInt64) -> String {
    switch nanoseconds {
    case ..<1_000: "\(nanoseconds) ns"
    case ..<1_000_000: number(nanoseconds, unit: 1_000) + " us"
    case ..<1_000_000_000: number(nanoseconds, unit: 1_000_000) + " ms"
    default: number(nanoseconds, unit: 1_000_000_000) + " s"
    }
  }

  /// Three digits, and no zeros behind the point.
  private static func number(_ value: UInt64, unit: UInt64) -> String {
    let whole = value / unit
    let digits: UInt64 = whole >= 100 ? 1 : whole >= 10 ? 10 : 100
    let scaled = value / (unit / digits)
    var fraction = scaled % digits
    guard fraction > 0 else { return "\(whole)" }
    var width = digits == 100 ? 2 : 1
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    var bytes: [UInt8] = []
    bytes.add(decimal: whole)
    bytes.append(UInt8(ascii: "."))
    bytes.add(decimal: fraction, width: width)
    return String(decoding: bytes, as: UTF8.self)
  }
}
