/// Finds secrets, by their values and by fingerprints, in bytes of any kind.
public struct SecretFinder: Sendable {
  private let values: SecretValues
  private let fingerprints: FingerprintSearch

  public var isEmpty: Bool { values.isEmpty && fingerprints.isEmpty }

  /// So many bytes one of them takes at most, each byte of it written as `\\u0000`. Whoever looks at a part of a payload
  /// has to read so much more than that, so that none is cut.
  public var reach: Int { 7 * max(values.longest, fingerprints.longest) }

  /// Values shorter than `SecretValue.shortest` are left out.
  public init(_ values: [SecretValue] = [], _ fingerprints: [SecretFingerprints] = []) {
    self.values = SecretValues(values.filter { $0.bytes.count >= SecretValue.shortest })
    self.fingerprints = FingerprintSearch(fingerprints)
  }

  /// In no order, and they may overlap. `isCut`: more is to come, and what may be the beginning of a value counts too; of
  /// fingerprints only the whole can be known.
  public func find(in bytes: UnsafeRawBufferPointer, isCut: Bool = false, to found: inout [SecretPlace]) {
    find(in: bytes, isCut: isCut, depth: 0, to: &found)
  }

  /// A string in a string in a string.
  private static let mostDepth = 2

  private func find(
    in bytes: UnsafeRawBufferPointer, isCut: Bool, depth: Int, to found: inout [SecretPlace]
  ) {
    if !values.isEmpty { values.find(in: bytes, isCut: isCut, to: &found) }
    if !fingerprints.isEmpty { fingerprints.find(in: bytes, to: &found) }
    guard !isEmpty, depth < SecretFinder.mostDepth, SecretFinder.isEscapedTwice(bytes) else { return }
    let plain = UnescapedBytes(bytes, plusIsBlank: false)
    var inside: [SecretPlace] = []
    plain.bytes.withUnsafeBytes { find(in: $0, isCut: isCut, depth: depth + 1, to: &inside) }
    for var place in inside {
      place.range = plain.starts[place.range.lowerBound]..<plain.starts[place.range.upperBound]
      found.append(place)
    }
  }

  /// An escaped escape.
  private static func isEscapedTwice(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index &+ 1 < bytes.count {
      let byte = bytes[index]
      if byte == 0x5C, bytes[index &+ 1] == 0x5C { return true }
      if byte == UInt8(ascii: "%"), bytes[index &+ 1] == UInt8(ascii: "2"), index &+ 2 < bytes.count,
        bytes[index &+ 2] == UInt8(ascii: "5")
      {
        return true
      }
      index &+= 1
    }
    return false
  }
}
