import COpenSSL

/// Takes secrets out of what is exported: what its place says is one, and values that are known to be.
///
/// Where one was, `‹redacted:NAME:HASH›` says which; the same secret has the same hash within one export, and another one
/// in the next, because it is salted.
public struct Redactor: Sendable {
  /// What an export says of itself.
  public enum Level: String, Sendable {
    case off
    /// By structure alone.
    case structure
    /// Known values too.
    case values
  }

  /// A secret that is looked for wherever it may be, in each of its forms.
  public struct Value: Sendable {
    /// Shorter ones are found in what is none.
    public static let shortest = 4

    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Bytes to be replaced.
  struct Edit: Equatable, Sendable {
    var range: Range<Int>
    var replacement: [UInt8]
  }

  private let salt: [UInt8]
  private let structure: SecretStructure
  private let values: SecretValues

  /// `salt` is random unless a test gives one. Values shorter than `Value.shortest` are left out.
  public init(values: [Value] = [], salt: [UInt8]? = nil) {
    let salt = salt ?? Redactor.randomBytes()
    self.salt = salt
    structure = SecretStructure()
    self.values = SecretValues(values.filter { $0.bytes.count >= Value.shortest })
  }

  /// Whether a header, parameter or JSON key of this name holds a secret.
  public static func isSecret(name: String) -> Bool { SecretNames.isSecret(name.utf8) }

  public var level: Level { values.isEmpty ? .structure : .values }

  /// What is to be replaced, in order, without overlaps.
  func edits(in bytes: UnsafeRawBufferPointer) -> [Edit] {
    var found: [SecretPlace] = []
    structure.find(in: bytes, to: &found)
    if !values.isEmpty { values.find(in: bytes, to: &found) }
    if found.isEmpty { return [] }
    return SecretPlace.merged(found).map { place in
      Edit(range: place.range, replacement: replacement(for: place, in: bytes))
    }
  }

  /// The same bytes without the secrets.
  public func redacted(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { redacted($0) } ?? bytes }

  /// Nil where nothing had to be replaced.
  func redacted(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let edits = edits(in: bytes)
    return edits.isEmpty ? nil : Redactor.apply(edits, to: bytes)
  }

  func redacted(_ text: String) -> String {
    var text = text
    guard let bytes = text.withUTF8({ redacted(UnsafeRawBufferPointer($0)) }) else { return text }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func apply(_ edits: [Edit], to bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + edits.count * 40)
    var start = 0
    for edit in edits {
      output.add(UnsafeRawBufferPointer(rebasing: bytes[start..<edit.range.lowerBound]))
      output += edit.replacement
      start = edit.range.upperBound
    }
    output.add(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    return output
  }

  // MARK: Markers

  private func replacement(for place: SecretPlace, in bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let secret = place.value ?? Array(bytes[place.range])
    let marker = marker(name: place.name, secret: secret)
    guard let quote = place.quote else { return marker }
    return quote + marker + quote
  }

  func marker(name: some Collection<UInt8>, secret: [UInt8]) -> [UInt8] {
    var marker: [UInt8] = []
    marker.add("‹redacted:")
    marker += plain(name)
    marker.append(UInt8(ascii: ":"))
    let hashed = salt + secret
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(hashed, hashed.count, &digest)
    for byte in digest.prefix(4) { marker.add(hex: byte) }
    marker.add("›")
    return marker
  }

  /// A name may hold a secret too.
  private func plain(_ name: some Collection<UInt8>) -> [UInt8] {
    let plain = SecretNames.plain(name)
    var found: [SecretPlace] = []
    if !values.isEmpty { plain.withUnsafeBytes { values.find(in: $0, to: &found) } }
    return found.isEmpty ? plain : Array("secret".utf8)
  }

  func marker(name: String, secret: String) -> String {
    String(decoding: marker(name: Array(name.utf8), secret: Array(secret.utf8)), as: UTF8.self)
  }

  /// Already a marker, of an earlier export, or already masked: `********`.
  static func isTold(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.allSatisfy({ $0 == UInt8(ascii: "*") }) { return true }
    let start = Array("‹redacted:".utf8)
    let end = Array("›".utf8)
    // Name, colon and eight digits: nothing that could hold a secret of any length.
    guard bytes.count <= start.count + 49 + end.count, bytes.starts(with: start) else { return false }
    let inside = bytes.dropFirst(start.count).dropLast(end.count)
    let parts = inside.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return bytes.suffix(end.count).elementsEqual(end) && parts.count == 2
      && parts[0].allSatisfy(SecretNames.isNameByte) && parts[1].count == 8
      && parts[1].allSatisfy { Hex.value($0) != nil }
  }

  private static func randomBytes() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16)
    // Without a random salt the hash of a short secret could be looked up; better none is found then.
    precondition(RAND_bytes(&bytes, 16) == 1, "libcrypto has no random bytes")
    return bytes
  }
}

/// Where a secret stands.
struct SecretPlace {
  var range: Range<Int>
  var name: [UInt8]
  /// What goes around the marker so that what is around it still makes sense: quotes where a number stood.
  var quote: [UInt8]?
  /// The secret itself, whatever form of it was found.
  var value: [UInt8]?

  /// In order, overlapping ones as one. Known values name it where they are part of it.
  static func merged(_ places: [SecretPlace]) -> [SecretPlace] {
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
