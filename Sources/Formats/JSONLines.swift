public import FrameLog
import WebSocketCore

/// Writes log records as JSON Lines: one object a frame or note, in the order of the log.
///
///     {"seq":1,"time":"2026-11-22T12:04:29.820113Z","dir":"out","op":"text","fin":true,"rsv":0,"length":4,"data":"ping"}
///
/// `data` where the payload is UTF-8 text, else `base64`. Fields that say nothing (`flags`, `fragment`, `mask`) stay away.
public struct JSONLines: Sendable {
  /// Everything beyond printable ASCII as \u escapes: the same value to a JSON reader, harmless to a terminal.
  public var asciiOnly: Bool

  public init(asciiOnly: Bool = false) { self.asciiOnly = asciiOnly }

  /// Appends the record's object and a line feed to `output`.
  public func append(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output += "{\"seq\":\(record.sequence),\"time\":\"".utf8
    Timestamp.append(record.wallTime, to: &output)
    output += "\"".utf8
    switch record.kind {
    case .note: appendNote(record, payload: payload, to: &output)
    case .frame: appendFrame(record, payload: payload, to: &output)
    }
    output += "}\n".utf8
  }

  private func appendNote(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output += ",\"event\":\"\(record.note)\",\"text\":".utf8
    appendString(String(decoding: payload, as: UTF8.self), to: &output)
  }

  private func appendFrame(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let header = record.header
    output += ",\"dir\":\"\(record.direction == .sent ? "out" : "in")\"".utf8
    output += ",\"op\":\"\(JSONLines.name(of: record.opcode))\"".utf8
    output +=
      ",\"fin\":\(header.isFinal),\"rsv\":\(header.firstByte >> 4 & 0x7),\"length\":\(header.payloadLength)"
      .utf8
    if record.fragmentIndex > 0 { output += ",\"fragment\":\(record.fragmentIndex)".utf8 }
    if header.isMasked { output += ",\"mask\":\"\(JSONLines.hex(of: header.maskKey))\"".utf8 }
    let flags = JSONLines.flagNames.filter { record.flags.contains($0.flag) }.map { "\"\($0.name)\"" }
    if !flags.isEmpty { output += ",\"flags\":[\(flags.joined(separator: ","))]".utf8 }
    if record.opcode == .close, payload.count >= 2 {
      output += ",\"code\":\(UInt16(payload[0]) << 8 | UInt16(payload[1])),\"reason\":".utf8
      appendString(String(decoding: payload.dropFirst(2), as: UTF8.self), to: &output)
    }
    appendPayload(payload, isText: record.opcode != .binary && record.opcode != .close, to: &output)
  }

  private func appendPayload(_ payload: UnsafeRawBufferPointer, isText: Bool, to output: inout [UInt8]) {
    if isText, let text = String(validating: payload, as: UTF8.self) {
      output += ",\"data\":".utf8
      appendString(text, to: &output)
    } else {
      output += ",\"base64\":\"".utf8
      Base64.append(payload, to: &output)
      output += "\"".utf8
    }
  }

  private func appendString(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: output += "\\\"".utf8
      case 0x5C: output += "\\\\".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0x20..<0x7F: output.append(UInt8(truncatingIfNeeded: scalar.value))
      case ..<0x20, 0x7F: appendEscape(UInt16(truncatingIfNeeded: scalar.value), to: &output)
      default:
        if asciiOnly {
          for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            appendEscape(unit, to: &output)
          }
        } else {
          output += String(scalar).utf8
        }
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private func appendEscape(_ unit: UInt16, to output: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    output += "\\u".utf8
    output += String(repeating: "0", count: 4 - digits.count).utf8
    output += digits.utf8
  }

  // MARK: Names

  private static let flagNames: [(flag: FrameFlags, name: String)] = [
    (.automatic, "automatic"), (.violation, "violation"), (.incomplete, "incomplete"),
    (.afterClose, "after-close"), (.replayed, "replayed"), (.shortened, "shortened"),
    (.tolerated, "tolerated"),
  ]

  private static func name(of opcode: Opcode) -> String {
    opcode.name.map { "\($0)" } ?? "reserved-\(opcode.rawValue)"
  }

  private static func hex(of key: UInt32) -> String {
    (0..<4).map { index in
      let byte = UInt8(truncatingIfNeeded: key >> (8 * UInt32(index)))
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
