internal import COpenSSL
internal import Glibc
internal import Locks

/// Keeps the contexts that are in use, so that a dial reads no file that has not changed.
///
/// A class because threads share it.
final class TLSContexts: Sendable {
  /// 16 settings: more than that at once, and the least recently used is read again.
  static let limit = 16
  /// For the whole process: the system's roots alone take some milliseconds to read and some hundred kilobytes to keep.
  static let shared = TLSContexts()

  private enum Key: Hashable {
    case client(TLSSettings)
    case server(TLSServerSettings)
  }

  private struct Entry {
    let key: Key
    let stamps: [FileStamp?]
    let context: TLSContext
  }

  /// The most recently used last.
  private let entries = Lock([Entry]())

  var count: Int { entries.withLock { $0.count } }

  func context(client settings: TLSSettings) throws(TLSError) -> TLSContext {
    // What a session sets for itself.
    var key = settings
    key.serverName = ""
    key.serverNameIndication = nil
    key.verify = true
    return try context(.client(key), Self.files(of: settings)) { () throws(TLSError) in
      try TLSContext(client: settings)
    }
  }

  func context(server settings: TLSServerSettings) throws(TLSError) -> TLSContext {
    try context(.server(settings), [settings.certificateFile, settings.keyFile]) { () throws(TLSError) in
      try TLSContext(server: settings)
    }
  }

  private func context(
    _ key: Key, _ files: [String], _ make: () throws(TLSError) -> TLSContext
  ) throws(TLSError) -> TLSContext {
    // Before they are read: a file that changes meanwhile is read again at the next dial.
    let stamps = files.map { FileStamp($0) }
    let found = entries.withLock { entries -> TLSContext? in
      guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = entries.remove(at: index)
      guard entry.stamps == stamps else { return nil }
      entries.append(entry)
      return entry.context
    }
    if let found { return found }
    // Outside the lock, because it takes its time; two loops may both do it, and the later one's is kept.
    let context = try make()
    entries.withLock { entries in
      entries.removeAll { $0.key == key }
      if entries.count == Self.limit { entries.removeFirst() }
      entries.append(Entry(key: key, stamps: stamps, context: context))
    }
    return context
  }

  private static func files(of settings: TLSSettings) -> [String] {
    var files = [settings.caFile, settings.caPath].compactMap { $0 }
    if files.isEmpty {
      // As OpenSSL finds them.
      files = [
        getenv(X509_get_default_cert_file_env())
          ?? UnsafeMutablePointer(mutating: X509_get_default_cert_file()),
        getenv(X509_get_default_cert_dir_env())
          ?? UnsafeMutablePointer(mutating: X509_get_default_cert_dir()),
      ].compactMap { $0.map { String(cString: $0) } }
    }
    return files + [settings.certificateFile, settings.keyFile, settings.crlFile].compactMap { $0 }
  }
}

/// By what it is seen that a file was written or replaced, or that a folder has another list of files.
private struct FileStamp: Equatable {
  let device: UInt
  let inode: UInt
  let size: Int
  let changed: [Int]

  /// Nil where there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
    size = status.st_size
    changed = [
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }
}
