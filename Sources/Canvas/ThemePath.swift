/// Where in a theme's file something stands: `roles."frame.in".fg`.
public struct ThemePath: CustomStringConvertible, Sendable {
  public var description: String

  public init(_ parts: String...) { self.init(parts: parts) }
  init(_ keys: [any CodingKey]) {
    self.init(parts: keys.map { $0.intValue.map(String.init) ?? $0.stringValue })
  }
  init(parts: [String]) {
    description = parts.map(Self.quoted).joined(separator: ".")
  }

  private static func quoted(_ part: String) -> String { part.contains(".") ? "\"\(part)\"" : part }

  public func adding(_ part: String) -> ThemePath {
    var longer = self
    longer.description += (description.isEmpty ? "" : ".") + Self.quoted(part)
    return longer
  }
}
