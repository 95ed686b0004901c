public import FrameLog
import Glibc
public import Profiles

/// A profile as it was read from its file.
public struct StoredProfile: Sendable {
  public let name: String
  public let path: String
  public let bytes: [UInt8]
  public let reading: ProfileReading
}

/// The folder of profiles, a file each, and beside it the one of their secrets. Folders are 0700 and files 0600.
///
/// A file is written beside its name, synced and renamed: it is there whole, or as it was.
public struct ProfileFolder: Sendable {
  /// 64 KiB of a secret.
  public static let longestSecret = 64 << 10
  /// So many files are looked at.
  static let mostFiles = 10_000

  /// `$XDG_CONFIG_HOME/wsglass`
  public let base: String
  private let files: FileOperations

  public var path: String { base + "/profiles" }
  public var secretsPath: String { base + "/secrets" }

  public init(base: String, files: FileOperations = FileOperations()) {
    self.base = base
    self.files = files
  }

  public func path(of name: String) -> String { "\(path)/\(name).json" }

  // MARK: Reading

  /// In their order; files whose names no profile can have are passed over.
  public func names() -> [String] {
    let folder = files.open(path, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { return [] }
    let descriptor = Int32(truncatingIfNeeded: folder)
    defer { files.close(descriptor) }
    return files.names(in: descriptor).prefix(Self.mostFiles).filter { $0.hasSuffix(".json") }
      .map { String($0.dropLast(5)) }.filter { (try? ProfileName.check($0)) != nil }
  }

  public func has(_ name: String) -> Bool {
    var facts = stat()
    return (try? ProfileName.check(name)) != nil && lstat(path(of: name), &facts) == 0
  }

  /// Faults of the text are in the reading; thrown is what keeps the file from being read.
  public func load(_ name: String) throws(ProfileFileError) -> StoredProfile {
    try check(name)
    try checkFolder(path)
    let bytes = try PrivateFile.read(path(of: name), limit: Profile.mostBytes, files)
    return StoredProfile(name: name, path: path(of: name), bytes: bytes, reading: Profile.read(bytes))
  }

  private func check(_ name: String) throws(ProfileFileError) {
    do throws(ProfileName.Fault) {
      try ProfileName.check(name)
    } catch {
      throw .badName(name, error)
    }
  }

  /// Where others can write, they can put files of ours in the place of files of ours.
  private func checkFolder(_ path: String) throws(ProfileFileError) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return }
    guard facts.st_uid == geteuid() else { throw .foreign(path) }
    guard facts.st_mode & 0o022 == 0 else { throw .openFolder(path, mode: facts.st_mode & 0o777) }
  }

  // MARK: Writing

  /// A whole file, new unless `overwrites`.
  public func save(_ name: String, _ bytes: [UInt8], overwrites: Bool = false) throws(ProfileFileError) {
    try check(name)
    try locked { () throws(ProfileFileError) in
      try write(bytes, to: "\(name).json", in: path, overwrites: overwrites)
    }
  }

  /// Reads, changes and writes under a lock, so that two programs lose nothing of each other's.
  public func update(
    _ name: String, _ change: (StoredProfile) throws(ProfileFileError) -> [UInt8]
  ) throws(ProfileFileError) {
    try locked { () throws(ProfileFileError) in
      let bytes = try change(try load(name))
      try write(bytes, to: "\(name).json", in: path, overwrites: true)
    }
  }

  /// A file of its own, in the folder of secrets; with what it is to be referred to. A number is added where the name
  /// is taken.
  public func saveSecret(_ bytes: [UInt8], for profile: String, named name: String) throws(ProfileFileError)
    -> SecretReference
  {
    try check(profile)
    let stem = "\(profile).\(ProfileName.made(from: name))"
    for number in 1...1000 {
      let file = number == 1 ? stem : "\(stem)-\(number)"
      do throws(ProfileFileError) {
        try write(bytes, to: file, in: secretsPath, overwrites: false)
        return .file("../secrets/\(file)")
      } catch {
        guard case .exists = error else { throw error }
      }
    }
    throw .exists("\(secretsPath)/\(stem)")
  }

  /// Takes a secret away again that its profile did not come to.
  public func discard(_ secret: SecretReference) {
    guard case .file(let path) = secret, path.hasPrefix("../secrets/") else { return }
    unlink("\(secretsPath)/\(path.dropFirst(11))")
  }

  /// The profile alone; files of secrets stay, and may serve another.
  public func remove(_ name: String) throws(ProfileFileError) {
    try check(name)
    guard unlink(path(of: name)) == 0 else {
      throw errno == ENOENT ? .notThere(path(of: name)) : .cannotWrite(path(of: name), errno)
    }
  }

  // MARK: Steps

  private func locked(_ body: () throws(ProfileFileError) -> Void) throws(ProfileFileError) {
    let folder = try openFolder(path)
    defer { files.close(folder) }
    guard flock(folder, LOCK_EX | LOCK_NB) == 0 else { throw .busy(path) }
    try body()
  }

  /// Made where it is missing, with what it stands in.
  private func openFolder(_ path: String) throws(ProfileFileError) -> Int32 {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/\(part)"
      var facts = stat()
      if stat(made, &facts) == 0 { continue }
      let result = files.makeFolder(made)
      guard result == 0 || result == -Int(EEXIST) else {
        throw .cannotWrite(made, Int32(truncatingIfNeeded: -result))
      }
    }
    try checkFolder(path)
    // The folder itself may be a link: it is checked by what it leads to.
    let folder = files.open(path + "/.", O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { throw .cannotWrite(path, Int32(truncatingIfNeeded: -folder)) }
    return Int32(truncatingIfNeeded: folder)
  }

  private func write(
    _ bytes: [UInt8], to name: String, in path: String, overwrites: Bool
  ) throws(ProfileFileError) {
    let folder = try openFolder(path)
    defer { files.close(folder) }
    let part = ".\(name).\(getpid()).part"
    func fail(_ result: Int) -> ProfileFileError {
      result == -Int(EEXIST)
        ? .exists("\(path)/\(name)") : .cannotWrite("\(path)/\(name)", Int32(truncatingIfNeeded: -result))
    }
    // One of a program that was killed, and had our number.
    _ = files.unlink(part, in: folder)
    let opened = files.open(part, in: folder, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    guard opened >= 0 else { throw fail(opened) }
    let descriptor = Int32(truncatingIfNeeded: opened)
    var result = bytes.withUnsafeBytes { files.write($0, to: descriptor, at: 0) }
    if result >= 0 { result = files.sync(descriptor) }
    let closed = files.close(descriptor)
    if result >= 0 { result = closed }
    if result >= 0 { result = files.rename(part, to: name, in: folder, overwrites: overwrites) }
    guard result >= 0 else {
      unlinkat(folder, part, 0)
      throw fail(result)
    }
    // The name is to be on the disk too. Where folders can't be synced, there is nothing to be done.
    _ = files.sync(folder)
  }
}
