/// Why a capture can't be made or read. Names are of files in its folder.
public enum CaptureError: Error, Hashable, Sendable {
  /// The folder can't be opened or made.
  case noFolder(String, Int32)
  /// It belongs to somebody else, or is a link: somebody may have put it there.
  case foreignFolder(String)
  case cannotWrite(String, Int32)
  case cannotRead(String, Int32)
  /// It has none of the files of a capture.
  case notACapture(String)
  /// The first bytes are not those of a capture, or of another version of it.
  case badHead(String)
}

/// Bytes of a capture that can't be read.
public struct CaptureDamage: Hashable, Sendable {
  /// In the capture's folder.
  public let file: String
  /// Bytes from the file's start.
  public let offset: Int
  public let bytes: Int
}

/// Whether a capture's files keep up.
public enum CaptureHealth: Hashable, Sendable {
  case writing
  /// Nothing is written since the record of this number; tried again every second.
  case failing(errno: Int32, since: Int)
}
