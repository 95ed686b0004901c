import ByteText
import Formats

/// Text in which `${name}` stands for a value. `$${` is `${` itself.
struct ScriptTemplate: Sendable {
  enum Fault: Error, Hashable, Sendable {
    /// What is wrong, and an example of what is right.
    case words(String, String)
    /// No such variable.
    case unknown(String)
  }

  /// How a value gets into the text.
  enum Style: Sendable {
    case plain
    /// The text is JSON: a value is written into a JSON string. `"${name:raw}"` is replaced quotes and all.
    case json
  }

  /// One `${…}`.
  struct Slot: Sendable {
    /// From `$` to behind `}`; for a raw one in JSON, quotes among it.
    var range: Range<Int>
    var name: String
    var value: ScriptValue?
    var isRaw = false
    /// `${any…}`: what expectations leave open.
    var isOpen = false
    /// `$${`
    var isEscape = false
  }

  static let nameLimit = 128
  /// Of one text.
  static let slotLimit = 10_000
  /// 64 MiB, with all values filled in: a value may be long, and stand there many times.
  static let filledLimit = 64 << 20

  let text: [UInt8]
  let style: Style
  let slots: [Slot]

  /// `mayBeOpen`: `${any}` may stand in it. Throws with the place of the fault.
  init(
    _ text: [UInt8], style: Style = .plain, mayBeOpen: Bool = false
  ) throws(PlacedFault) {
    self.text = text
    self.style = style
    slots = try Self.slots(text, style, mayBeOpen)
  }

  struct PlacedFault: Error {
    var fault: Fault
    var offset: Int
  }

  var isConstant: Bool { slots.isEmpty }

  /// Names that have to be known.
  var names: [(name: String, offset: Int)] {
    slots.compactMap { slot in
      slot.value == nil && !slot.isOpen && !slot.isEscape ? (slot.name, slot.range.lowerBound) : nil
    }
  }

  static func mayHaveSlots(_ text: some Collection<UInt8>) -> Bool {
    var isAfterDollar = false
    for byte in text {
      if isAfterDollar, byte == UInt8(ascii: "{") { return true }
      isAfterDollar = byte == UInt8(ascii: "$")
    }
    return false
  }

  private static func slots(
    _ text: [UInt8], _ style: Style, _ mayBeOpen: Bool
  ) throws(PlacedFault) -> [Slot] {
    guard mayHaveSlots(text) else { return [] }
    var slots: [Slot] = []
    var place = 0
    while place + 1 < text.count {
      guard text[place] == UInt8(ascii: "$") else {
        place += 1
        continue
      }
      if text[place + 1] == UInt8(ascii: "$"), place + 2 < text.count, text[place + 2] == UInt8(ascii: "{") {
        slots.append(Slot(range: place..<place + 3, name: "", isEscape: true))
        place += 3
        continue
      }
      guard text[place + 1] == UInt8(ascii: "{") else {
        place += 1
        continue
      }
      guard slots.count < slotLimit else {
        throw PlacedFault(fault: .words("more than \(slotLimit) variables in one text", ""), offset: place)
      }
      let slot = try slot(text, at: place, style, mayBeOpen)
      slots.append(slot)
      place = slot.range.upperBound
    }
    return slots
  }

  private static func slot(
    _ text: [UInt8], at start: Int, _ style: Style, _ mayBeOpen: Bool
  ) throws(PlacedFault) -> Slot {
    let limit = min(text.count, start + nameLimit + 3)
    guard let end = text[start..<limit].firstIndex(of: UInt8(ascii: "}")) else {
      throw PlacedFault(
        fault: .words("\"${\" without \"}\"", "$${ is the sign itself"), offset: start)
    }
    let isASCII = text[start..<end].allSatisfy { $0 > 0x20 && $0 < 0x7F }
    var body = String(decoding: text[start + 2..<end], as: UTF8.self)
    guard isASCII, !body.isEmpty else {
      throw PlacedFault(
        fault: .words(
          "a name between \"${\" and \"}\" has letters, digits, _ - and .", "$${ is the sign itself"),
        offset: start)
    }
    var slot = Slot(range: start..<end + 1, name: "")
    if body.hasSuffix(":raw") {
      body.removeLast(4)
      slot.isRaw = true
    }
    if body == "any" || body.hasPrefix("any:") {
      slot.isOpen = true
      slot.name = body
      let kind = body == "any" ? "" : String(body.dropFirst(4))
      guard mayBeOpen, JSONOpenValue(rawValue: kind) != nil else {
        let kinds = JSONOpenValue.allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")
        throw PlacedFault(
          fault: .words(
            mayBeOpen ? "${\(body)}: there is no such kind" : "${any} stands only in expected JSON",
            mayBeOpen ? "the kinds are \(kinds)" : "expect {\"json\":{\"id\":\"${any}\"}}"),
          offset: start)
      }
      return slot
    }
    do throws(Fault) {
      slot.value = try ScriptValue.parse(body)
    } catch {
      throw PlacedFault(fault: error, offset: start)
    }
    slot.name = body
    if slot.value == nil, !isName(body) {
      throw PlacedFault(
        fault: .words(
          "\"\(body)\" is no name: a name has letters, digits, _ - and .", "$${ is the sign itself"),
        offset: start)
    }
    if slot.isRaw, style == .json {
      guard start > 0, text[start - 1] == UInt8(ascii: "\""), end + 1 < text.count,
        text[end + 1] == UInt8(ascii: "\"")
      else {
        throw PlacedFault(
          fault: .words("${\(body):raw} has to be all of a text", "\"${\(body):raw}\""), offset: start)
      }
      slot.range = start - 1..<end + 2
    }
    return slot
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= nameLimit
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_-.".utf8.contains(byte)
        }
      }
  }

  /// With all values filled in. `value` gives a slot's, and nil for an unknown name.
  func filled(_ value: (Slot) -> [UInt8]?) throws(Fault) -> [UInt8] {
    if slots.isEmpty { return text }
    var output: [UInt8] = []
    output.reserveCapacity(text.count + 64)
    var place = 0
    for slot in slots {
      output += text[place..<slot.range.lowerBound]
      place = slot.range.upperBound
      if slot.isEscape {
        output += Array("${".utf8)
      } else if slot.isOpen {
        output += text[slot.range]
      } else if let bytes = value(slot) {
        guard output.count + bytes.count <= Self.filledLimit else {
          throw .words("with its variables filled in, it has more than 64 MiB", "")
        }
        if style == .json, !slot.isRaw { Self.append(bytes, toString: &output) } else { output += bytes }
      } else {
        throw .unknown(slot.name)
      }
    }
    return output + text[place...]
  }

  /// Into a JSON string that is open already.
  private static func append(_ bytes: [UInt8], toString output: inout [UInt8]) {
    var quoted: [UInt8] = []
    bytes.withUnsafeBytes { JSONText.append($0, asciiOnly: false, to: &quoted) }
    output += quoted.dropFirst().dropLast()
  }
}
