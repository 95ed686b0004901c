/// What a cell means; the theme says how that looks.
///
/// A role that the theme does not name falls back by dots: `frame.close.error`, `frame.close`,
/// `frame`, `text`.
public enum Role: UInt8, CaseIterable, Sendable {
  case text, muted, strong, border, borderFocus, title
  case tabActive, tabInactive, tabUnread, tabConnecting, tabError
  case head, selection, selectionUnfocused, mark, match, matchCurrent
  case frameIn, frameOut, frameText, frameBin, framePing, framePong, frameCloseOk, frameCloseError, frameEvent
  case flagDeflate, flagFragment, flagViolation
  case time, deltaSlow, size
  case jsonKey, jsonString, jsonNumber, jsonBool, jsonNull, jsonPunct, jsonFold
  case hexOffset, hexByte, hexAscii, hexZero, hexNonprint
  /// The visible form of what is not shown as itself.
  case escape
  /// The same for a byte that is not UTF-8.
  case escapeInvalid
  case status, stateOpen, stateConnecting, stateClosed, stateError
  case followOn, followPaused, hintKey, hintText
  case prompt, promptOk, promptError, promptGhost
  case dialog, button, buttonFocus, buttonDanger
  case progressDone, progressRest, toastInfo, toastWarn, toastError

  /// The name in theme files, as `frame.close.error`.
  public var name: String {
    // Swift's names are the file's names but for these two, which would otherwise read badly in code.
    switch self {
    case .muted: "text.muted"
    case .strong: "text.strong"
    default: Self.dotted(String(describing: self))
    }
  }

  public init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }

  private static func dotted(_ camelCase: String) -> String {
    var name = ""
    for character in camelCase {
      if character.isUppercase { name += "." }
      name += character.lowercased()
    }
    return name
  }
}
