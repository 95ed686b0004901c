import Scripts

/// Cuts a stream into chunks as the input says; its first bytes are the seed.
struct Splitter: RandomNumberGenerator {
  private var random: SplitMix

  init(seed: some Sequence<UInt8>) {
    random = SplitMix(seed: seed.reduce(0x9E37) { $0 &* 257 &+ UInt64($1) })
  }

  mutating func next() -> UInt64 { random.next() }

  mutating func chunks(_ stream: ArraySlice<UInt8>) -> [[UInt8]] {
    // Byte by byte, in small pieces, or in some that are as large as a read.
    let largest = [1, 3, 17, 200, 70_000][Int(next() % 5)]
    var chunks: [[UInt8]] = []
    var rest = stream
    while !rest.isEmpty {
      let size = Int.random(in: 1...largest, using: &self)
      chunks.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return chunks
  }
}

/// Gives the same numbers each time, so that a seed can hold the accept value of a handshake's key.
struct FixedRandom: RandomNumberGenerator {
  mutating func next() -> UInt64 { 0x0403_0201 }
}
