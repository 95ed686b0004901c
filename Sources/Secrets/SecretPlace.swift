/// Where a secret stands.
public struct SecretPlace: Sendable {
  public var range: Range<Int>
  public var name: [UInt8]
  /// What goes around a marker so that what is around it still makes sense: quotes where a number stood.
  public var quote: [UInt8]?
  /// What tells the secret from others, whatever form of it was found; nil where only its place told.
  public var value: [UInt8]?

  /// In order, overlapping ones as one. Known values name it where they are part of it.
  public static func merged(_ places: [SecretPlace]) -> [SecretPlace] {
    var result: [SecretPlace] = []
    for place in places.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard let last = result.last, place.range.lowerBound < last.range.upperBound else {
        result.append(place)
        continue
      }
      var joined = last
      joined.range = last.range.lowerBound..<max(last.range.upperBound, place.range.upperBound)
      if place.value != nil, last.value == nil, place.range.count * 2 > last.range.count {
        joined.value = place.value
        joined.name = place.name
      }
      result[result.count - 1] = joined
    }
    return result
  }
}
