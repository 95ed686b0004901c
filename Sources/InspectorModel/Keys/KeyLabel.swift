public import Canvas

extension Key {
  /// As help and messages name the key: "j", "^D", "Alt-Enter", "PgDn".
  public var label: String {
    var prefix = ""
    if modifiers.contains(.alt) { prefix += "Alt-" }
    if modifiers.contains(.shift) { prefix += "Shift-" }
    if case .character(let scalar) = code {
      if modifiers.contains(.control) {
        return scalar == " " ? prefix + "^Space" : prefix + "^" + String(scalar).uppercased()
      }
      // With Alt the letter is what the key's cap says; without, what is typed.
      let letter = modifiers.contains(.alt) ? String(scalar).uppercased() : String(scalar)
      return prefix + (scalar == " " ? "Space" : letter)
    }
    if modifiers.contains(.control) { prefix = "^" + prefix }
    return prefix + code.name
  }
}

extension Key.Code {
  fileprivate var name: String {
    switch self {
    case .character(let scalar): String(scalar)
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    }
  }
}
