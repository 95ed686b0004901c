/// Unicode labels in ASCII letters (RFC 3492), for the names of hosts. Only the way there: a name is shown as it is asked
/// for, so that no letter can pass for another.
enum Punycode {
  private static let base = 36
  private static let smallestThreshold = 1
  private static let largestThreshold = 26
  private static let skew = 38
  private static let damping = 700
  private static let initialBias = 72
  private static let initialScalar: UInt32 = 0x80

  /// The label without `xn--`; nil where it would be longer than `limit` bytes, which also keeps the numbers far from
  /// overflow and the time for a hostile label short.
  static func encode(_ label: [Unicode.Scalar], limit: Int) -> [UInt8]? {
    guard label.count <= limit else { return nil }
    var output = label.filter(\.isASCII).map { UInt8(truncatingIfNeeded: $0.value) }
    let basicCount = output.count
    var handled = basicCount
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var current = initialScalar
    var delta = 0
    var bias = initialBias
    // Section 6.3.
    while handled < label.count {
      let next = label.reduce(UInt32.max) { $1.value >= current ? min($0, $1.value) : $0 }
      delta += Int(next - current) * (handled + 1)
      current = next
      for scalar in label {
        if scalar.value < current { delta += 1 }
        guard scalar.value == current else { continue }
        append(delta, bias: bias, to: &output)
        guard output.count <= limit else { return nil }
        bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      current += 1
    }
    return output.count <= limit ? output : nil
  }

  /// One number of variable length, its digits a-z and 0-9.
  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var position = base
    while true {
      let threshold = min(max(position - bias, smallestThreshold), largestThreshold)
      guard rest >= threshold else { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
    output.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)
  }

  /// Section 6.1.
  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damping : delta / 2
    delta += delta / count
    var steps = 0
    while delta > (base - smallestThreshold) * largestThreshold / 2 {
      delta /= base - smallestThreshold
      steps += base
    }
    return steps + (base - smallestThreshold + 1) * delta / (delta + skew)
  }
}
