import Canvas
import Glibc
import Scripts

/// Reads a script and the files that it names; nothing is sent of one that has a fault.
enum ReplayScript {
  /// Faults that are told one by one.
  private static let mostFaults = 20

  static func read(_ path: String, options: ScriptOptions) throws(Complaint) -> Script {
    var loader = ScriptLoader(named: path == "-" ? "stdin" : path, options: options) {
      request throws(ScriptFileError) in
      try contents(of: place(of: request), limit: request.byteLimit)
    }
    do throws(ScriptFileError) {
      try pour(path, into: &loader, limit: options.limits.bytes)
    } catch {
      throw Complaint(code: .configuration, what: "can't read the script \(path)", why: [error.words])
    }
    do throws(ScriptErrors) {
      return try loader.finish()
    } catch {
      throw complaint(error)
    }
  }

  /// Piece by piece: a script of a million steps is not in memory as text and as steps at once.
  private static func pour(_ path: String, into loader: inout ScriptLoader, limit: Int)
    throws(ScriptFileError)
  {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ScriptFileError(String(cString: strerror(errno))) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    var count = 0
    // What is over the limit is told by the loader.
    while count <= limit {
      let got = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw ScriptFileError(String(cString: strerror(errno))) }
      if got == 0 { break }
      piece.withUnsafeBytes { loader.add(UnsafeRawBufferPointer(rebasing: $0.prefix(got))) }
      count += got
    }
  }

  private static func complaint(_ errors: ScriptErrors) -> Complaint {
    let count = errors.all.count + errors.omitted
    var lines = errors.all.prefix(mostFaults).map(\.words)
    if count > lines.count { lines.append("and \(count - lines.count) more") }
    return Complaint(
      code: .configuration, what: lines.first ?? "the script is wrong", why: Array(lines.dropFirst()),
      advice: ["wsglass replay --schema | less"])
  }

  /// What is not named from the root lies beside the file that names it.
  private static func place(of request: ScriptFileRequest) -> String {
    guard !request.name.hasPrefix("/"), let slash = request.from.lastIndex(of: "/") else {
      return request.name
    }
    return String(request.from[...slash]) + request.name
  }

  /// At most a byte more than `limit`: whoever asks sees that it is too long.
  private static func contents(of path: String, limit: Int) throws(ScriptFileError) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ScriptFileError(String(cString: strerror(errno))) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw ScriptFileError(String(cString: strerror(errno))) }
    if facts.st_mode & S_IFMT == S_IFDIR { throw ScriptFileError("it is a folder") }
    // A step more than the file says it has, so that one read finds the end.
    let expected = min(max(Int(clamping: facts.st_size), 0), limit) + 1
    var bytes = [UInt8](repeating: 0, count: max(expected, 64 << 10))
    var count = 0
    while count <= limit {
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: min(bytes.count, 64 << 20)) }
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, min(buffer.count, limit + 1) - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw ScriptFileError(String(cString: strerror(errno))) }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
