/// Takes a program's output apart, to see that it holds only what it should.
struct TerminalSequences {
  /// `ESC [ ? h` and the like: the sequence without its numbers, and the numbers.
  var sequences: [String] = []
  var faults: [String] = []
  var text = ""
  /// DEC modes, with what they were set to last.
  var modes: [String: Bool] = [:]

  /// Final bytes of CSI that move, erase, scroll and colour; nothing reports, names or copies.
  private static let allowedFinals = Set("ABCDGHJKLMPSTX@dfhlmr".utf8)
  private static let allowedModes: Set<String> = [
    "?1", "?7", "?12", "?25", "?1002", "?1004", "?1006", "?1034", "?1049", "?2004", "4", "34",
  ]

  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    var plain: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case 0x1B: escape(&rest)
      case 0x08, 0x09, 0x0A, 0x0D, 0x0E, 0x0F: continue
      case 0x00..<0x20, 0x7F: faults.append("control \(byte)")
      default: plain.append(byte)
      }
    }
    text = String(decoding: plain, as: UTF8.self)
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        faults.append("U+" + String(scalar.value, radix: 16))
      default: if scalar == "\u{FFFD}" { faults.append("no UTF-8") }
      }
    }
  }

  private mutating func escape(_ rest: inout ArraySlice<UInt8>) {
    guard let kind = rest.popFirst() else { return faults.append("ESC at the end") }
    switch kind {
    case UInt8(ascii: "["): csi(&rest)
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      let set = rest.popFirst() ?? 0
      if !"B0".utf8.contains(set) { faults.append("character set \(set)") }
    case _ where "78=>MDEc".utf8.contains(kind) && kind != UInt8(ascii: "c"): break
    default: faults.append("ESC \(Character(Unicode.Scalar(kind)))")
    }
  }

  private mutating func csi(_ rest: inout ArraySlice<UInt8>) {
    var parameters = ""
    while let byte = rest.popFirst() {
      if (0x20...0x3F).contains(byte) {
        parameters.unicodeScalars.append(Unicode.Scalar(byte))
        continue
      }
      let final = String(Unicode.Scalar(byte))
      sequences.append(parameters + final)
      switch final {
      case "h", "l":
        let mark = parameters.hasPrefix("?") ? "?" : ""
        for number in parameters.drop(while: { $0 == "?" }).split(separator: ";") {
          if !Self.allowedModes.contains(mark + number) { faults.append("mode " + mark + number) }
          modes[mark + number] = final == "h"
        }
      // xterm's own: keeps the window's title while we run.
      case "t" where ["22;0;0", "23;0;0"].contains(parameters): break
      // The Linux console's cursor: as it was, or visible.
      case "c" where ["?0", "?1", "?8"].contains(parameters): break
      default:
        if !Self.allowedFinals.contains(byte) || parameters.hasPrefix("?") {
          faults.append("CSI " + parameters + final)
        }
      }
      return
    }
    faults.append("CSI at the end")
  }
}
