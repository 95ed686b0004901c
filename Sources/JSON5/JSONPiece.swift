public import ByteText

extension JSONText {
  /// Without a fraction where it has none.
  public static func number(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return String(whole) }
    return value.isFinite ? "\(value)" : "0"
  }
}

/// A piece of JSON to be written: what a profile says, as text.
public indirect enum JSONPiece: Sendable, Hashable {
  case text(String)
  case number(Double)
  case bool(Bool)
  case null
  case list([JSONPiece])
  case object([Entry])

  public struct Entry: Sendable, Hashable {
    public var name: String
    public var value: JSONPiece

    public init(_ name: String, _ value: JSONPiece) {
      self.name = name
      self.value = value
    }
  }

  /// `indent` is the indentation of the line that it begins on; short lists and objects stay on one.
  public func written(indent: String = "") -> String {
    switch self {
    case .text(let text): return JSONText.quoted(text)
    case .number(let value): return JSONText.number(value)
    case .bool(let value): return value ? "true" : "false"
    case .null: return "null"
    case .list(let items):
      return Self.block(items.map { $0.written(indent: indent + "  ") }, "[", "]", indent)
    case .object(let entries):
      let lines = entries.map { "\(JSONText.quoted($0.name)): \($0.value.written(indent: indent + "  "))" }
      return Self.block(lines, "{", "}", indent)
    }
  }

  private static func block(_ parts: [String], _ open: String, _ close: String, _ indent: String) -> String {
    if parts.isEmpty { return open + close }
    let line = open + parts.joined(separator: ", ") + close
    if line.utf8.count + indent.utf8.count <= 80, !line.contains("\n"), !indent.isEmpty { return line }
    return open + "\n" + parts.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)\(close)"
  }
}
