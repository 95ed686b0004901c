internal import CNcurses
internal import Canvas

/// What each role is to ncurses: attributes and a colour pair, made when first used.
struct StyleTable {
  struct Look: Equatable {
    var attributes: attr_t = 0
    var pair: Int32 = 0
    var background: Int32 = -1
    /// A blank looks the same in every style that has this background and no such line or reversal.
    var showsOnBlanks = false
  }

  /// 256: the `linux` console has 64 and vt100 none; a screen full of roles needs some 20.
  private static let mostPairs: Int32 = 256

  let theme: Theme
  let depth: ColourDepth
  private let pairCount: Int32
  private let hasDefaultColours: Bool
  private var pairs: [PairKey: Int32] = [:]
  private var looks: [Look?]

  private struct PairKey: Hashable {
    var foreground: Int32
    var background: Int32
  }

  init(theme: Theme, depth: ColourDepth, pairCount: Int32, hasDefaultColours: Bool) {
    self.theme = theme
    self.depth = depth
    self.pairCount = min(pairCount, Self.mostPairs)
    self.hasDefaultColours = hasDefaultColours
    looks = Array(repeating: nil, count: Role.allCases.count * 2)
  }

  /// An escape inside another role, as in a selected row, is reversed against it.
  mutating func look(of role: Role, isEscape: Bool) -> Look {
    let turned = isEscape && role != .escape && role != .escapeInvalid
    let index = Int(role.rawValue) * 2 + (turned ? 1 : 0)
    if let look = looks[index] { return look }
    var style = theme.style(for: role, colours: depth)
    if turned { style.attributes.formSymmetricDifference(.reverse) }
    let background = depth == .mono ? -1 : number(style.background, else: 0)
    let look = Look(
      attributes: Self.attributes(style.attributes),
      pair: depth == .mono ? 0 : pair(number(style.foreground, else: 7), background),
      background: background,
      showsOnBlanks: !style.attributes.isDisjoint(with: [.underline, .reverse]))
    looks[index] = look
    return look
  }

  private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
    if foreground == -1, background == -1 { return 0 }
    let key = PairKey(foreground: foreground, background: background)
    if let pair = pairs[key] { return pair }
    let pair = Int32(pairs.count + 1)
    // Out of pairs: the default colours are always readable.
    guard pair < pairCount, init_extended_pair(pair, foreground, background) == 0 else { return 0 }
    pairs[key] = pair
    return pair
  }

  private func number(_ colour: Colour, else fallback: Int32) -> Int32 {
    switch colour {
    case .default: hasDefaultColours ? -1 : fallback
    case .ansi(let index) where depth == .direct && index >= 8: direct(RGB(indexed: index))
    case .ansi(let index): Int32(index)
    case .indexed(let index): depth == .direct ? direct(RGB(indexed: index)) : Int32(index)
    case .rgb(let rgb): direct(rgb)
    }
  }

  /// Direct colour still takes 0 to 7 for the palette; the nearest blue stands for these.
  private func direct(_ rgb: RGB) -> Int32 {
    let value = Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue)
    return value == 0 ? 0 : max(8, value)
  }

  private static func attributes(_ attributes: Style.Attributes) -> attr_t {
    var bits: attr_t = 0
    if attributes.contains(.bold) { bits |= wsglass_bold() }
    if attributes.contains(.dim) { bits |= wsglass_dim() }
    if attributes.contains(.italic) { bits |= wsglass_italic() }
    if attributes.contains(.underline) { bits |= wsglass_underline() }
    if attributes.contains(.reverse) { bits |= wsglass_reverse() }
    return bits
  }
}
