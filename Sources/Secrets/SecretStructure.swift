import ByteText

/// Finds what its place says is a secret, in text of any kind: the value of a JSON key, a parameter or a header with a
/// name like `token`, what comes after `Bearer`, a user and password in a URL, and what has the shape of a JWT.
///
/// It looks around each name, and does not parse the whole: messages come in frames, in other messages, and cut short.
public struct SecretStructure: Sendable {
  /// 128 bytes: a longer name is none.
  private static let longestName = 128

  /// Parts of names, and where in them the three letters stand that are looked for; letters that are rare elsewhere.
  private static let anchors: [(word: StaticString, offset: Int)] = [
    ("tok", 0), ("ecr", 1), ("pas", 0), ("pwd", 0), ("aut", 0), ("ook", 1), ("api", 0), ("ede", 2),
    ("iva", 2), ("ssk", 4), ("ss-", 4), ("ss_", 4), ("rer", 3), ("jwt", 0),
  ]

  private let trigrams: Trigrams

  public init() {
    var trigrams = Trigrams()
    for (word, _) in Self.anchors { trigrams.add(word.description) }
    trigrams.add("eyJ")
    trigrams.add("://")
    self.trigrams = trigrams
  }

  public func find(in bytes: UnsafeRawBufferPointer, to found: inout [SecretPlace]) {
    trigrams.scan(bytes) { index in
      switch bytes[index] | 0x20 {
      case UInt8(ascii: "e") where isToken(bytes, at: index): return findToken(bytes, at: index, to: &found)
      case UInt8(ascii: ":") where isAuthority(bytes, at: index):
        return findUserinfo(bytes, at: index + 3, to: &found)
      default: return findNamed(bytes, at: index, to: &found)
      }
    }
  }

  // MARK: Shapes

  private func isToken(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "e") && bytes[index + 1] == UInt8(ascii: "y")
      && bytes[index + 2] == UInt8(ascii: "J")
  }

  private func isAuthority(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
    bytes[index] == UInt8(ascii: ":") && bytes[index + 1] == UInt8(ascii: "/")
      && bytes[index + 2] == UInt8(ascii: "/")
  }

  /// RFC 7515: three parts in base64url, the first of which begins with `{"`; the last may be empty.
  private func findToken(_ bytes: UnsafeRawBufferPointer, at index: Int, to found: inout [SecretPlace]) -> Int
  {
    var end = index
    var dots: [Int] = []
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: ".") {
        guard dots.count < 4 else { break }
        dots.append(end)
      } else if !SecretNames.isNameByte(bytes[end]) {
        break
      }
      end += 1
    }
    guard dots.count >= 2, dots[0] - index >= 8, dots[1] - dots[0] >= 8 else { return end }
    // Five parts are an encrypted one (RFC 7516); a dot at the end ends a sentence.
    found.append(SecretPlace(range: index..<end, name: Array("jwt".utf8)))
    return end
  }

  /// `user:password@` after `://`.
  private func findUserinfo(_ bytes: UnsafeRawBufferPointer, at start: Int, to found: inout [SecretPlace])
    -> Int
  {
    var index = start
    while index < bytes.count, index - start < 1024 {
      switch bytes[index] {
      case UInt8(ascii: "@"):
        if index > start, !SecretMarker.isTold(bytes[start..<index]) {
          found.append(SecretPlace(range: start..<index, name: Array("userinfo".utf8)))
        }
        return index
      case ..<0x21, UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "?"), UInt8(ascii: "#"),
        UInt8(ascii: "<"),
        UInt8(ascii: "\\"):
        return index
      default: index += 1
      }
    }
    return index
  }

  // MARK: Names

  private func findNamed(_ bytes: UnsafeRawBufferPointer, at index: Int, to found: inout [SecretPlace]) -> Int
  {
    // Not every candidate is one: three bytes share a place in the table with others.
    guard
      Self.anchors.contains(where: { anchor in
        anchor.word.withUTF8Buffer { word in
          (0..<3).allSatisfy { ASCII.lower(bytes[index + $0]) == word[$0] }
        }
      })
    else { return index + 1 }
    var start = index
    while start > 0, index - start <= Self.longestName, isKeyByte(bytes[start - 1]) { start -= 1 }
    var end = index
    while end < bytes.count, end - index <= Self.longestName, isKeyByte(bytes[end]) { end += 1 }
    let name = bytes[start..<end]
    if let after = bearerValue(bytes, name: name) { return findScheme(bytes, at: after, to: &found) }
    // `\n` and its like before a name are no part of it.
    guard name.count <= Self.longestName, SecretNames.isSecret(name), end < bytes.count else { return end }
    let label = Array(name)
    switch bytes[end] {
    case UInt8(ascii: "="): return findParameter(bytes, from: end + 1, label, to: &found)
    case UInt8(ascii: ":") where isLineStart(bytes, start):
      return findHeader(bytes, from: end + 1, label, to: &found)
    default: return findMember(bytes, nameStart: start, nameEnd: end, label, to: &found)
    }
  }

  private func isKeyByte(_ byte: UInt8) -> Bool { SecretNames.isNameByte(byte) || byte == UInt8(ascii: ".") }

  private func isLineStart(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    index == 0 || bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D
  }

  private func bearerValue(_ bytes: UnsafeRawBufferPointer, name: Slice<UnsafeRawBufferPointer>) -> Int? {
    guard name.count == 6, name.map(ASCII.lower).elementsEqual("bearer".utf8),
      name.endIndex < bytes.count,
      bytes[name.endIndex] == 0x20
    else { return nil }
    return name.endIndex + 1
  }

  /// RFC 6750's token after `Bearer `; shorter than eight bytes it is a word of a sentence.
  private func findScheme(_ bytes: UnsafeRawBufferPointer, at start: Int, to found: inout [SecretPlace])
    -> Int
  {
    var end = start
    while end < bytes.count, isKeyByte(bytes[end]) || "~+/=".utf8.contains(bytes[end]) { end += 1 }
    if end - start >= 8 { found.append(SecretPlace(range: start..<end, name: Array("bearer".utf8))) }
    return end
  }

  /// `token=…` of a query, a form or a cookie.
  private func findParameter(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ name: [UInt8], to found: inout [SecretPlace]
  ) -> Int {
    var end = start
    // The marker's own signs are no ASCII, so all else ends where a value can't go on.
    while end < bytes.count, bytes[end] > 0x20, !"&;\"'<>#\\,)}]".utf8.contains(bytes[end]) { end += 1 }
    add(bytes, start..<end, name, to: &found)
    return end
  }

  /// `token: …` on a line of its own, as STOMP and HTTP have it.
  private func findHeader(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ name: [UInt8], to found: inout [SecretPlace]
  ) -> Int {
    var start = start
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D, bytes[end] != 0 { end += 1 }
    add(bytes, start..<end, name, to: &found)
    return end
  }

  private func add(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ name: [UInt8], quote: [UInt8]? = nil,
    to found: inout [SecretPlace]
  ) {
    guard !range.isEmpty, !SecretMarker.isTold(bytes[range]) else { return }
    found.append(SecretPlace(range: range, name: name, quote: quote))
  }

  // MARK: JSON

  /// `"token": value`, also inside a JSON string, where quotes have backslashes.
  private func findMember(
    _ bytes: UnsafeRawBufferPointer, nameStart: Int, nameEnd: Int, _ name: [UInt8],
    to found: inout [SecretPlace]
  ) -> Int {
    var cursor = nameEnd
    var depth = 0
    while cursor < bytes.count, bytes[cursor] == 0x5C, depth < 64 {
      cursor += 1
      depth += 1
    }
    guard cursor < bytes.count, bytes[cursor] == 0x22 || bytes[cursor] == 0x27 && depth == 0 else {
      return nameEnd
    }
    let reader = JSONPlaces(bytes: bytes, quote: bytes[cursor], backslashes: depth)
    cursor = reader.skipBlanks(from: cursor + 1)
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: ":") else { return nameEnd }
    cursor = reader.skipBlanks(from: cursor + 1)
    return reader.values(from: cursor) { range, isString in
      add(bytes, range, name, quote: isString ? nil : reader.openingQuote, to: &found)
    }
  }
}
