/// What is kept of secrets beside a capture, so that they are found in it later without being there: of each its name,
/// its length, and 32 bits of a hash.
///
/// What it gives away: the length, and a check that a wrong guess passes once in 4,294,967,296 times. A secret of more
/// than 32 bits of chance stays one of many; a word of a dictionary can be confirmed. What it costs: one false place in
/// 4 GiB of payload, for each length. Secrets under 6 bytes are not looked for.
public struct SecretFingerprints: Sendable, Equatable {
  struct Fingerprint: Sendable, Equatable {
    let name: String
    let length: Int
    let hash: UInt32
  }

  /// 6 bytes: a shorter one would be found in much that is none.
  public static let shortest = 6
  /// 64 KiB: more than any head may hold.
  static let longest = 64 << 10
  /// 64 secrets; each length is a pass over every payload.
  static let most = 64
  /// 8 KiB: as much as `most` of them take.
  public static let fileLimit = 8 << 10
  private static let firstLine = "wsglass secrets 1"

  let base: UInt64
  let all: [Fingerprint]

  /// Nil where there is nothing to look for. `base` is random, and another one for each capture.
  public init?(of values: [SecretValue], base: UInt64) {
    let known = values.filter { SecretFingerprints.shortest...SecretFingerprints.longest ~= $0.bytes.count }
    var all: [Fingerprint] = []
    for value in known.prefix(SecretFingerprints.most) {
      let hash = RollingHash(base: base, length: value.bytes.count).hash(value.bytes)
      let name = String(decoding: SecretNames.plain(value.name.utf8), as: UTF8.self)
      let print = Fingerprint(name: name, length: value.bytes.count, hash: hash)
      if !all.contains(print) { all.append(print) }
    }
    guard !all.isEmpty else { return nil }
    self.base = base
    self.all = all
  }

  // MARK: Kept

  /// A line for the base, a line for each: `36 9f3a0c11 Authorization`.
  public var bytes: [UInt8] {
    let lines = all.map { "\($0.length) \(String($0.hash, radix: 16)) \($0.name)" }
    return Array(
      ([SecretFingerprints.firstLine, String(base, radix: 16)] + lines).map { $0 + "\n" }.joined().utf8)
  }

  /// Lines that make no sense are left out; nil where none is left.
  public init?(parsing bytes: [UInt8]) {
    let lines = bytes.prefix(SecretFingerprints.fileLimit).split(separator: 0x0A).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard lines.count > 2, lines[0] == SecretFingerprints.firstLine, let base = UInt64(lines[1], radix: 16)
    else { return nil }
    all = lines.dropFirst(2).prefix(SecretFingerprints.most).compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let length = Int(words[0]), let hash = UInt32(words[1], radix: 16),
        SecretFingerprints.shortest...SecretFingerprints.longest ~= length
      else { return nil }
      let name = String(decoding: SecretNames.plain(words[2].utf8), as: UTF8.self)
      return Fingerprint(name: name, length: length, hash: hash)
    }
    guard !all.isEmpty else { return nil }
    self.base = base
  }
}
