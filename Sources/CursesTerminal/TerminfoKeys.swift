internal import CNcurses
internal import Canvas

/// What terminfo says the keys of the terminal that was set up send.
enum TerminfoKeys {
  private static let names: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
      ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
      ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab),
    ] + (1...20).map { ("kf\($0)", Key.function($0)) }

  /// Only sequences that begin with ESC and go on: a single byte must stay what it is.
  static func all() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let value = wsglass_capability(name) else { continue }
      let bytes = Array(String(cString: value).utf8)
      guard bytes.first == 0x1B, bytes.count >= 2, bytes != [0x1B, 0x5B], bytes != [0x1B, 0x4F] else {
        continue
      }
      keys[bytes] = key
    }
    return keys
  }

  /// A string without its padding, which only terminals of the seventies need.
  static func plainString(_ name: String) -> String {
    guard let value = wsglass_capability(name) else { return "" }
    return String(cString: value).replacing(#/\$<[^>]*>/#, with: "")
  }
}
