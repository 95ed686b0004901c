public import Profiles

/// Why a file of profiles can't be read or written.
public enum ProfileFileError: Error, Sendable, Hashable {
  case notThere(String)
  /// `errno`; ELOOP is a symbolic link.
  case cannotRead(String, Int32)
  /// A folder, a pipe, a device.
  case notAFile(String)
  /// It belongs to somebody else.
  case foreign(String)
  /// Others can read or write it: `chmod 600` (a folder: `chmod 700`) helps.
  case open(String, mode: UInt32)
  /// The same, of a folder that others can write to.
  case openFolder(String, mode: UInt32)
  /// Bytes.
  case tooLarge(String, limit: Int)
  case badName(String, ProfileName.Fault)
  /// Something of that name is there, and was not to be replaced.
  case exists(String)
  /// Another program is writing profiles at this moment.
  case busy(String)
  /// `errno` of what went wrong; what was there is as it was.
  case cannotWrite(String, Int32)
}
