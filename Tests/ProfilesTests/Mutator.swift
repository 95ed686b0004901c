/// Changes bytes, by a seed, in the ways in which files are damaged: flips, cuts, doubles, swaps, and signs that mean much.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SeededRandom.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  private static let signs = Array("{}[]\"'\\,:$ \n\t#-|>~/*0e.\u{0}\u{FF}".utf8)

  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(3) {
      guard !bytes.isEmpty else { return bytes }
      let at = below(bytes.count)
      switch below(7) {
      case 0: bytes[at] ^= UInt8(1 << below(8))
      case 1: bytes.removeSubrange(at...)
      case 2: bytes.insert(Self.signs[below(Self.signs.count)], at: at)
      case 3: bytes[at] = Self.signs[below(Self.signs.count)]
      case 4: bytes.remove(at: at)
      case 5: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(20)))
      default:
        let piece = bytes[at..<min(bytes.count, at + 1 + below(40))]
        bytes.insert(contentsOf: piece, at: below(bytes.count))
      }
    }
    return bytes
  }
}
