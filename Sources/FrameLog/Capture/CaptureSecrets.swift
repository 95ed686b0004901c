import Glibc

/// The file beside a capture that tells how to find the secrets in it: 0600, written once, before the first frame. What it
/// says is not read here; it is never the secrets themselves.
enum CaptureSecrets {
  static let name = "secrets"
  /// 64 KiB.
  private static let limit = 64 << 10

  /// `errno` where it could not be kept. Nothing is made of nothing.
  static func write(_ bytes: [UInt8], in folder: Int32, _ operations: FileOperations) -> Int32? {
    if bytes.isEmpty { return nil }
    let opened = operations.open(name, in: folder, O_WRONLY | O_CREAT | O_EXCL)
    guard opened >= 0 else { return Int32(-opened) }
    let descriptor = Int32(opened)
    var result = bytes.withUnsafeBytes { operations.write($0, to: descriptor, at: 0) }
    // Frames are of no use without it: it must not be lost before them.
    if result >= 0 { result = operations.sync(descriptor) }
    let closed = operations.close(descriptor)
    let worst = min(result, closed)
    return worst < 0 ? Int32(-worst) : nil
  }

  static func read(in folder: Int32, _ operations: FileOperations) -> [UInt8] {
    let opened = operations.open(name, in: folder, O_RDONLY)
    guard opened >= 0 else { return [] }
    defer { operations.close(Int32(opened)) }
    var bytes = [UInt8](repeating: 0, count: limit)
    let read = bytes.withUnsafeMutableBytes { operations.read(into: $0, from: Int32(opened), at: 0) }
    return Array(bytes.prefix(max(0, read)))
  }
}

extension StoredCapture {
  /// What finds its secrets; empty where it has none.
  public var secrets: [UInt8] { CaptureSecrets.read(in: folder, operations) }
}
