import Canvas
import JSON5

/// Tells where in a theme's file something stands, which a decoder does not.
struct ThemePlaces: Sendable {
  /// Bytes; the longest of a theme has 30. What is longer counts as what it is in, which bounds the table.
  private static let longestPath = 200

  private var places: [String: TextPlace] = [:]
  /// Where it stops being JSON5; nil for a whole file.
  private(set) var fault: TextPlace?

  init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    do throws(JSON5Fault) {
      let file = try JSON5Document(bytes, .lenient)
      take(file.root, of: file, ThemePath())
    } catch {
      fault = TextPlace(offset: error.end, in: bytes)
    }
  }

  /// Of a path like `roles."frame.in".fg`, or else of what it would be in.
  func place(of path: String) -> TextPlace {
    if let place = places[path] { return place }
    let around = places.keys.filter { path.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count }
    return around.flatMap { places[$0] } ?? TextPlace(line: 1, column: 1)
  }

  private mutating func take(_ value: JSON5Value, of file: JSON5Document, _ path: ThemePath) {
    switch value.kind {
    case .object(let members):
      for member in members {
        let isShort = path.description.utf8.count + member.name.utf8.count <= Self.longestPath
        let inner = isShort ? path.adding(member.name) : path
        if isShort { places[inner.description] = file.place(of: member) }
        take(member.value, of: file, inner)
      }
    case .array(let items): for item in items { take(item, of: file, path) }
    case .null, .bool, .number, .string, .word: break
    }
  }
}
