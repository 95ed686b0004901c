import FrameLog
import Secrets

/// What `*` searches for.
extension InspectorModel {
  /// Bytes of a value; a longer one is hardly looked for as a whole.
  static let valueLimit = 256

  /// In the detail the value on its chosen line, else the first line of the chosen row's payload.
  var valueUnderCursor: String? {
    guard let tab = activeTab else { return nil }
    if focus == .detail, let detail = tab.detail, !detail.showsHexOnly {
      return Self.value(onLine: detail.line, of: detail.document)
    }
    guard let row = currentRow, let reader = tab.reader else { return nil }
    let mask = tab.secrets.payloadMask
    return Self.text(reader.messagePayload(startingAt: row.sequence, limit: Self.valueLimit), mask)
      ?? Self.text(reader.payload(row.sequence, limit: Self.valueLimit), mask)
  }

  /// `"px": "3120.1",` gives `3120.1`; a line without a value gives its key.
  private static func value(onLine index: Int, of document: DetailDocument) -> String? {
    guard document.lines.indices.contains(index) else { return nil }
    let line = document.lines[index]
    guard line.rest == 0 else { return nil }
    var bytes = document.bytes[line.start..<line.end]
    guard document.form != .raw else {
      guard !document.hidden.contains(where: { $0.overlaps(line.start..<line.end) }) else { return nil }
      return text(Array(bytes.prefix(valueLimit)))
    }
    if bytes.first == 0x22, let end = stringEnd(bytes) {
      let rest = bytes[end...].drop { [0x20, 0x3A, 0x09].contains($0) }
      let opens = rest.first.map { [0x7B, 0x5B].contains($0) } ?? false
      if bytes[end...].contains(0x3A), !rest.isEmpty, !opens {
        bytes = rest
      } else {
        bytes = bytes[..<end]
      }
    }
    // It would stand in the field.
    if document.hidden.contains(where: { $0.overlaps(bytes.startIndex..<bytes.endIndex) }) { return nil }
    if bytes.last == 0x2C { bytes = bytes.dropLast() }
    if bytes.first == 0x22, bytes.last == 0x22, bytes.count > 1 { bytes = bytes.dropFirst().dropLast() }
    return text(Array(bytes.prefix(valueLimit)))
  }

  /// The index after the closing quote.
  private static func stringEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex + 1
    while index < bytes.endIndex {
      if bytes[index] == 0x22 { return index + 1 }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return nil
  }

  /// As far as it is text, and nothing in it is hidden; cut inside a character, without that.
  private static func text(_ bytes: [UInt8], _ mask: SecretMask = SecretMask()) -> String? {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    if !mask.places(in: Array(line), isCut: true).isEmpty { return nil }
    for cut in 0...min(3, line.count) {
      if let text = String(validating: line.dropLast(cut), as: UTF8.self) { return text }
    }
    return nil
  }
}
