import ByteText

/// Finds known secrets in each of their forms: as they are, in base64 of both alphabets wherever it began, percent-encoded,
/// JSON-escaped, and in hex.
struct SecretValues: Sendable {
  private enum Form: Sendable {
    /// Bytes that may each be percent-encoded or escaped.
    case written(secret: Int)
    /// Base64; `isOpen` where its first or last character is shared with what stands around.
    case base64(pattern: [UInt8], secret: Int, opensLeft: Bool, opensRight: Bool)
    case hex(pattern: [UInt8], secret: Int)
  }

  private let secrets: [SecretValue]
  /// By their first three bytes, in lower case as `fold` has it.
  private var forms: [UInt32: [Form]] = [:]
  private var trigrams = Trigrams()

  var isEmpty: Bool { secrets.isEmpty }
  /// Bytes of the longest.
  var longest: Int { secrets.map(\.bytes.count).max() ?? 0 }

  init(_ secrets: [SecretValue]) {
    self.secrets = secrets
    for index in secrets.indices {
      addWritten(index)
      addBase64(index)
      addHex(index)
    }
  }

  /// `isCut`: what ends with the bytes may be the beginning of one.
  func find(in bytes: UnsafeRawBufferPointer, isCut: Bool = false, to found: inout [SecretPlace]) {
    trigrams.scan(bytes) { index in
      let key = SecretValues.fold(bytes[index], bytes[index + 1], bytes[index + 2])
      var longest: SecretPlace?
      for form in forms[key] ?? [] {
        guard let place = place(of: form, in: bytes, at: index, isCut) else { continue }
        if place.range.upperBound > longest?.range.upperBound ?? 0 { longest = place }
      }
      guard let longest else { return index + 1 }
      found.append(longest)
      return index + 1
    }
  }

  private func place(
    of form: Form, in bytes: UnsafeRawBufferPointer, at index: Int, _ isCut: Bool
  ) -> SecretPlace? {
    switch form {
    case .written(let secret):
      guard
        let end = SecretValues.writtenEnd(of: secrets[secret].bytes, in: bytes, at: index, isCut: isCut)
      else { return nil }
      return place(index..<end, secret)
    case .hex(let pattern, let secret):
      let count = min(pattern.count, bytes.count - index)
      guard count == pattern.count || isCut,
        (0..<count).allSatisfy({ ASCII.lower(bytes[index + $0]) == pattern[$0] })
      else { return nil }
      return place(index..<index + count, secret)
    case .base64(let pattern, let secret, let opensLeft, let opensRight):
      let count = min(pattern.count, bytes.count - index)
      guard count == pattern.count || isCut, (0..<count).allSatisfy({ bytes[index + $0] == pattern[$0] })
      else { return nil }
      var start = index
      var end = index + count
      // The characters at its edges hold bits of it too.
      if opensLeft, start > 0, Base64.value(bytes[start - 1]) != nil { start -= 1 }
      if opensRight, end < bytes.count, Base64.value(bytes[end]) != nil { end += 1 }
      return place(start..<end, secret)
    }
  }

  private func place(_ range: Range<Int>, _ secret: Int) -> SecretPlace {
    SecretPlace(range: range, name: Array(secrets[secret].name.utf8), value: secrets[secret].bytes)
  }

  // MARK: Forms

  private static func fold(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt32 {
    (UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16) | 0x20_2020
  }

  private mutating func add(_ form: Form, _ a: UInt8, _ b: UInt8, _ c: UInt8) {
    trigrams.add(a, b, c)
    forms[SecretValues.fold(a, b, c), default: []].append(form)
  }

  /// Each way in which its first three bytes can be written.
  private mutating func addWritten(_ index: Int) {
    let secret = secrets[index].bytes
    var starts: Set<[UInt8]> = []
    for first in SecretValues.writings(of: secret, at: 0) {
      for second in SecretValues.writings(of: secret, at: 1) {
        for third in SecretValues.writings(of: secret, at: 2) {
          starts.insert(Array((first + second + third).prefix(3)))
        }
      }
    }
    var seen: Set<UInt32> = []
    for start in starts where seen.insert(SecretValues.fold(start[0], start[1], start[2])).inserted {
      add(.written(secret: index), start[0], start[1], start[2])
    }
  }

  /// How one byte of a secret can be written: as it is, as `+`, as `%2f`, as `\/`, as `\u002f`.
  private static func writings(of secret: [UInt8], at index: Int) -> [[UInt8]] {
    let byte = secret[index]
    var writings: [[UInt8]] = [[byte]]
    writings.append([UInt8(ascii: "%")] + Hex.text([byte]).utf8)
    if byte == 0x20 { writings.append([UInt8(ascii: "+")]) }
    for (letter, meaning) in Escape.letters where meaning == byte { writings.append([0x5C, letter]) }
    if byte < 0x80 {
      writings.append([0x5C, UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
    } else {
      for digit in UInt8(0)..<16 { writings.append([0x5C, UInt8(ascii: "u"), Hex.digit(digit)]) }
    }
    return writings
  }

  private mutating func addHex(_ index: Int) {
    let pattern = Array(Hex.text(secrets[index].bytes).utf8)
    add(.hex(pattern: pattern, secret: index), pattern[0], pattern[1], pattern[2])
  }

  private mutating func addBase64(_ index: Int) {
    let secret = secrets[index].bytes
    for before in 0..<3 {
      let encoded = Base64.encoded([UInt8](repeating: 0, count: before) + secret)
      let first = (before * 8 + 5) / 6
      let end = (before + secret.count) * 8 / 6
      let whole = Array(encoded[first..<end])
      guard whole.count >= 4 else { continue }
      let urlSafe = whole.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      for pattern in whole == urlSafe ? [whole] : [whole, urlSafe] {
        let form = Form.base64(
          pattern: pattern, secret: index, opensLeft: before > 0,
          opensRight: (before + secret.count) * 8 % 6 != 0)
        add(form, pattern[0], pattern[1], pattern[2])
      }
    }
  }

  // MARK: Reading what is written

  /// Where `secret`, written in any way that decodes to it, ends; nil where something else stands at `start`. Of bytes that
  /// are cut, the end is one too.
  static func writtenEnd(
    of secret: [UInt8], in bytes: UnsafeRawBufferPointer, at start: Int, isCut: Bool = false
  ) -> Int? {
    if bytes.count - start >= secret.count, secret.indices.allSatisfy({ bytes[start + $0] == secret[$0] }) {
      return start + secret.count
    }
    var index = start
    var matched = 0
    while matched < secret.count {
      if isCut, isCutEscape(bytes, at: index) { return bytes.count }
      guard let (decoded, length) = Escape.read(bytes, at: index),
        decoded.count <= secret.count - matched
      else { return nil }
      if secret[matched..<matched + decoded.count].elementsEqual(decoded) {
        matched += decoded.count
        index += length
      } else if bytes[index] == secret[matched]
        || bytes[index] == UInt8(ascii: "+") && secret[matched] == 0x20
      {
        matched += 1
        index += 1
      } else {
        return nil
      }
    }
    return index
  }

  /// The end, or an escape that reaches up to it.
  private static func isCutEscape(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let left = bytes.count - index
    return bytes[index] == UInt8(ascii: "%") && left < 3 || bytes[index] == 0x5C && left < 6
  }
}
