import ByteText
import Formats
import JSONBytes

/// What `${any}` and its kinds leave open in expected JSON.
enum JSONOpenValue: String, CaseIterable, Hashable, Sendable {
  case anything = ""
  case text
  case number
  case bool
  case object
  case array
  /// RFC 3339, or a number of seconds, milli-, micro- or nanoseconds of 2001 to 2096.
  case time
  case uuid

  static let help: [(kind: JSONOpenValue, help: String)] = [
    (.anything, "any value, null too"), (.text, "any text"), (.number, "any number"),
    (.bool, "true or false"),
    (.object, "any object"), (.array, "any array"),
    (.time, "a time: RFC 3339, or a number of seconds, milli-, micro- or nanoseconds since 1970"),
    (.uuid, "a UUID"),
  ]

  /// `${any:time}`, as it stands in a text; nil for another text.
  init?(text: [UInt8]) {
    guard text.starts(with: "${any".utf8), text.last == UInt8(ascii: "}"), text.count <= 32 else {
      return nil
    }
    let inside = String(decoding: text.dropFirst(5).dropLast(), as: UTF8.self)
    guard inside.isEmpty || inside.hasPrefix(":") else { return nil }
    self.init(rawValue: String(inside.dropFirst()))
  }

  var text: String { rawValue.isEmpty ? "${any}" : "${any:\(rawValue)}" }

  func accepts(_ document: JSONDocument, _ value: Int) -> Bool {
    let kind = document.kind(of: value)
    switch self {
    case .anything: return true
    case .text: return kind == .text
    case .number: return kind == .number
    case .bool: return kind == .yes || kind == .no
    case .object: return kind == .object
    case .array: return kind == .array
    case .time: return Self.isTime(document, value)
    case .uuid: return document.text(value).map(Self.isUUID) ?? false
    }
  }

  static func isTime(_ document: JSONDocument, _ value: Int) -> Bool {
    if let text = document.text(value) { return text.count >= 20 && Timestamp.parse(text) != nil }
    guard let number = document.number(value), number > 0 else { return false }
    // 2001-09-09 to 2096-10-02, in each unit; none of the ranges touch.
    return [1.0, 1e3, 1e6, 1e9].contains { (1e9 * $0...4e9 * $0).contains(number) }
  }

  static func isUUID(_ text: [UInt8]) -> Bool {
    text.count == 36
      && text.enumerated().allSatisfy { index, byte in
        [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : Hex.value(byte) != nil
      }
  }
}
