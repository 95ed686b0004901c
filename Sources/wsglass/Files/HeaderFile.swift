import Glibc
import WebSocketCore

/// Request headers from the command line or a file, checked by the byte: no CR, LF or NUL gets into a request.
enum HeaderFile {
  /// "Name: value" lines; blank lines and lines that begin with "#" are passed over. "-" is standard input.
  static func read(_ path: String) throws(Complaint) -> [HeaderField] {
    let bytes = try SmallFile.contents(of: path)
    var fields: [HeaderField] = []
    // By the byte: CR LF is one Character, which no split on "\n" would find.
    for (number, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 13 ? line.dropLast() : line
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      fields.append(try field(Array(line), at: "\(path):\(number + 1)"))
    }
    return fields
  }

  static func field(_ bytes: [UInt8], at place: String) throws(Complaint) -> HeaderField {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
      throw Complaint(
        code: .usage, what: "\(place): no header, the colon is missing", advice: ["'Name: value'"])
    }
    var value = bytes[(colon + 1)...]
    while let first = value.first, first == 32 || first == 9 { value = value.dropFirst() }
    if bytes.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) {
      throw Complaint(code: .usage, what: "\(place): a header can't hold a line end or NUL")
    }
    return HeaderField(name: String(decoding: bytes[..<colon], as: UTF8.self), value: Array(value))
  }
}
