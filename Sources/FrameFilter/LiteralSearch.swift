import ByteText

/// Finds one piece of text in bytes, sixteen places at a time: two rare bytes of it are compared first, the rest only
/// where both stand.
struct LiteralSearch: Hashable, Sendable {
  /// Letters in lower case where both cases count.
  let needle: [UInt8]
  /// 0x20 where a letter may be of either case, else 0.
  private let fold: [UInt8]
  private let first: Int
  private let second: Int

  /// `foldsCase` is about ASCII letters only; others match as they are.
  init(_ text: some Collection<UInt8>, foldsCase: Bool) {
    let fold = text.map { byte -> UInt8 in foldsCase && ASCII.isLetter(byte) ? 0x20 : 0 }
    let needle = zip(text, fold).map { $0 | $1 }
    (self.fold, self.needle) = (fold, needle)
    let byRarity = needle.indices.sorted { ByteRarity.rank(needle[$0]) < ByteRarity.rank(needle[$1]) }
    first = byRarity.first ?? 0
    second = byRarity.dropFirst().first ?? first
  }

  /// Where it stands first at `start` or later; nothing for an empty one.
  func find(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
    guard !needle.isEmpty, start >= 0, start <= bytes.count - needle.count, let base = bytes.baseAddress
    else {
      return nil
    }
    let end = bytes.count - needle.count + 1
    guard end - start >= Self.width else { return findOneByOne(base, start, end) }
    let (foldA, foldB) = (Block(repeating: fold[first]), Block(repeating: fold[second]))
    let (byteA, byteB) = (Block(repeating: needle[first]), Block(repeating: needle[second]))
    var place = start
    while true {
      let a = base.loadUnaligned(fromByteOffset: place + first, as: Block.self) | foldA
      let b = base.loadUnaligned(fromByteOffset: place + second, as: Block.self) | foldB
      let both = unsafeBitCast((a .== byteA) .& (b .== byteB), to: SIMD2<UInt64>.self)
      if both[0] | both[1] != 0 {
        if let found = candidate(base + place, both[0]) { return place + found }
        if let found = candidate(base + place + 8, both[1]) { return place + 8 + found }
      }
      if place + Self.width == end { return nil }
      // The last block may lie over the one before: what was looked at there is looked at again.
      place = min(place + Self.width, end - Self.width)
    }
  }

  private typealias Block = SIMD16<UInt8>
  private static let width = 16

  /// `lanes` has a byte of ones for each place where both rare bytes stand.
  private func candidate(_ base: UnsafeRawPointer, _ lanes: UInt64) -> Int? {
    var lanes = lanes
    while lanes != 0 {
      let place = lanes.trailingZeroBitCount >> 3
      if stands(at: base + place) { return place }
      lanes &= ~(0xFF << UInt64(place * 8))
    }
    return nil
  }

  private func findOneByOne(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int? {
    let (rare, mask) = (needle[first], fold[first])
    for place in start..<end
    where base.load(fromByteOffset: place + first, as: UInt8.self) | mask == rare && stands(at: base + place)
    {
      return place
    }
    return nil
  }

  private func stands(at place: UnsafeRawPointer) -> Bool {
    for index in needle.indices
    where place.load(fromByteOffset: index, as: UInt8.self) | fold[index] != needle[index] {
      return false
    }
    return true
  }
}

/// How often a byte is met in what WebSockets carry, mostly JSON; for choosing what to look for first.
enum ByteRarity {
  private static let commonFirst = Array("\"e,:0t1ao2nirs5 34d86l97c{}mpu.yhg_b-fvwk[]/TAESDCxIBzq".utf8)

  /// Small is rare.
  static func rank(_ byte: UInt8) -> Int {
    guard let place = commonFirst.firstIndex(of: byte) else { return byte == 0 || byte >= 0x80 ? 10 : 0 }
    return 20 + commonFirst.count - place
  }
}
