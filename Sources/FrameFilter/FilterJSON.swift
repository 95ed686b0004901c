import ByteText
import JSONBytes

/// `json.` and what stands behind it.
extension FilterValues {
  /// After `json`, at a `.` or `[`.
  static func json(_ reader: inout FilterReader) throws(FilterError) -> JSONQuery {
    var path: [JSONPath.Step] = []
    while true {
      if reader.take(".") {
        path.append(.key(try key(&reader)))
      } else if reader.next == UInt8(ascii: "[") {
        path.append(try index(&reader))
      } else {
        break
      }
    }
    let end = reader.place
    reader.skipBlanks()
    // `json.a :b` is `json.a` and a word.
    let isApart = reader.place > end
    guard !(isApart && reader.next == UInt8(ascii: ":")), let sign = reader.takeSign() else {
      reader.place = end
      return JSONQuery(path: path, comparison: .isPresent)
    }
    reader.skipBlanks()
    let start = reader.place
    let operand: JSONQuery.Operand
    if reader.next == UInt8(ascii: "\"") {
      operand = .init(Array(try reader.quoted().utf8), isQuoted: true)
    } else {
      operand = .init(Array(reader.takeWord().utf8), isQuoted: false)
      if operand.text.isEmpty {
        throw reader.fault(start..<start, "a value is missing, as in json.type=ticker; \"\" is empty text")
      }
    }
    return JSONQuery(path: path, comparison: comparison(sign), operand: operand)
  }

  private static func comparison(_ sign: FilterReader.Sign) -> JSONQuery.Comparison {
    switch sign {
    case .colon, .equal, .path: .isEqual
    case .other: .isOther
    case .less: .isLess
    case .atMost: .isAtMost
    case .greater: .isGreater
    case .atLeast: .isAtLeast
    }
  }

  private static func key(_ reader: inout FilterReader) throws(FilterError) -> [UInt8] {
    if reader.next == UInt8(ascii: "\"") { return Array(try reader.quoted().utf8) }
    let start = reader.place
    while let byte = reader.next, !FilterReader.isBreak(byte), !".[]=!<>:\",".utf8.contains(byte) {
      reader.place += 1
    }
    if reader.place == start {
      throw reader.fault(
        start..<start, "a name is missing, as in json.user.id; quotes take any: json.\"a.b\"")
    }
    return Array(reader.bytes[start..<reader.place])
  }

  /// `[0]` or `[*]`
  private static func index(_ reader: inout FilterReader) throws(FilterError) -> JSONPath.Step {
    let start = reader.place
    reader.place += 1
    if reader.take("*"), reader.take("]") { return .anyIndex }
    let digits = reader.place
    while let byte = reader.next, ASCII.isDigit(byte) { reader.place += 1 }
    guard let index = Int(reader.text(digits..<reader.place)), reader.take("]") else {
      let end = min(max(reader.place, start + 1), reader.bytes.count)
      throw reader.fault(start..<end, "square brackets take a place in an array, as in [0], or [*] for any")
    }
    return .index(index)
  }
}
