/// Says the same to the terminal in fewer bytes.
///
/// ncurses chooses the character set with every change of attributes (`ESC ( B`, in tmux and screen SI), though
/// this program never draws in another, and sets attributes and colours one after the other. Of a log row's 200
/// bytes that is some 50.
enum SequenceSaver {
  /// More parameters than any terminal refuses.
  private static let mostParameters = 24
  /// SO and SI choose the second and the first character set (ECMA-48). No cell holds either.
  private static let shiftOut: UInt8 = 0x0E
  private static let shiftIn: UInt8 = 0x0F

  /// `keepsFirstCharacterSet` when the terminal may be drawing in another one. `rows` is its height.
  static func save(_ bytes: [UInt8], rows: Int, keepsFirstCharacterSet: Bool = false) -> [UInt8] {
    var mayDropCharacterSet = !keepsFirstCharacterSet
    let wholeScreen = Array("\u{1B}[1;\(rows)r".utf8)
    var saved: [UInt8] = []
    saved.reserveCapacity(bytes.count)
    var style: [UInt8]?
    var index = 0
    while index < bytes.count {
      if bytes[index] == shiftIn {
        if !mayDropCharacterSet { saved.append(shiftIn) }
        mayDropCharacterSet = true
        index += 1
      } else if bytes[index] != 0x1B {
        if bytes[index] == shiftOut { mayDropCharacterSet = false }
        write(&style, to: &saved)
        saved.append(bytes[index])
        index += 1
      } else if bytes[index...].starts(with: [0x1B, 0x28, 0x42]) {
        if !mayDropCharacterSet { saved += [0x1B, 0x28, 0x42] }
        mayDropCharacterSet = true
        index += 3
      } else if bytes[index...].starts(with: wholeScreen) {
        // Without numbers the margins are the screen's.
        saved += [0x1B, 0x5B, 0x72]
        index += wholeScreen.count
      } else if let parameters = styleParameters(bytes, at: index) {
        style = merged(style, parameters)
        index += parameters.count + 3
      } else {
        write(&style, to: &saved)
        saved.append(0x1B)
        index += 1
      }
    }
    write(&style, to: &saved)
    return saved
  }

  /// The parameters of `ESC [ ... m`, or nil where something else stands.
  private static func styleParameters(_ bytes: [UInt8], at index: Int) -> ArraySlice<UInt8>? {
    guard index + 2 < bytes.count, bytes[index + 1] == 0x5B else { return nil }
    let parameters = bytes[(index + 2)...].prefix { (0x30...0x39).contains($0) || $0 == 0x3B }
    guard parameters.endIndex < bytes.count, bytes[parameters.endIndex] == 0x6D else { return nil }
    return parameters
  }

  private static func merged(_ first: [UInt8]?, _ second: ArraySlice<UInt8>) -> [UInt8] {
    let resets =
      second.isEmpty || second.first == 0x30 && (second.count == 1 || second.dropFirst().first == 0x3B)
    guard let first, !resets else { return Array(second) }
    guard first.count(where: { $0 == 0x3B }) + second.count(where: { $0 == 0x3B }) < mostParameters else {
      // Two sequences in one piece of output.
      return first + [0x6D, 0x1B, 0x5B] + second
    }
    // No parameter is the same as 0.
    return first + [0x3B] + second
  }

  private static func write(_ style: inout [UInt8]?, to saved: inout [UInt8]) {
    guard let parameters = style else { return }
    // A leading 0 may be left out before other parameters: `ESC [ ; 2 m`.
    let leadsWithZero = parameters.starts(with: [0x30, 0x3B])
    saved += [0x1B, 0x5B] + parameters.dropFirst(leadsWithZero ? 1 : 0) + [0x6D]
    style = nil
  }
}
