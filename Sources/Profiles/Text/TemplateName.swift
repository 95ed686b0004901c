/// Names of variables: letters, digits and `_`, no digit first; also `-` and `.` behind the first for our own.
public enum TemplateName {
  /// 64 bytes.
  public static let longest = 64

  static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
    case 0x30...0x39: !isFirst
    default: false
    }
  }

  /// Of a variable in a profile or in the environment.
  public static func isName(_ text: some Collection<UInt8>) -> Bool {
    guard !text.isEmpty, text.count <= longest else { return false }
    return text.enumerated().allSatisfy { index, byte in
      isNameByte(byte, isFirst: index == 0) || index > 0 && (byte == 0x2D || byte == 0x2E)
    }
  }
}
