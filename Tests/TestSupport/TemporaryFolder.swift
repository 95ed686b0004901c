public import Glibc

/// A folder of a test's own, gone with all that is in it when the test lets go of it.
///
/// In `$TMPDIR`, or `/tmp`; for its owner alone. A class, for its `deinit`.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/wsglass-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no folder can be made in \(place)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// Of a file in it, which need not be there; a whole path stays as it is.
  public func place(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

  /// What is in it, or in a folder of it, by name.
  public func names(in inner: String = ".") -> [String] { Self.names(place(inner)) }

  /// Makes a folder in it; the folders on the way to it too.
  @discardableResult
  public func makeFolder(_ name: String) -> String {
    var made = path
    for part in name.split(separator: "/") {
      made += "/\(part)"
      mkdir(made, 0o700)
    }
    return made
  }

  /// Makes a file, or writes it over; returns where.
  @discardableResult
  public func write(_ bytes: some Sequence<UInt8>, to name: String, mode: mode_t = 0o600) -> String {
    let file = place(name)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { preconditionFailure("\(name) can't be written") }
    defer { close(descriptor) }
    // Whatever the mask says.
    fchmod(descriptor, mode)
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { preconditionFailure("\(name) can't be written") }
      rest = rest.dropFirst(count)
    }
    return file
  }

  @discardableResult
  public func write(_ text: String, to name: String, mode: mode_t = 0o600) -> String {
    write(text.utf8, to: name, mode: mode)
  }

  /// The whole of a file; nil where there is none.
  public func bytes(of name: String) -> [UInt8]? {
    let descriptor = open(place(name), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Permissions; 0 of what is not there.
  public func mode(of name: String) -> mode_t {
    var facts = stat()
    return stat(place(name), &facts) == 0 ? facts.st_mode & 0o777 : 0
  }

  public func text(of name: String) -> String? { bytes(of: name).map { String(decoding: $0, as: UTF8.self) } }

  // MARK: Any folder

  private static func names(_ path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a link leads to stays. Again where a thread of what was tested has just put something there.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for _ in 0..<10 {
      for name in names(path) { remove("\(path)/\(name)") }
      if rmdir(path) == 0 || errno != ENOTEMPTY { return }
    }
  }
}
