import COpenSSL
public import Secrets

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
    /// Known secrets too.
    case values
  }

  public typealias Value = SecretValue

  /// Bytes to be replaced.
  struct Edit: Equatable, Sendable {
    var range: Range<Int>
    var replacement: [UInt8]
  }

  private let salt: [UInt8]
  private let structure: SecretStructure
  private let known: SecretFinder

  /// `salt` is random unless a test gives one. Values shorter than `Value.shortest` are left out.
  public init(values: [Value] = [], fingerprints: [SecretFingerprints] = [], salt: [UInt8]? = nil) {
    self.salt = salt ?? Redactor.randomBytes()
    structure = SecretStructure()
    known = SecretFinder(values, fingerprints)
  }

  /// Whether a header, parameter or JSON key of this name holds a secret.
  public static func isSecret(name: String) -> Bool { SecretNames.isSecret(name.utf8) }

  public var level: Level { known.isEmpty ? .structure : .values }

  /// What is to be replaced, in order, without overlaps.
  func edits(in bytes: UnsafeRawBufferPointer) -> [Edit] {
    var found: [SecretPlace] = []
    structure.find(in: bytes, to: &found)
    known.find(in: bytes, to: &found)
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
    plain.withUnsafeBytes { known.find(in: $0, to: &found) }
    return found.isEmpty ? plain : Array("secret".utf8)
  }

  func marker(name: String, secret: String) -> String {
    String(decoding: marker(name: Array(name.utf8), secret: Array(secret.utf8)), as: UTF8.self)
  }

  private static func randomBytes() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16)
    // Without a random salt the hash of a short secret could be looked up; better none is found then.
    precondition(RAND_bytes(&bytes, 16) == 1, "libcrypto has no random bytes")
    return bytes
  }
}
