/// Finds secrets, by their values and by fingerprints, in bytes of any kind.
public struct SecretFinder: Sendable {
  private let values: SecretValues
  private let fingerprints: FingerprintSearch

  public var isEmpty: Bool { values.isEmpty && fingerprints.isEmpty }

  /// So many bytes one of them takes at most, each byte of it written as `\u0000`. Whoever looks at a part of a payload
  /// has to read so much more than that, so that none is cut.
  public var reach: Int { 6 * max(values.longest, fingerprints.longest) }

  /// Values shorter than `SecretValue.shortest` are left out.
  public init(_ values: [SecretValue] = [], _ fingerprints: [SecretFingerprints] = []) {
    self.values = SecretValues(values.filter { $0.bytes.count >= SecretValue.shortest })
    self.fingerprints = FingerprintSearch(fingerprints)
  }

  /// In no order, and they may overlap. `isCut`: more is to come, and what may be the beginning of a value counts too; of
  /// fingerprints only the whole can be known.
  public func find(in bytes: UnsafeRawBufferPointer, isCut: Bool = false, to found: inout [SecretPlace]) {
    if !values.isEmpty { values.find(in: bytes, isCut: isCut, to: &found) }
    if !fingerprints.isEmpty { fingerprints.find(in: bytes, to: &found) }
  }
}
