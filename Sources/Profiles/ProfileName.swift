/// What a profile may be called: its file's name without `.json`.
public enum ProfileName {
  /// 64 bytes.
  public static let longest = 64

  /// Why a text is no name.
  public enum Fault: Error, Sendable, Hashable {
    case empty
    case tooLong
    /// A dot or a hyphen first: hidden, or taken for an option.
    case badStart
    /// A slash, a blank, a control byte, or another that a shell, a path or a screen takes for something else.
    case badByte(UInt8)
    /// A word that is a command.
    case taken(String)
  }

  /// `reserved` are words that mean something else on a command line.
  public static func check(_ name: String, reserved: [String] = []) throws(Fault) {
    let bytes = Array(name.utf8)
    guard let first = bytes.first else { throw .empty }
    guard bytes.count <= longest else { throw .tooLong }
    guard first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { throw .badStart }
    if let bad = bytes.first(where: { !isNameByte($0) }) { throw .badByte(bad) }
    if reserved.contains(name) { throw .taken(name) }
  }

  /// Letters and digits of ASCII, `-`, `_`, `.`, `+`.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "-_.+".utf8.contains(byte)
    }
  }

  /// The nearest name to a text that can be one: "Feed (prod)" is "Feed-prod". Empty where nothing of it can.
  public static func made(from text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isNameByte(byte) {
        bytes.append(byte)
      } else if bytes.last != UInt8(ascii: "-") {
        bytes.append(UInt8(ascii: "-"))
      }
    }
    let start = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    var kept = Array(start.prefix(longest))
    while kept.last == UInt8(ascii: "-") { kept.removeLast() }
    return String(decoding: kept, as: UTF8.self)
  }
}
