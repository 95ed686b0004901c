import Glibc
import InspectorModel
import WebSocketCore

/// Files that compose names: read for the draft, or when they are sent. For the thread of the files.
enum DraftFileReader {
  /// 16 MiB: what a message may have.
  static let limit = 16 << 20

  static func content(of path: String) -> FileContent {
    do throws(Complaint) {
      let bytes = try bytes(of: path)
      if bytes.count <= InspectorModel.insertLimit { return .bytes(bytes) }
      var validator = UTF8Validator()
      let isText = bytes.withUnsafeBytes { validator.consume($0) } == nil && validator.isComplete
      return .long(bytes: bytes.count, isText: isText)
    } catch {
      return .failed(words: error.oneLine)
    }
  }

  static func bytes(of path: String) throws(Complaint) -> [UInt8] {
    let place = UserPath.resolved(path)
    // A pipe or a device may have no end, and opening it none either.
    let descriptor = open(place, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Complaint(code: .failed, what: "can't read \(path)", why: [String(cString: strerror(errno))])
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw Complaint(code: .failed, what: "\(path) is no file")
    }
    guard facts.st_size <= limit else {
      throw Complaint(
        code: .failed, what: "\(path) has \(Figures.bytes(Int(facts.st_size))), a message 16 MiB at most")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(facts.st_size))
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    while bytes.count <= limit {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw Complaint(code: .failed, what: "can't read \(path)", why: [String(cString: strerror(errno))])
      }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
    throw Complaint(code: .failed, what: "\(path) has grown over 16 MiB")
  }

  /// Names that begin as the last part of a path does, hidden ones where it begins with a dot; folders with "/".
  static func paths(_ start: String) -> [String] {
    let end = start.lastIndex(of: "/").map { start.index(after: $0) } ?? start.startIndex
    let folder = String(start[..<end])
    let part = start[end...]
    guard let directory = opendir(folder.isEmpty ? "." : UserPath.resolved(folder)) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    var examined = 0
    while found.count < nameLimit, examined < entryLimit, let entry = readdir(directory) {
      examined += 1
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix(part), name != ".", name != "..", part.hasPrefix(".") || !name.hasPrefix(".")
      else {
        continue
      }
      var facts = stat()
      let isFolder = stat(UserPath.resolved(folder + name), &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
      found.append(folder + name + (isFolder ? "/" : ""))
    }
    return found.sorted()
  }

  /// Names of a folder that are offered, and that are looked at.
  private static let nameLimit = 500
  private static let entryLimit = 100_000
}
