import ByteText
import FrameLog
import WebSocketCore

/// RFC 4180, a row a frame or note, with a header row.
///
/// A cell that a spreadsheet would take for a formula has an apostrophe in front (as OWASP recommends), so this is for
/// reading, not for getting bytes back: `base64` and our JSON Lines are.
struct CSVWriter: FrameWriter {
  let asciiOnly: Bool

  mutating func begin(to output: inout [UInt8]) {
    output.add(text: ExportFormat.csvColumns.joined(separator: ","))
    output.add("\r\n")
  }

  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard item.isSelected else { return }
    let record = item.record
    output.add(decimal: record.sequence)
    output.append(UInt8(ascii: ","))
    Timestamp.append(record.wallTime, to: &output)
    if record.isFrame {
      appendFrame(record, payload: payload, to: &output)
    } else {
      output.add(",note,")
      output.add(FlagNames.name(of: record.note))
      output.add(",,,,,,,")
    }
    appendPayload(record, payload, to: &output)
    output.append(UInt8(ascii: ","))
    if let mark = item.mark {
      Array((mark.isEmpty ? "marked" : mark).utf8).withUnsafeBytes { appendCell($0, to: &output) }
    }
    output.add("\r\n")
  }

  private func appendFrame(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let header = record.header
    output.add(record.direction == .sent ? ",out," : ",in,")
    FlagNames.append(record.opcode, to: &output)
    output.add(header.isFinal ? ",true," : ",false,")
    output.append(0x30 + (header.firstByte >> 4 & 0x7))
    output.append(UInt8(ascii: ","))
    if record.fragmentIndex > 0 { output.add(decimal: UInt64(record.fragmentIndex)) }
    output.append(UInt8(ascii: ","))
    output.add(decimal: header.payloadLength)
    output.append(UInt8(ascii: ","))
    if header.isMasked { output.add(maskKey: header.maskKey) }
    output.append(UInt8(ascii: ","))
    var isFirst = true
    for (flag, name) in FlagNames.flags where record.flags.contains(flag) {
      if !isFirst { output.append(UInt8(ascii: " ")) }
      output.add(name)
      isFirst = false
    }
    output.append(UInt8(ascii: ","))
    if record.opcode == .close, payload.count >= 2 {
      output.add(decimal: UInt64(payload[0]) << 8 | UInt64(payload[1]))
    }
  }

  private func appendPayload(
    _ record: LogRecord, _ payload: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    let isClose = record.isFrame && record.opcode == .close
    let bytes = isClose ? UnsafeRawBufferPointer(rebasing: payload.dropFirst(2)) : payload
    if !(record.isFrame && record.opcode == .binary), JSONText.isText(bytes) {
      output.add(",text,")
      appendCell(bytes, to: &output)
    } else {
      output.add(",base64,")
      Base64.append(bytes, to: &output)
    }
  }

  /// Where a spreadsheet would calculate, see https://owasp.org/www-community/attacks/CSV_Injection.
  private func appendCell(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard asciiOnly else { return appendQuoted(bytes, to: &output) }
    var escaped: [UInt8] = []
    PlainEscape.append(bytes, asciiOnly: true, to: &escaped)
    escaped.withUnsafeBytes { appendQuoted($0, to: &output) }
  }

  private func appendQuoted(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard let first = bytes.first else { return }
    // A base64 cell begins with "+" at times, and is left alone: it is one word without brackets.
    let isFormula = "=+-@\t\r\n|%".utf8.contains(first) || isFullwidthSign(bytes)
    let needsQuotes =
      isFormula || first == 0x20 || bytes.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return output.add(bytes) }
    output.append(0x22)
    if isFormula { output.append(UInt8(ascii: "'")) }
    for byte in bytes {
      if byte == 0x22 { output.append(byte) }
      output.append(byte)
    }
    output.append(0x22)
  }

  /// U+FF1D, FF0B, FF0D and FF20, which some spreadsheets take for the ASCII ones.
  private func isFullwidthSign(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBC && [0x9D, 0x8B, 0x8D, 0xA0].contains(bytes[2])
  }
}
