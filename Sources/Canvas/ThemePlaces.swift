/// Tells the line of a theme's file on which something stands, which a decoder does not.
public struct ThemePlaces: Sendable {
  /// Bytes; the longest of a theme has 30. What is longer counts as what it is in, which bounds the table.
  private static let longestPath = 200

  private var lines: [String: Int] = [:]
  /// Where it stops being JSON5, from 1; nil for a whole file.
  public private(set) var fault: (line: Int, column: Int)?

  public init(_ bytes: some Sequence<UInt8>) {
    do throws(JSON5Fault) {
      take(try JSON5Node(parsing: bytes), ThemePath())
    } catch {
      fault = (error.line, error.column)
    }
  }

  /// Of a path like `roles."frame.in".fg`, or else of what it would be in; from 1.
  public func line(of path: String) -> Int {
    if let line = lines[path] { return line }
    let around = lines.keys.filter { path.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count }
    return around.flatMap { lines[$0] } ?? 1
  }

  private mutating func take(_ node: JSON5Node, _ path: ThemePath) {
    switch node.value {
    case .object(let members):
      for member in members {
        let isShort = path.description.utf8.count + member.name.utf8.count <= Self.longestPath
        let inner = isShort ? path.adding(member.name) : path
        if isShort { lines[inner.description] = member.line }
        take(member.value, inner)
      }
    case .array(let items): for item in items { take(item, path) }
    case .string, .word: break
    }
  }
}
