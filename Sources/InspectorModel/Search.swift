/// A literal search through one tab's log, done in steps so that keys stay quick.
public struct Search: Sendable, Equatable {
  public var pattern: [UInt8]
  /// Smart case: a pattern without capitals matches both.
  public var foldsCase: Bool
  public var tab: TabID
  /// The record to look at next while running; `nil` at rest.
  var next: Int?
  var isForward = true
  /// Records looked at so far in this run.
  public internal(set) var examined = 0

  public var isRunning: Bool { next != nil }

  public init(text: String, tab: TabID) {
    pattern = Array(text.utf8)
    foldsCase = !text.unicodeScalars.contains { $0.properties.isUppercase }
    self.tab = tab
    if foldsCase { pattern = pattern.map(Self.lower) }
  }

  /// Where the pattern stands in a payload; nothing for the empty pattern.
  public func firstMatch(in bytes: [UInt8], from start: Int = 0) -> Range<Int>? {
    let count = pattern.count
    guard count > 0, bytes.count >= count, start <= bytes.count - count else { return nil }
    for offset in start...(bytes.count - count) {
      var index = 0
      while index < count {
        let byte = foldsCase ? Self.lower(bytes[offset + index]) : bytes[offset + index]
        if byte != pattern[index] { break }
        index += 1
      }
      if index == count { return offset..<(offset + count) }
    }
    return nil
  }

  /// ASCII only: other letters match as they are.
  static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
