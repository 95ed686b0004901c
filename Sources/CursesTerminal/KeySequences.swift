internal import Canvas

/// What a terminal's key and mouse sequences mean: xterm's, the Linux console's, rxvt's, kitty's, and
/// what terminfo adds for this terminal.
struct KeySequences: Sendable {
  private let terminfo: [[UInt8]: Key]

  init(terminfo: [[UInt8]: Key]) { self.terminfo = terminfo }

  /// A byte that stands alone.
  func single(_ byte: UInt8) -> Key {
    switch byte {
    case 0x00: Key(" ", .control)
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0D: Key(.enter)
    case 0x1B: Key(.escape)
    case 0x01...0x1A: Key(Unicode.Scalar(byte + 0x60), .control)
    case 0x1C...0x1F: Key(Unicode.Scalar(byte + 0x40), .control)
    default: Key(Unicode.Scalar(byte))
    }
  }

  /// `ESC x`, where it is not Alt-x: Alt-Enter that came as LF, and a vt52's keys.
  func escaped(_ byte: UInt8) -> Key? {
    if let key = terminfo[[0x1B, byte]] { return key }
    return byte == 0x0A ? Key(.enter, .alt) : nil
  }

  /// `ESC O`, perhaps a modifier, and a letter.
  func ss3(_ digits: [UInt8], final: UInt8) -> [InputEvent] {
    if let key = terminfo[[0x1B, 0x4F] + digits + [final]] { return [.key(key)] }
    let modifiers = Self.modifiers(Self.number(digits[...]) ?? 1)
    switch final {
    case 0x61...0x64: return cursor(final - 0x20, .control)
    case 0x4D: return [.key(Key(.enter, modifiers))]
    case 0x58: return [.key(Key("=", modifiers))]
    case 0x6A...0x79: return [.key(Key(Unicode.Scalar(final - 0x40), modifiers))]
    default: return cursor(final, modifiers)
    }
  }

  /// `ESC [ [ A` to `E`: F1 to F5 of the Linux console.
  func linuxFunction(_ byte: UInt8) -> [InputEvent] {
    guard (0x41...0x45).contains(byte) else { return [] }
    return [.key(Key(.function(Int(byte) - 0x40)))]
  }

  /// `ESC [`, parameters and intermediates, and the final byte. Empty: understood to be nothing for us.
  func csi(_ body: [UInt8], final: UInt8) -> [InputEvent] {
    if let key = terminfo[[0x1B, 0x5B] + body + [final]] { return [.key(key)] }
    // Private parameters are mouse reports and replies; a reply is no key.
    if body.first == 0x3C { return sgrMouse(body.dropFirst(), final: final) }
    guard body.allSatisfy({ (0x30...0x3B).contains($0) }) else { return [] }
    let fields = body.split(separator: 0x3B, omittingEmptySubsequences: false)
    let first = fields.first.flatMap(Self.number)
    let second = fields.count > 1 ? Self.number(fields[1]) : nil
    let modifiers = Self.modifiers(second ?? 1)
    switch final {
    case 0x7E: return tilde(first ?? 0, fields, modifiers)
    case 0x24: return tilde(first ?? 0, [], .shift)
    case 0x5E: return tilde(first ?? 0, [], .control)
    case 0x40: return tilde(first ?? 0, [], [.control, .shift])
    case 0x75: return first.map { kitty($0, modifiers) } ?? []
    case 0x49 where body.isEmpty: return [.focus(true)]
    case 0x4F where body.isEmpty: return [.focus(false)]
    case 0x5A: return [.key(Key(.backTab))]
    case 0x4D: return urxvtMouse(fields)
    case 0x61...0x64 where body.isEmpty: return cursor(final - 0x20, .shift)
    // A position report looks like F3 but for its first field.
    case 0x52 where (first ?? 1) != 1: return []
    default: return (first ?? 1) == 1 ? cursor(final, modifiers) : []
    }
  }

  private func cursor(_ final: UInt8, _ modifiers: Key.Modifiers) -> [InputEvent] {
    let code: Key.Code
    switch final {
    case 0x41: code = .up
    case 0x42: code = .down
    case 0x43: code = .right
    case 0x44: code = .left
    case 0x46: code = .end
    case 0x48: code = .home
    case 0x50...0x53: code = .function(Int(final) - 0x4F)
    default: return []
    }
    return [.key(Key(code, modifiers))]
  }

  private func tilde(_ number: Int, _ fields: [ArraySlice<UInt8>], _ modifiers: Key.Modifiers) -> [InputEvent]
  {
    if number == 27, fields.count == 3 {
      // xterm's modifyOtherKeys: 27 ; modifiers ; code.
      return Self.number(fields[2]).map { kitty($0, modifiers) } ?? []
    }
    let code: Key.Code
    switch number {
    case 1, 7: code = .home
    case 2: code = .insert
    case 3: code = .delete
    case 4, 8: code = .end
    case 5: code = .pageUp
    case 6: code = .pageDown
    case 11...15: code = .function(number - 10)
    case 17...21: code = .function(number - 11)
    case 23...26: code = .function(number - 12)
    case 28, 29: code = .function(number - 13)
    case 31...34: code = .function(number - 14)
    default: return []
    }
    return [.key(Key(code, modifiers))]
  }

  /// A key by its code point, as kitty's protocol and modifyOtherKeys report it.
  private func kitty(_ code: Int, _ modifiers: Key.Modifiers) -> [InputEvent] {
    if modifiers.contains(.control), let key = Self.sameByte(code, modifiers) { return [.key(key)] }
    switch code {
    case 9: return [.key(modifiers == .shift ? Key(.backTab) : Key(.tab, modifiers))]
    case 13: return [.key(Key(.enter, modifiers))]
    case 27: return [.key(Key(.escape, modifiers))]
    case 8, 127: return [.key(Key(.backspace, modifiers))]
    case 0x20...0x10FFFF:
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return [] }
      guard modifiers.contains(.shift) else { return [.key(Key(scalar, modifiers))] }
      let upper = scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar
      return [.key(Key(upper, modifiers.subtracting(.shift)))]
    default: return []
    }
  }

  /// With Ctrl, what has always been one byte with another key stays that key: nothing is bound to the two apart.
  private static func sameByte(_ code: Int, _ modifiers: Key.Modifiers) -> Key? {
    let others = modifiers.intersection(.alt)
    switch code {
    case 0x69: return Key(.tab, others)
    case 0x6D: return Key(.enter, others)
    case 0x5B: return Key(.escape, others)
    case 0x2F, 0x5F: return Key("_", others.union(.control))
    case 0x2D where modifiers.contains(.shift): return Key("_", others.union(.control))
    case 0x61...0x7A: return Key(Unicode.Scalar(UInt8(code)), others.union(.control))
    default: return nil
    }
  }

  private func sgrMouse(_ body: ArraySlice<UInt8>, final: UInt8) -> [InputEvent] {
    let fields = body.split(separator: 0x3B, omittingEmptySubsequences: false).compactMap(Self.number)
    guard fields.count == 3, final == 0x4D || final == 0x6D else { return [] }
    return mouse(fields[0], x: fields[1], y: fields[2], isRelease: final == 0x6D)
  }

  private func urxvtMouse(_ fields: [ArraySlice<UInt8>]) -> [InputEvent] {
    let fields = fields.compactMap(Self.number)
    guard fields.count == 3, fields[0] >= 32 else { return [] }
    let buttons = fields[0] - 32
    return mouse(buttons, x: fields[1], y: fields[2], isRelease: buttons & 0b1100011 == 3)
  }

  /// `ESC [ M` and three bytes, each 32 too large: terminals that do not know the SGR form.
  func x10Mouse(_ bytes: [UInt8]) -> [InputEvent] {
    let fields = bytes.map { Int($0) - 32 }
    guard fields.allSatisfy({ $0 >= 0 }) else { return [] }
    return mouse(fields[0], x: fields[1], y: fields[2], isRelease: fields[0] & 0b1100011 == 3)
  }

  private func mouse(_ buttons: Int, x: Int, y: Int, isRelease: Bool) -> [InputEvent] {
    guard x > 0, y > 0, buttons < 256 else { return [] }
    var modifiers: Key.Modifiers = []
    if buttons & 4 != 0 { modifiers.insert(.shift) }
    if buttons & 8 != 0 { modifiers.insert(.alt) }
    if buttons & 16 != 0 { modifiers.insert(.control) }
    let action: Mouse.Action
    var button = buttons & 3
    switch buttons & ~0b11100 {
    case 64: (action, button) = (.wheelUp, 0)
    case 65: (action, button) = (.wheelDown, 0)
    case 0...3: action = isRelease ? .release : .press
    // Motion with no button held is noise that we did not ask for.
    case 32...34: action = .drag
    default: return []
    }
    if isRelease, button == 3 { button = 0 }
    return [
      .mouse(Mouse(action, button: button, at: Point(x: x - 1, y: y - 1), modifiers: modifiers))
    ]
  }

  /// 1 plus a bit each for Shift, Alt and Ctrl.
  private static func modifiers(_ parameter: Int) -> Key.Modifiers {
    let bits = max(0, parameter - 1)
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 2 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  /// Nil for an empty field, or one that no terminal sends.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.count <= 7 else { return nil }
    return Int(Substring(decoding: digits, as: UTF8.self))
  }
}
