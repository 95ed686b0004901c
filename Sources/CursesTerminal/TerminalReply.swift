/// What the terminal's background is like.
public enum TerminalBackground: Hashable, Sendable {
  case light, dark

  /// From COLORFGBG, "15;0" or "0;default;15": the last number is the background's colour. Nil where there is none.
  public init?(colorFGBG: String) {
    guard let number = colorFGBG.split(separator: ";").last.flatMap({ Int($0) }), (0...15).contains(number)
    else { return nil }
    self = number == 7 || number >= 9 ? .light : .dark
  }
}

/// What the terminal answered to a question of ours. Only numbers and our own cases come out of it, whatever it wrote.
enum TerminalReply: Hashable, Sendable {
  /// DA1, which every terminal answers, and last: no other answer will come.
  case attributes
  /// DECRPM: a mode that can be switched is known.
  case mode(Int)
  /// The keyboard protocol of kitty is there.
  case keyboard
  case background(TerminalBackground)

  /// A private CSI sequence: `body` begins with "?".
  init?(body: [UInt8], final: UInt8) {
    guard body.first == 0x3F else { return nil }
    let fields = body.dropFirst().prefix { $0 != 0x24 }.split(separator: 0x3B).map { digits in
      digits.count <= 7 ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
    switch final {
    case UInt8(ascii: "c"): self = .attributes
    case UInt8(ascii: "u") where fields.count == 1 && fields[0] != nil: self = .keyboard
    case UInt8(ascii: "y"):
      // 1: set, 2: reset; all else can't be switched.
      guard fields.count == 2, let mode = fields[0], let state = fields[1], (1...2).contains(state) else {
        return nil
      }
      self = .mode(mode)
    case UInt8(ascii: "n"):
      guard fields.count == 2, fields[0] == 997, let scheme = fields[1], (1...2).contains(scheme) else {
        return nil
      }
      self = .background(scheme == 1 ? .dark : .light)
    default: return nil
    }
  }

  /// OSC 11: `11;rgb:ffff/ffff/ffff`, with one to four digits for each part.
  init?(string: [UInt8]) {
    let text = String(decoding: string, as: UTF8.self)
    let parts = text.split(separator: ":")
    guard parts.count == 2, parts[0] == "11;rgb" || parts[0] == "11;rgba" else { return nil }
    let levels = parts[1].split(separator: "/").prefix(3).map { part -> Double? in
      guard (1...4).contains(part.utf8.count), let value = UInt16(part, radix: 16) else { return nil }
      return Double(value) / Double((1 << (4 * part.utf8.count)) - 1)
    }
    guard levels.count == 3, let red = levels[0], let green = levels[1], let blue = levels[2] else {
      return nil
    }
    self = .background(0.299 * red + 0.587 * green + 0.114 * blue > 0.5 ? .light : .dark)
  }
}
