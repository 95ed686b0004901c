import Canvas
import JSON5

/// Tells the line of a theme's file on which something stands, which a decoder does not.
struct ThemePlaces: Sendable {
  /// Bytes; the longest of a theme has 30. What is longer counts as what it is in, which bounds the table.
  private static let longestPath = 200

  private var lines: [String: Int] = [:]
  /// Where it stops being JSON5, from 1; nil for a whole file.
  private(set) var fault: (line: Int, column: Int)?

  init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    do throws(JSON5Fault) {
      let file = try JSON5Document(bytes, .lenient)
      take(file.root, of: file, ThemePath())
    } catch {
      let place = TextPlace(offset: error.end, in: bytes)
      fault = (place.line, place.column)
    }
  }

  /// Of a path like `roles."frame.in".fg`, or else of what it would be in; from 1.
  func line(of path: String) -> Int {
    if let line = lines[path] { return line }
    let around = lines.keys.filter { path.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count }
    return around.flatMap { lines[$0] } ?? 1
  }

  private mutating func take(_ value: JSON5Value, of file: JSON5Document, _ path: ThemePath) {
    switch value.kind {
    case .object(let members):
      for member in members {
        let isShort = path.description.utf8.count + member.name.utf8.count <= Self.longestPath
        let inner = isShort ? path.adding(member.name) : path
        if isShort { lines[inner.description] = file.line(of: member) }
        take(member.value, of: file, inner)
      }
    case .array(let items): for item in items { take(item, of: file, path) }
    case .null, .bool, .number, .string, .word: break
    }
  }
}
