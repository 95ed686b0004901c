import ByteText

/// What stands in exports where a secret was: `‹redacted:NAME:HASH›`.
public enum SecretMarker {
  /// Already a marker, of an earlier export, or already masked: `********`.
  public static func isTold(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.allSatisfy({ $0 == UInt8(ascii: "*") }) { return true }
    let start = Array("‹redacted:".utf8)
    let end = Array("›".utf8)
    // Name, colon and eight digits: nothing that could hold a secret of any length.
    guard bytes.count <= start.count + 49 + end.count, bytes.starts(with: start) else { return false }
    let inside = bytes.dropFirst(start.count).dropLast(end.count)
    let parts = inside.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return bytes.suffix(end.count).elementsEqual(end) && parts.count == 2
      && parts[0].allSatisfy(SecretNames.isNameByte) && parts[1].count == 8
      && parts[1].allSatisfy { Hex.value($0) != nil }
  }
}
