import ByteText
import Formats
import JSONBytes

/// Finds in a recorded JSON text the values that will be others the next time, and leaves them open.
struct VolatileValues {
  private let document: JSONDocument
  private let relaxation: ScriptRelaxation
  /// Values that were left open.
  private(set) var count = 0

  init(_ document: JSONDocument, _ relaxation: ScriptRelaxation) {
    self.document = document
    self.relaxation = relaxation
  }

  /// The text on one line, ready to be expected.
  mutating func relaxed() -> [UInt8] {
    var output: [UInt8] = []
    write(0, key: [], to: &output)
    return output
  }

  private mutating func write(_ value: Int, key: [UInt8], to output: inout [UInt8]) {
    switch document.kind(of: value) {
    case .object:
      output.append(UInt8(ascii: "{"))
      for (index, member) in document.members(of: value).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output += escaped(member)
        output.append(UInt8(ascii: ":"))
        write(member + 1, key: document.text(member) ?? [], to: &output)
      }
      output.append(UInt8(ascii: "}"))
    case .array:
      output.append(UInt8(ascii: "["))
      for (index, child) in document.children(of: value).enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(child, key: key, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .text, .number:
      guard let open = kind(of: value, key) else {
        output += document.kind(of: value) == .text ? escaped(value) : Array(document.raw(value))
        return
      }
      count += 1
      output += Array("\"\(open.text)\"".utf8)
    case .yes, .no, .null: output += document.raw(value)
    }
  }

  /// A text as written, but what looks like a variable is none.
  private func escaped(_ value: Int) -> [UInt8] {
    let raw = Array(document.raw(value))
    guard let text = document.text(value), ScriptTemplate.mayHaveSlots(text) else { return raw }
    var output: [UInt8] = []
    RedactedText.escaped(text).withUnsafeBytes { JSONText.append($0, asciiOnly: false, to: &output) }
    return output
  }

  // MARK: What is volatile

  /// Nil for what will be the same.
  private func kind(of value: Int, _ key: [UInt8]) -> JSONOpenValue? {
    let text = document.text(value)
    if let text, RedactedText.isIn(text) { return .text }
    if relaxation.contains(.uuids), let text, JSONOpenValue.isUUID(text) { return .uuid }
    if relaxation.contains(.times), JSONOpenValue.isTime(document, value) { return .time }
    let words = Self.words(of: key)
    if relaxation.contains(.counters), text == nil, !Self.counters.isDisjoint(with: words) { return .number }
    guard relaxation.contains(.identifiers), let last = words.last, Self.identifiers.contains(last) else {
      return nil
    }
    if let text { return Self.looksMade(text) ? .text : nil }
    // A small number is mostly chosen by the client, as JSON-RPC's id.
    return (document.number(value) ?? 0) >= 10_000 ? .number : nil
  }

  private static let counters: Set<String> = [
    "seq", "sequence", "offset", "counter", "cursor", "revision", "uptime", "elapsed", "duration", "latency",
  ]
  private static let identifiers: Set<String> = [
    "id", "uid", "uuid", "guid", "ref", "nonce", "token", "session", "sid", "hash", "etag", "signature",
    "trace", "span", "key", "cursor", "ticket",
  ]

  /// `requestId`, `request_id` and `REQUEST-ID` are request and id.
  static func words(of key: [UInt8]) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for byte in key {
      let isCapital = (0x41...0x5A).contains(byte)
      let isLetter = isCapital || (0x61...0x7A).contains(byte)
      if !isLetter || isCapital && wasSmall {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isLetter { word.unicodeScalars.append(Unicode.Scalar(byte | 0x20)) }
      wasSmall = isLetter && !isCapital
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Long, and digits or both cases of letters in it: nobody typed it.
  static func looksMade(_ text: [UInt8]) -> Bool {
    guard text.count >= 8, text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
    let digits = text.count { (0x30...0x39).contains($0) }
    let capitals = text.count { (0x41...0x5A).contains($0) }
    let small = text.count { (0x61...0x7A).contains($0) }
    return digits >= 2 || capitals >= 2 && small >= 2
  }
}
