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

  /// The same for hex with blanks, commas or colons between its digits.
  public func places(inHex text: [UInt8]) -> [Range<Int>] {
    if isEmpty { return [] }
    let digits = text.indices.filter { !" ,:_\n\t".utf8.contains(text[$0]) }
    guard digits.count < text.count else { return [] }
    return places(in: digits.map { text[$0] }).map { place in
      digits[place.lowerBound]..<digits[place.upperBound - 1] + 1
    }
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
    return SecretMask.words(bytes, without: places) ?? text
  }

  /// Where a text has what its place alone says is a secret.
  public static func placesByStructure(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [SecretPlace] = []
    bytes.withUnsafeBytes { SecretStructure().find(in: $0, to: &found) }
    return SecretPlace.merged(found).map(\.range)
  }

  /// What its place alone says is a secret, for addresses of which nothing is known yet.
  public static func maskedByPlace(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return words(bytes, without: placesByStructure(in: bytes)) ?? text
  }

  private static func words(_ bytes: [UInt8], without places: [Range<Int>]) -> String? {
    if places.isEmpty { return nil }
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
