import Foundation
import TestSupport
import Testing

@testable import Canvas

/// Every scalar, every byte pair and random bytes: nothing but printable cells, and the way back.
struct DisplayTextPropertyTests {
  /// Says what is wrong with a text's cells, from the scalar's own properties and not from our table.
  private func fault(in text: DisplayText) -> String? {
    var width = 0
    for cell in text.cells {
      width += Int(cell.width)
      guard let scalar = Unicode.Scalar(cell.scalar) else { return "no scalar" }
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
        .nonspacingMark, .enclosingMark:
        return "U+\(String(cell.scalar, radix: 16)) as a base"
      case .spaceSeparator where cell.scalar != 0x20: return "an odd space"
      default: break
      }
      for lane in 0..<4 where cell.marks[lane] != 0 {
        guard let mark = Unicode.Scalar(cell.marks[lane]) else { return "no mark" }
        if mark == "\u{200D}" || mark == "\u{FE0F}" {
          guard scalar.properties.isEmoji else { return "a joiner outside an emoji" }
          continue
        }
        let category = mark.properties.generalCategory
        let isVowel = category == .otherLetter && (0x1160...0xD7FF).contains(mark.value)
        guard category == .nonspacingMark || category == .enclosingMark || isVowel else {
          return "U+\(String(mark.value, radix: 16)) as a mark"
        }
      }
    }
    return width == text.width ? nil : "width \(text.width), cells \(width)"
  }

  @Test func `each scalar gives printable cells and comes back`() {
    var faults: [String] = []
    let deep = ProcessInfo.processInfo.environment["WSGLASS_DEEP"] != nil
    // All of planes 0 to 2; of the rest, where nearly all is unassigned, each 17th unless asked for more.
    for value in UInt32(0)...0x10FFFF where deep || value < 0x30000 || value % 17 == 0 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(scalar).utf8)
      let text = DisplayText(bytes: bytes)
      if let fault = fault(in: text) { faults.append("\(value): \(fault)") }
      if text.bytes != bytes { faults.append("\(value): lost") }
      let ascii = DisplayText(bytes: bytes, repertoire: .ascii)
      if !ascii.cells.allSatisfy({ (0x20...0x7E).contains($0.scalar) && $0.marks == .zero && $0.width == 1 })
      {
        faults.append("\(value): not ASCII")
      }
      if ascii.bytes != bytes { faults.append("\(value): lost in ASCII") }
    }
    #expect(faults == [])
  }

  @Test func `each pair of bytes gives printable cells and comes back`() {
    var faults: [[UInt8]] = []
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let bytes = [first, second]
        let text = DisplayText(bytes: bytes)
        if fault(in: text) != nil || text.bytes != bytes { faults.append(bytes) }
        if EscapedText.unescape(EscapedText.escape(bytes)) != bytes { faults.append(bytes) }
      }
    }
    #expect(faults == [])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `random texts give printable cells and come back`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let spice: [UInt32] = [
      0x1B, 0x0A, 0x9B, 0x200D, 0xFE0F, 0x301, 0x1F468, 0x26A0, 0x202E, 0x65E5, 0x5D0, 0x3C, 0x5C, 0x25CC,
      0x240A, 0xA0, 0xB7, 0x1161, 0x1100, 0x61,
    ]
    var faults: [[UInt8]] = []
    for _ in 0..<4_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
        case 1:
          let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "x"
          bytes += String(scalar).utf8
        default:
          let scalar = Unicode.Scalar(spice.randomElement(using: &random) ?? 0) ?? "x"
          bytes += String(scalar).utf8
        }
      }
      let whole = DisplayText(bytes: bytes)
      let limit = Int.random(in: 0...40, using: &random)
      let cut = DisplayText(bytes: bytes, limit: limit)
      let copied = DisplayText(bytes: AnyCollection(bytes), limit: limit)
      let sane =
        fault(in: whole) == nil && whole.bytes == bytes && fault(in: cut) == nil && cut.width <= limit
        && cut.isCut == (whole.width > limit) && copied == cut && fault(in: whole.adapted(to: .ascii)) == nil
        && EscapedText.unescape(EscapedText.escape(bytes)) == bytes
        && EscapedText.unescape(EscapedText.escape(bytes, repertoire: .ascii)) == bytes
      if !sane { faults.append(bytes) }
    }
    #expect(faults == [])
  }

  @Test func `plain lines are unambiguous`() {
    #expect(EscapedText.escape("a\\n\n\t\u{1B}\u{0}\u{1}".utf8) == "a\\\\n\\n\\t\\e\\0\\x01")
    #expect(EscapedText.escape([0xED, 0x61] as [UInt8]) == "\\xEDa")
    #expect(EscapedText.escape("\u{202E}é\u{9B}".utf8) == "\\u{202E}é\\u{9B}")
    #expect(EscapedText.escape("\u{115F}\u{1160}\u{3164}".utf8) == "\\u{115F}\\u{1160}\\u{3164}")
    #expect(EscapedText.escape("\u{301}e\u{301}\n\u{301}".utf8) == "\\u{301}e\u{301}\\n\\u{301}")
    #expect(
      EscapedText.escape(("e" + String(repeating: "\u{301}", count: 6)).utf8)
        == "e\u{301}\u{301}\u{301}\u{301}\\u{301}\\u{301}")
    #expect(EscapedText.escape("é".utf8, repertoire: .ascii) == "\\u{E9}")
    #expect(EscapedText.unescape("\\") == nil)
    #expect(EscapedText.unescape("\\q") == nil)
  }
}
