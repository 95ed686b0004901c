/// A flat JSON object on one line.
enum JSONLine {
  enum Value {
    case text(String)
    case number(Int)
  }

  static func write(_ fields: KeyValuePairs<String, Value>) -> String {
    let parts = fields.map { key, value in
      switch value {
      case .text(let text): "\(quote(key)):\(quote(text))"
      case .number(let number): "\(quote(key)):\(number)"
      }
    }
    return "{\(parts.joined(separator: ","))}"
  }

  /// RFC 8259 section 7.
  private static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
