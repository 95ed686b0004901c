/// Hides the secrets of a connection from the eye: a `*` for each byte, so that all around it stays where it is.
public struct SecretMask: Sendable {
  public static let sign = UInt8(ascii: "*")

  private let finder: SecretFinder

  public var isEmpty: Bool { finder.isEmpty }
  /// Bytes to read beyond what is shown, and before it.
  public var reach: Int { finder.reach }

  public init(_ values: [SecretValue] = [], _ fingerprints: [SecretFingerprints] = []) {
    finder = SecretFinder(values, fingerprints)
  }

  /// What is to be hidden, in order, without overlaps.
  public func places(in bytes: [UInt8], isCut: Bool = false) -> [Range<Int>] {
    if isEmpty { return [] }
    var found: [SecretPlace] = []
    bytes.withUnsafeBytes { finder.find(in: $0, isCut: isCut, to: &found) }
    return SecretPlace.merged(found).map(\.range)
  }

  /// The same bytes with all that is to be hidden.
  public static func hiding(_ places: [Range<Int>], of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for place in places {
      for index in place.clamped(to: bytes.indices) { bytes[index] = sign }
    }
    return bytes
  }

  /// For words; where one is hidden, eight `*` stand, as in addresses.
  public func masked(_ text: String, isCut: Bool = false) -> String {
    if isEmpty { return text }
    let bytes = Array(text.utf8)
    let places = places(in: bytes, isCut: isCut)
    if places.isEmpty { return text }
    var shown: [UInt8] = []
    var start = 0
    for place in places {
      shown += bytes[start..<place.lowerBound]
      shown += [UInt8](repeating: SecretMask.sign, count: 8)
      start = place.upperBound
    }
    return String(decoding: shown + bytes[start...], as: UTF8.self)
  }
}
