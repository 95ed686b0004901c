import ByteText
@_spi(_Unicode) import Swift

/// The name of a host with letters beyond ASCII, made ready to be asked for: lower case, composed, each label in its
/// ASCII form (RFC 5891 section 4, UTS 46 non-transitional: sharp s and final sigma stay what they are).
///
/// It refuses what the standard library's properties tell to be no letter, digit or mark of a name. It has no tables of
/// scripts and of bidirectional text: a name that mixes them is asked for, and shown, as `xn--...`.
enum HostName {
  /// Bytes of one label (RFC 1035 section 2.3.4).
  private static let labelLimit = 63
  private static let prefix = Array("xn--".utf8)

  /// The whole name in ASCII; nil where a label can't be one.
  static func ascii(_ name: String) -> String? {
    let mapped = mapped(name)
    var labels = mapped.split(omittingEmptySubsequences: false, whereSeparator: isDot)
    let hasFinalDot = labels.count > 1 && labels.last?.isEmpty == true
    if hasFinalDot { labels.removeLast() }
    var result: [UInt8] = []
    for (index, label) in labels.enumerated() {
      guard let bytes = ascii(label: Array(label)) else { return nil }
      if index > 0 { result.append(UInt8(ascii: ".")) }
      result += bytes
    }
    if hasFinalDot { result.append(UInt8(ascii: ".")) }
    return ASCII.string(result)
  }

  /// Full-width ASCII becomes ASCII, what has case loses it, and letters are joined with their marks.
  private static func mapped(_ name: String) -> [Unicode.Scalar] {
    var narrow = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      // U+FF01...FF5E are U+0021...007E in the width of ideographs.
      let isWide = 0xFF01...0xFF5E ~= scalar.value
      narrow.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    let lower = narrow.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    return Array(String(String.UnicodeScalarView(lower))._nfc)
  }

  /// UTS 46 section 2.3: the dots that keyboards for ideographs make, too.
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    [0x2E, 0x3002, 0xFF0E, 0xFF61].contains(scalar.value)
  }

  private static func ascii(label: [Unicode.Scalar]) -> [UInt8]? {
    guard let first = label.first, let last = label.last, first != "-", last != "-" else { return nil }
    if label.allSatisfy(\.isASCII) {
      let bytes = label.map { UInt8(truncatingIfNeeded: $0.value) }
      return bytes.count <= labelLimit && bytes.allSatisfy(isNameByte) ? bytes : nil
    }
    // Two hyphens there mark an encoding, and this one is not encoded yet (RFC 5891 section 4.2.3.1).
    let isReserved = label.count >= 4 && label[2] == "-" && label[3] == "-"
    guard !isReserved, !isMark(first), label.indices.allSatisfy({ isAllowed($0, in: label) }),
      !mixesDigits(label)
    else { return nil }
    return Punycode.encode(label, limit: labelLimit - prefix.count).map { prefix + $0 }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Arabic-Indic digits and extended ones look alike (RFC 5892 sections A.8 and A.9).
  private static func mixesDigits(_ label: [Unicode.Scalar]) -> Bool {
    label.contains { 0x660...0x669 ~= $0.value } && label.contains { 0x6F0...0x6F9 ~= $0.value }
  }

  /// Letters that only stand for others: raised, ligatures, of half width, of mathematics. UTS 46 writes the others
  /// instead, for which the standard library has no table, and RFC 5892 section 2.2 refuses them.
  private static let compatibilityForms: [ClosedRange<UInt32>] = [
    0x2B0...0x2B8, 0x2E0...0x2E4, 0x1D2C...0x1D6A, 0x1D78...0x1D78, 0x1D9B...0x1DBF, 0x2071...0x209C,
    0x2100...0x214F, 0x3131...0x318E, 0xFB00...0xFB06, 0xFB13...0xFB17, 0xFB4F...0xFDFB, 0xFE70...0xFEFC,
    0xFF66...0xFFDC, 0x1D400...0x1D7FF, 0x1EE00...0x1EEBB,
  ]

  /// The categories of RFC 5892 section 2.1, and what stands in its sections A.1 to A.9 for certain neighbours.
  private static func isAllowed(_ index: Int, in label: [Unicode.Scalar]) -> Bool {
    let scalar = label[index]
    if scalar.isASCII { return isNameByte(UInt8(truncatingIfNeeded: scalar.value)) }
    let before = index > 0 ? label[index - 1] : nil
    let after = index + 1 < label.count ? label[index + 1] : nil
    switch scalar.value {
    // Joiners follow a sign that takes the vowel away (virama, combining class 9). Persian's between letters is not told.
    case 0x200C, 0x200D: return before?.properties.canonicalCombiningClass.rawValue == 9
    // Catalan's l·l, Greek's and Hebrew's numeral and quotation signs, the dot between Katakana.
    case 0xB7: return before == "l" && after == "l"
    case 0x375: return after.map { 0x370...0x3FF ~= $0.value } ?? false
    case 0x5F3, 0x5F4: return before.map { 0x591...0x5F4 ~= $0.value } ?? false
    // The zero of ideographs is no letter to Unicode (section 2.6).
    case 0x3007: return true
    case 0x30FB: return label.contains { 0x3041...0x30FA ~= $0.value || 0x3400...0x9FFF ~= $0.value }
    default: break
    }
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint, !properties.isWhitespace else { return false }
    guard !compatibilityForms.contains(where: { $0.contains(scalar.value) }) else { return false }
    switch properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber:
      return true
    default: return false
    }
  }
}
