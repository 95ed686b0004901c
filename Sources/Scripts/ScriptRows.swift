import Formats
import JSONBytes

/// The rows of a file that a `repeat` goes over: names, and the values of each row, cut when they are needed.
struct ScriptRows: Sendable {
  /// 1024 columns.
  static let columnLimit = 1024

  /// Why the file can't be used.
  struct Fault: Error {
    var line: Int
    var words: String
  }

  let names: [String]
  let count: Int
  private let bytes: [UInt8]
  /// Where each row begins; the end is behind the last.
  private let starts: [UInt32]
  private let isCSV: Bool

  /// JSON Lines where the first sign is a brace, else CSV (RFC 4180) with its names in the first row.
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    guard bytes.count <= JSONDocument.byteLimit else { throw Fault(line: 1, words: "it is too long") }
    isCSV = bytes.first { !JSONTokens.isBlank($0) && ![0xEF, 0xBB, 0xBF].contains($0) } != UInt8(ascii: "{")
    (names, starts) = isCSV ? try Self.csv(bytes) : try Self.lines(bytes)
    count = starts.count - 1
    guard count > 0 else { throw Fault(line: 1, words: "it has no rows") }
    for name in names where !ScriptTemplate.isName(name) {
      throw Fault(line: 1, words: "\"\(name)\" is no name for a variable: letters, digits, _ - and .")
    }
  }

  /// The values of a row in the order of `names`; nil where it has none. Rows go round.
  func values(of row: Int) -> [[UInt8]?] {
    let row = row % count
    let range = Int(starts[row])..<Int(starts[row + 1])
    if isCSV {
      var place = range.lowerBound
      let fields = Self.record(bytes, &place, end: range.upperBound)
      return names.indices.map { $0 < fields.count ? fields[$0] : nil }
    }
    guard let json = try? JSONDocument(parsing: Array(bytes[range])) else { return names.map { _ in nil } }
    return names.map { name in
      json.member(Array(name.utf8), of: 0).map { json.text($0) ?? Array(json.raw($0)) }
    }
  }

  // MARK: Reading

  private static func csv(_ bytes: [UInt8]) throws(Fault) -> ([String], [UInt32]) {
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let head = record(bytes, &place, end: bytes.count)
    guard head.count <= columnLimit else {
      throw Fault(line: 1, words: "more than \(columnLimit) columns")
    }
    let names = head.map { String(decoding: $0, as: UTF8.self) }
    guard Set(names).count == names.count else { throw Fault(line: 1, words: "two columns have one name") }
    var starts = [UInt32(place)]
    var line = 2
    while place < bytes.count {
      let begin = place
      let fields = record(bytes, &place, end: bytes.count)
      // An empty line, mostly the last, is no row.
      if fields.count == 1, fields[0].isEmpty, names.count > 1 || place == bytes.count {
        starts[starts.count - 1] = UInt32(place)
      } else {
        guard fields.count <= names.count else {
          throw Fault(line: line, words: "\(fields.count) fields, and \(names.count) columns")
        }
        starts.append(UInt32(place))
      }
      line += bytes[begin..<place].count { $0 == 0x0A }
    }
    return (names, starts)
  }

  /// One record; `place` is behind its line end then.
  private static func record(_ bytes: [UInt8], _ place: inout Int, end: Int) -> [[UInt8]] {
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    while place < end {
      let byte = bytes[place]
      place += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if place < end, bytes[place] == UInt8(ascii: "\"") {
          field.append(byte)
          place += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case UInt8(ascii: ","):
        fields.append(field)
        field = []
      case 0x0A:
        if field.last == 0x0D { field.removeLast() }
        fields.append(field)
        return fields
      default: field.append(byte)
      }
    }
    fields.append(field)
    return fields
  }

  private static func lines(_ bytes: [UInt8]) throws(Fault) -> ([String], [UInt32]) {
    var names: [String] = []
    var known: Set<String> = []
    var starts: [UInt32] = [0]
    var place = 0
    var number = 1
    while place < bytes.count {
      let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      let line = Array(bytes[place..<end])
      place = end
      defer { number += 1 }
      guard line.contains(where: { !JSONTokens.isBlank($0) }) else {
        starts[starts.count - 1] = UInt32(end)
        continue
      }
      guard let json = try? JSONDocument(parsing: line), json.kind(of: 0) == .object else {
        throw Fault(line: number, words: "a row is a JSON object on a line")
      }
      for key in json.members(of: 0) {
        let name = String(decoding: json.text(key) ?? [], as: UTF8.self)
        if known.insert(name).inserted { names.append(name) }
      }
      guard names.count <= columnLimit else {
        throw Fault(line: number, words: "more than \(columnLimit) keys")
      }
      starts.append(UInt32(end))
    }
    return (names, starts)
  }
}
