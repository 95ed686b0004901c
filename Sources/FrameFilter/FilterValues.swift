import ByteText

/// Reads what stands after a filter's keys.
enum FilterValues {
  /// `op:text,bin`
  static func choice(
    _ reader: inout FilterReader, _ term: Term, _ sign: FilterReader.Sign
  ) throws(FilterError) -> FilterExpression {
    try requireColon(reader, term, sign)
    var tests: [FilterExpression] = []
    repeat {
      let (text, range) = reader.takeValue()
      let name = text.lowercased()
      guard let test = term.values.first(where: { $0.text == name || $0.others.contains(name) })?.test else {
        throw reader.fault(range, term.takes)
      }
      tests.append(.test(test))
    } while reader.take(",")
    let all = tests.count == 1 ? tests[0] : FilterExpression.any(tests)
    return sign == .other ? .not(all) : all
  }

  /// `size>1k`, `size:1k-4k`
  static func size(
    _ reader: inout FilterReader, _ term: Term, _ sign: FilterReader.Sign
  ) throws(FilterError) -> ClosedRange<Int> {
    reader.skipBlanks()
    let (text, range) = reader.takeValue()
    let name = term.key
    guard sign != .other else {
      throw reader.fault(range, "\(name) takes > >= < <= and =; !\(name)=… negates")
    }
    let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    if sign == .colon || sign == .equal, halves.count == 2 {
      guard let low = bytes(halves[0]), let high = bytes(halves[1]), low <= high else {
        throw reader.fault(range, "\(name): takes a range from small to large, as in 1k-4k")
      }
      return low...high
    }
    guard let number = bytes(text[...]) else {
      throw reader.fault(range, "\(name) takes a number of bytes, as in 512, 1k, 1.5M or 64Ki")
    }
    switch sign {
    case .greater: return number + 1...Int.max
    case .atLeast: return number...Int.max
    case .less: return Int.min...number - 1
    case .atMost: return Int.min...number
    case .colon, .equal, .other, .path: return number...number
    }
  }

  /// A petabyte: nothing here is larger, and twice that doesn't overflow.
  private static let largestSize = 1e15

  private static func bytes(_ text: Substring) -> Int? {
    let units: [(String, Double)] = [
      ("", 1), ("b", 1), ("k", 1e3), ("m", 1e6), ("g", 1e9), ("ki", 1024), ("mi", 1_048_576),
      ("gi", 1_073_741_824),
      ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824),
    ]
    guard let (number, unit) = numberAndUnit(text), let factor = units.first(where: { $0.0 == unit })?.1,
      number * factor <= largestSize
    else { return nil }
    return Int((number * factor).rounded())
  }

  /// `1.5` and `m` of `1.5M`.
  private static func numberAndUnit(_ text: Substring) -> (Double, String)? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard number.utf8.count <= 15, number.first != ".", let value = Double(number) else { return nil }
    return (value, text[number.endIndex...].lowercased())
  }

  /// `close:1006`, `close:1000-1003,1009`, `close:*`
  static func close(
    _ reader: inout FilterReader, _ term: Term, _ sign: FilterReader.Sign
  ) throws(FilterError) -> FilterExpression {
    try requireColon(reader, term, sign)
    var tests: [FilterExpression] = []
    repeat {
      let (text, range) = reader.takeValue()
      let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { UInt16($0) }
      if text == "*" {
        tests.append(.test(.close(nil)))
      } else if let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high {
        tests.append(.test(.close(Int(low)...Int(high))))
      } else {
        throw reader.fault(range, "close: takes a code as in 1006, a range as in 1000-1003, or *")
      }
    } while reader.take(",")
    let all = tests.count == 1 ? tests[0] : FilterExpression.any(tests)
    return sign == .other ? .not(all) : all
  }

  /// `since:mark`, `since:10s`, `since:12:04:29`
  static func since(
    _ reader: inout FilterReader, _ term: Term, _ sign: FilterReader.Sign
  ) throws(FilterError) -> FilterTest.Since {
    try requireColon(reader, term, sign)
    let (text, range) = reader.takeValue()
    if text == "mark" { return .mark }
    if let time = clock(text) { return .clock(time) }
    let units: [(String, Double)] = [
      ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("min", 60e9), ("h", 3600e9), ("d", 86_400e9),
    ]
    // A thousand years in nanoseconds would not fit.
    guard let (number, unit) = numberAndUnit(text[...]), let factor = units.first(where: { $0.0 == unit })?.1,
      number * factor < 4e18
    else {
      throw reader.fault(
        range, "since: takes mark, a span as in 10s, 5m or 1h, or a time as in 12:04 or 12:04:29")
    }
    return .ago(Int64(number * factor))
  }

  /// Nanoseconds since midnight of `12:04`, `12:04:29` or `12:04:29.25`.
  private static func clock(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count),
      parts.allSatisfy({ $0.first?.isNumber == true && $0.utf8.count <= 12 }),
      let hours = UInt8(parts[0]), hours < 24, let minutes = UInt8(parts[1]), minutes < 60,
      let seconds = parts.count == 3 ? Double(parts[2]) : 0, seconds < 60
    else { return nil }
    return Int64(hours) * 3_600_000_000_000 + Int64(minutes) * 60_000_000_000 + Int64(seconds * 1e9)
  }

  /// `#100`, `#100-200`, `#100-`, `#-200`; nil where it is text, such as `#channel`.
  static func numbers(_ reader: inout FilterReader) throws(FilterError) -> FilterTest? {
    guard reader.next == UInt8(ascii: "#") else { return nil }
    var end = reader.place + 1
    while end < reader.bytes.count, ASCII.isDigit(reader.bytes[end]) || reader.bytes[end] == UInt8(ascii: "-")
    {
      end += 1
    }
    let text = reader.text(reader.place + 1..<end)
    guard text.contains(where: { $0 != "-" }),
      end == reader.bytes.count || FilterReader.isBreak(reader.bytes[end])
    else { return nil }
    let range = reader.place..<end
    reader.place = end
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let low = ends[0].isEmpty ? 0 : Int(ends[0])
    let high = ends.count == 1 ? low : ends[1].isEmpty ? Int.max : Int(ends[1])
    guard let low, let high, low <= high else {
      throw reader.fault(range, "# takes record numbers from small to large, as in #100-200")
    }
    return .numbers(low...high)
  }

  private static func requireColon(
    _ reader: FilterReader, _ term: Term, _ sign: FilterReader.Sign
  ) throws(FilterError) {
    if [.colon, .equal, .other].contains(sign) { return }
    let start = reader.place - sign.rawValue.utf8.count
    throw reader.fault(start..<reader.place, term.takes)
  }
}
