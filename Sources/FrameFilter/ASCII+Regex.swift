import ByteText

/// What regular expressions and filters mean by a blank and a word.
extension ASCII {
  /// What `\w` means.
  static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
  /// What `\s` means.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
