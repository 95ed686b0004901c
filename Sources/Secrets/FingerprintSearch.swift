import ByteText

/// Finds secrets of which only fingerprints are known. It reads what may be one as it was meant: as it stands, and what it
/// decodes to from percent and JSON escapes, from hex, and from base64 wherever that began. So one hash does for all forms.
struct FingerprintSearch: Sendable {
  /// All of one length, which one pass finds.
  private struct Length: Sendable {
    let rolling: RollingHash
    let hashes: [UInt32]
    let names: [String]
  }

  private struct ByteClass: OptionSet {
    let rawValue: UInt8
    static let hex = ByteClass(rawValue: 1)
    static let base64 = ByteClass(rawValue: 2)
    static let escape = ByteClass(rawValue: 4)
    static let plus = ByteClass(rawValue: 8)
  }

  private let lengths: [Length]
  private let shortest: Int
  private let classes: [UInt8]
  /// Bytes of the longest secret.
  let longest: Int

  var isEmpty: Bool { lengths.isEmpty }

  init(_ fingerprints: [SecretFingerprints]) {
    lengths = fingerprints.flatMap { prints in
      Dictionary(grouping: prints.all, by: \.length).sorted { $0.key < $1.key }.map { length, all in
        Length(
          rolling: RollingHash(base: prints.base, length: length), hashes: all.map(\.hash),
          names: all.map(\.name))
      }
    }
    shortest = lengths.map(\.rolling.length).min() ?? .max
    longest = lengths.map(\.rolling.length).max() ?? 0
    classes = (UInt8.min...UInt8.max).map { byte in
      var kind: ByteClass = []
      if Hex.value(byte) != nil { kind.insert(.hex) }
      if Base64.value(byte) != nil { kind.insert(.base64) }
      if byte == UInt8(ascii: "%") || byte == 0x5C { kind.insert(.escape) }
      if byte == UInt8(ascii: "+") { kind.insert(.plus) }
      return kind.rawValue
    }
  }

  func find(in bytes: UnsafeRawBufferPointer, to found: inout [SecretPlace]) {
    guard bytes.count >= shortest else { return }
    let seen = findForms(in: bytes, to: &found) { $0 }
    if seen.contains(.escape) { findEscaped(bytes, plusIsBlank: false, to: &found) }
    if seen.contains(.plus) { findEscaped(bytes, plusIsBlank: true, to: &found) }
  }

  // MARK: Forms

  /// As it stands, hex and base64. `place` says where in the payload an offset is.
  private func findForms(
    in bytes: UnsafeRawBufferPointer, to found: inout [SecretPlace], place: (Int) -> Int
  ) -> ByteClass {
    scan(bytes, to: &found) { place($0)..<place($1) }
    var seen: UInt8 = 0
    var start = 0
    // n bytes of base64 take 8n/6 digits at least; hex takes more, and its digits are some of these.
    let least = (shortest * 8 + 5) / 6
    classes.withUnsafeBufferPointer { classes in
      for index in 0..<bytes.count {
        let kind = classes[Int(bytes[index])]
        seen |= kind
        if kind & ByteClass.base64.rawValue != 0 { continue }
        if index - start >= least { findDigits(in: bytes, start..<index, to: &found, place: place) }
        start = index + 1
      }
    }
    if bytes.count - start >= least { findDigits(in: bytes, start..<bytes.count, to: &found, place: place) }
    return ByteClass(rawValue: seen)
  }

  private func findDigits(
    in bytes: UnsafeRawBufferPointer, _ run: Range<Int>, to found: inout [SecretPlace], place: (Int) -> Int
  ) {
    for phase in 0..<4 {
      let start = run.lowerBound + phase
      let decoded = Base64.readable(
        UnsafeRawBufferPointer(rebasing: bytes[start..<max(start, run.upperBound)]))
      decoded.withUnsafeBytes { decoded in
        scan(decoded, to: &found) { first, end in
          let last = end - 1
          return place(start + first / 3 * 4 + first % 3)..<place(start + last / 3 * 4 + last % 3 + 2)
        }
      }
    }
    var start = run.lowerBound
    for index in run.lowerBound...run.upperBound {
      if index < run.upperBound, Hex.value(bytes[index]) != nil { continue }
      if index - start >= 2 * shortest { findHex(in: bytes, start..<index, to: &found, place: place) }
      start = index + 1
    }
  }

  private func findHex(
    in bytes: UnsafeRawBufferPointer, _ run: Range<Int>, to found: inout [SecretPlace], place: (Int) -> Int
  ) {
    for start in [run.lowerBound, run.lowerBound + 1] {
      let decoded = stride(from: start, to: run.upperBound - 1, by: 2).map { index in
        Hex.byte(bytes[index], bytes[index + 1]) ?? 0
      }
      decoded.withUnsafeBytes { decoded in
        scan(decoded, to: &found) { first, end in place(start + first * 2)..<place(start + end * 2) }
      }
    }
  }

  private func findEscaped(
    _ bytes: UnsafeRawBufferPointer, plusIsBlank: Bool, to found: inout [SecretPlace]
  ) {
    let plain = UnescapedBytes(bytes, plusIsBlank: plusIsBlank)
    plain.bytes.withUnsafeBytes { decoded in
      if plusIsBlank {
        scan(decoded, to: &found) { plain.starts[$0]..<plain.starts[$1] }
      } else {
        _ = findForms(in: decoded, to: &found) { plain.starts[$0] }
      }
    }
  }

  // MARK: Windows

  @inline(__always)
  private func scan(
    _ bytes: UnsafeRawBufferPointer, to found: inout [SecretPlace], range: (Int, Int) -> Range<Int>
  ) {
    for length in lengths {
      length.rolling.scan(bytes, for: length.hashes) { start, hash in
        let index = length.hashes.firstIndex(of: hash) ?? 0
        found.append(
          SecretPlace(
            range: range(start, start + length.rolling.length), name: Array(length.names[index].utf8),
            value: Array("\(length.rolling.length) \(hash)".utf8)))
      }
    }
  }
}
