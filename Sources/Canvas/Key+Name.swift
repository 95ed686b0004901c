extension Key {
  /// "ctrl-x", "alt-enter", "pgdn", "J", and as help writes it: "^X", "PgDn", "Alt-R". Nil for what names no key.
  public init?(named text: String) {
    var rest = Substring(text)
    var modifiers: Modifiers = []
    var isNext = true
    while isNext {
      isNext = false
      for (prefix, modifier) in Self.prefixes where rest.count > prefix.count {
        guard rest.prefix(prefix.count).lowercased() == prefix else { continue }
        modifiers.insert(modifier)
        rest = rest.dropFirst(prefix.count)
        isNext = true
      }
    }
    let scalars = Array(rest.unicodeScalars)
    if scalars.count == 1, let letter = Self.letter(scalars[0], &modifiers) {
      self.init(letter, modifiers)
    } else if let code = Self.codes[rest.lowercased()] {
      let isBackTab = code == .tab && modifiers == .shift
      self.init(isBackTab ? .backTab : code, isBackTab ? [] : modifiers)
    } else {
      return nil
    }
  }

  private static let prefixes: [(String, Modifiers)] = [
    ("ctrl-", .control), ("control-", .control), ("^", .control), ("alt-", .alt), ("meta-", .alt),
    ("shift-", .shift),
  ]

  /// What keys without a character are called.
  private static let codes: [String: Code] = {
    var codes: [String: Code] = [
      "enter": .enter, "return": .enter, "esc": .escape, "escape": .escape, "tab": .tab,
      "backspace": .backspace, "bksp": .backspace, "del": .delete, "delete": .delete, "ins": .insert,
      "insert": .insert, "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
      "pgup": .pageUp, "pageup": .pageUp, "pgdn": .pageDown, "pagedown": .pageDown, "space": .character(" "),
    ]
    for number in 1...20 { codes["f\(number)"] = .function(number) }
    return codes
  }()

  /// For a guess at what was meant.
  public static let names: [String] = codes.keys.sorted()

  /// With Ctrl and Alt the letter is what the key's cap says; Shift turns it into what is typed.
  private static func letter(_ scalar: Unicode.Scalar, _ modifiers: inout Modifiers) -> Unicode.Scalar? {
    guard scalar.value > 0x20, scalar.value != 0x7F, scalar.properties.generalCategory != .control else {
      return nil
    }
    let isShifted = modifiers.contains(.shift)
    modifiers.remove(.shift)
    guard isShifted || !modifiers.isEmpty else { return scalar }
    let turned = isShifted ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
    return modifiers.contains(.control)
      ? scalar.properties.lowercaseMapping.unicodeScalars.first : turned.unicodeScalars.first
  }

  /// Terminals send another key's bytes for it, or begin other keys with it: nil where it comes as itself.
  public var arrivesAs: Key? {
    guard case .character(let letter) = code else { return nil }
    if modifiers == .control {
      switch letter {
      case "i": return Key(.tab)
      case "m": return Key(.enter)
      case "h": return Key(.backspace)
      case "[": return Key(.escape)
      default: return nil
      }
    }
    return modifiers == .alt && (letter == "[" || letter == "O") ? Key(.escape) : nil
  }
}
