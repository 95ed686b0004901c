import CLinux
import FoundationEssentials
import Glibc

/// The folder of all captures: makes new ones, lists them, and lets old ones go.
public struct CaptureFolder: Sendable {
  /// How much is kept; whatever is beyond goes, the oldest first, but never one that is being written.
  public struct Retention: Hashable, Sendable {
    /// Captures.
    public var count = 200
    /// Bytes of all together.
    public var bytes = 10 << 30
    /// Days since a capture was last written.
    public var days = 30
    public init() {}
  }

  /// One capture as a list shows it.
  public struct Summary: Sendable {
    /// Of its folder; sorts by time.
    public let name: String
    public let path: String
    public let about: About
    public let bytes: Int
    public let isLive: Bool
  }

  /// What a capture says of itself: `about.json`.
  public struct About: Codable, Hashable, Sendable {
    /// Without secrets.
    public var url: String
    public var title: String
    /// Nanoseconds since 1970.
    public var created: Int64
    public init(url: String, title: String, created: Int64) {
      self.url = url
      self.title = title
      self.created = created
    }
  }

  static let aboutName = "about.json"
  public let path: String
  private let operations: FileOperations

  /// Nothing is made before it is needed.
  public init(path: String, operations: FileOperations = FileOperations()) {
    self.path = path
    self.operations = operations
  }

  // MARK: Making

  /// A new capture; its folder is this process's alone.
  ///
  /// `secrets` is what will find them in it (`CaptureSecrets`); where that can't be kept, no capture is made.
  public func create(_ about: About, secrets: [UInt8] = [], on disk: CaptureDisk) throws(CaptureError)
    -> CaptureWriter
  {
    let root = try openRoot()
    defer { operations.close(root) }
    let name = try makeName(about, in: root)
    let opened = operations.open(name, in: root, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { throw .noFolder(name, Int32(-opened)) }
    let folder = Int32(opened)
    // For as long as it is written; whoever only reads finds out by asking for a share of it.
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      operations.close(folder)
      throw .cannotWrite(name, number)
    }
    let stored = StoredCapture(name: name, folder: folder, operations)
    if let number = CaptureSecrets.write(secrets, in: folder, operations) {
      // The folder closes with `stored`.
      _ = operations.unlink(CaptureSecrets.name, in: folder)
      _ = operations.unlink(name, in: root, isFolder: true)
      throw .cannotWrite(name, number)
    }
    write(about, in: folder)
    return CaptureWriter(stored: stored, disk: disk, operations)
  }

  /// The folder, made where it is missing, and nobody else's.
  private func openRoot() throws(CaptureError) -> Int32 {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      let result = operations.makeFolder(made)
      // What is there may be in a place where nothing can be made.
      guard result == 0 || result == -Int(EEXIST) || access(made, F_OK) == 0 else {
        throw .noFolder(path, Int32(-result))
      }
    }
    let opened = operations.open(path, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { throw .noFolder(path, Int32(-opened)) }
    var status = stat()
    guard fstat(Int32(opened), &status) == 0, status.st_uid == geteuid() else {
      operations.close(Int32(opened))
      throw .foreignFolder(path)
    }
    return Int32(opened)
  }

  /// `20261127-202111-prod-feed-3f9a`: by time, and no other's.
  private func makeName(_ about: About, in root: Int32) throws(CaptureError) -> String {
    var time = time_t(about.created / 1_000_000_000)
    var parts = tm()
    gmtime_r(&time, &parts)
    var stamp = [CChar](repeating: 0, count: 32)
    strftime(&stamp, 32, "%Y%m%d-%H%M%S", &parts)
    let when = String(decoding: stamp.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let title = about.title.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    var last = Int(EEXIST)
    for _ in 0..<100 {
      let random = String(UInt32.random(in: 0x1000...0xFFFF), radix: 16)
      let name = "\(when)-\(String(title.prefix(40)))-\(random)"
      last = operations.makeFolder(name, in: root)
      if last == 0 { return name }
      if last != -Int(EEXIST) { break }
    }
    throw .cannotWrite(path, Int32(-last))
  }

  private func write(_ about: About, in folder: Int32) {
    guard let json = try? JSONEncoder().encode(about) else { return }
    let opened = operations.open(CaptureFolder.aboutName, in: folder, O_WRONLY | O_CREAT | O_EXCL)
    guard opened >= 0 else { return }
    _ = json.withUnsafeBytes { operations.write($0, to: Int32(opened), at: 0) }
    operations.close(Int32(opened))
  }

  // MARK: Listing

  /// The newest first.
  public func list() -> [Summary] {
    let opened = operations.open(path, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return [] }
    let root = Int32(opened)
    defer { operations.close(root) }
    return operations.names(in: root).reversed().compactMap { name in summary(name, in: root) }
  }

  private func summary(_ name: String, in root: Int32) -> Summary? {
    let opened = operations.open(name, in: root, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return nil }
    let folder = Int32(opened)
    defer { operations.close(folder) }
    let names = operations.names(in: folder)
    guard names.contains(where: { SegmentFile.start($0) != nil }) else { return nil }
    var bytes = 0
    var status = stat()
    for name in names where fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
      bytes += Int(status.st_size)
    }
    let isLive = CaptureFolder.isWritten(folder)
    return Summary(
      name: name, path: path + "/" + name, about: about(in: folder), bytes: bytes, isLive: isLive)
  }

  /// A writer holds it. The descriptor is the asker's own.
  static func isWritten(_ folder: Int32) -> Bool {
    guard flock(folder, LOCK_SH | LOCK_NB) == 0 else { return true }
    flock(folder, LOCK_UN)
    return false
  }

  private func about(in folder: Int32) -> About {
    let opened = operations.open(CaptureFolder.aboutName, in: folder, O_RDONLY)
    guard opened >= 0 else { return About(url: "", title: "", created: 0) }
    defer { operations.close(Int32(opened)) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let read = bytes.withUnsafeMutableBytes { operations.read(into: $0, from: Int32(opened), at: 0) }
    let about = try? JSONDecoder().decode(About.self, from: Data(bytes.prefix(max(0, read))))
    return about ?? About(url: "", title: "", created: 0)
  }

  // MARK: Letting go

  /// Takes away what is beyond; returns how many captures went.
  @discardableResult
  public func retain(_ retention: Retention, now: Int64) -> Int {
    let opened = operations.open(path, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return 0 }
    let root = Int32(opened)
    defer { operations.close(root) }
    var kept = 0
    var bytes = 0
    var gone = 0
    let oldest = now / 1_000_000_000 - Int64(retention.days) * 86_400
    for capture in list() {
      kept += 1
      bytes += capture.bytes
      if capture.isLive { continue }
      let isOld = capture.about.created / 1_000_000_000 < oldest
      if kept > retention.count || bytes > retention.bytes || isOld, remove(capture.name, in: root) {
        kept -= 1
        bytes -= capture.bytes
        gone += 1
      }
    }
    return gone
  }

  /// Only what a capture is made of; anything else that somebody put there keeps the folder.
  private func remove(_ name: String, in root: Int32) -> Bool {
    let opened = operations.open(name, in: root, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return false }
    let folder = Int32(opened)
    defer { operations.close(folder) }
    let own = [CaptureIndex.name, CaptureFolder.aboutName, CaptureSecrets.name, FrameMarks.fileName]
    for file in operations.names(in: folder) where own.contains(file) || SegmentFile.start(file) != nil {
      _ = operations.unlink(file, in: folder)
    }
    return operations.unlink(name, in: root, isFolder: true) == 0
  }
}
