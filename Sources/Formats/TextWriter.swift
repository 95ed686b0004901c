import FrameLog
import WebSocketCore

/// Plain text: one line a frame or note.
///
///     2026-11-22T12:04:29.820113999Z  out  text  4 B  ping
struct TextWriter: FrameWriter {
  let asciiOnly: Bool

  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard item.isSelected else { return }
    let record = item.record
    Timestamp.append(record.wallTime, to: &output)
    if record.isFrame {
      appendFrame(record, payload: payload, to: &output)
    } else {
      output.add("  note  ")
      output.add(FlagNames.name(of: record.note))
      output.add("  ")
    }
    // Of a close frame the code stands there as a number already.
    let isClose = record.isFrame && record.opcode == .close && payload.count >= 2
    let words = isClose ? UnsafeRawBufferPointer(rebasing: payload.dropFirst(2)) : payload
    PlainEscape.append(words, asciiOnly: asciiOnly, to: &output)
    if let mark = item.mark {
      output.add("  [marked")
      if !mark.isEmpty {
        output.add(": ")
        Array(mark.utf8).withUnsafeBytes { PlainEscape.append($0, asciiOnly: asciiOnly, to: &output) }
      }
      output.add("]")
    }
    output.append(0x0A)
  }

  private func appendFrame(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output.add(record.direction == .sent ? "  out  " : "  in   ")
    FlagNames.append(record.opcode, to: &output)
    if record.fragmentIndex > 0 {
      output.add(" fragment ")
      output.add(decimal: UInt64(record.fragmentIndex))
      output.add(record.header.isFinal ? " (last)" : "")
    }
    output.add("  ")
    output.add(decimal: record.header.payloadLength)
    output.add(" B  ")
    for (flag, name) in FlagNames.flags where record.flags.contains(flag) {
      output.add("[")
      output.add(name)
      output.add("] ")
    }
    if record.opcode == .close, payload.count >= 2 {
      output.add(decimal: UInt64(payload[0]) << 8 | UInt64(payload[1]))
      output.add(" ")
    }
  }
}
