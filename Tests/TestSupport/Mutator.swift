/// Changes bytes, by a seed, in the ways in which files are damaged: flips, cuts, doubles, swaps, and signs that mean much.
public struct Mutator {
  public var random: SeededRandom
  private let signs: [UInt8]
  /// Changes of one piece at the most.
  private let most: Int

  /// `signs` are those that mean something to whoever reads the bytes.
  public init(seed: UInt64, signs: String = "{}[]\"'\\,:$ \n\t#-|>~/*0e.\u{0}", most: Int = 4) {
    random = SeededRandom(seed: seed)
    self.signs = Array(signs.utf8) + [0x80, 0xC3, 0xFF]
    self.most = most
  }

  public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(most) {
      guard !bytes.isEmpty else { return bytes }
      let at = random.below(bytes.count)
      switch random.below(8) {
      case 0: bytes[at] ^= UInt8(1 << random.below(8))
      case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 2: bytes.removeSubrange(at...)
      case 3: bytes.insert(signs[random.below(signs.count)], at: at)
      case 4: bytes[at] = signs[random.below(signs.count)]
      case 5: bytes.remove(at: at)
      case 6: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(20)))
      default:
        let piece = bytes[at..<min(bytes.count, at + 1 + random.below(40))]
        bytes.insert(contentsOf: piece, at: random.below(bytes.count))
      }
    }
    return bytes
  }
}
