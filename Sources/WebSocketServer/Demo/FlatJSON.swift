import ByteText

/// A flat JSON object on one line.
enum FlatJSON {
  enum Value {
    case text(String)
    case number(Int)
  }

  static func write(_ fields: KeyValuePairs<String, Value>) -> String {
    let parts = fields.map { key, value in
      switch value {
      case .text(let text): "\(JSONText.quoted(key)):\(JSONText.quoted(text))"
      case .number(let number): "\(JSONText.quoted(key)):\(number)"
      }
    }
    return "{\(parts.joined(separator: ","))}"
  }
}
