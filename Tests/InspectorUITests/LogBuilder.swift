import FrameLog
import InspectorModel
import WebSocketCore

@testable import InspectorModel

/// Builds logs and models for pictures: frames at given times, one after the other.
final class LogBuilder {
  let log = FrameLog(budget: LogBudget())
  /// 2026-11-22 12:04:27.000 UTC.
  static let start: Int64 = 1_795_349_067_000_000_000
  private let wallOffset: Int64

  /// `start`: nanoseconds since 1970 of the time from which milliseconds are counted.
  init(start: Int64 = LogBuilder.start) { wallOffset = start - 1_000_000_000 }

  func frame(
    _ direction: Direction, _ opcode: Opcode, _ payload: [UInt8], at milliseconds: Int64, final: Bool = true,
    fragment: UInt32 = 0, flags: FrameFlags = [], reserved1: Bool = false, wire: Int? = nil
  ) {
    var batch = FrameBatch()
    let first = (final ? 0x80 : 0) | (reserved1 ? 0x40 : 0) | opcode.rawValue
    let header = FrameHeader(
      firstByte: first, byteCount: 2, isMasked: direction == .sent, maskKey: 0,
      payloadLength: wire ?? payload.count)
    var flags = flags
    if final { flags.insert(.endsMessage) }
    if fragment > 0 { flags.insert(.fragment) }
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: direction, flags: flags, fragmentIndex: fragment,
          time: UInt64(milliseconds + 1000) * 1_000_000, payload: bytes))
      log.append(batch, wallOffset: wallOffset)
    }
  }

  /// A part of a received text frame of `length` bytes; `isFirst` begins its record, `isLast` ends it.
  func part(_ text: String, of length: Int, isFirst: Bool, isLast: Bool, reserved1: Bool = false) {
    var batch = FrameBatch()
    var flags: FrameFlags = isLast ? .endsMessage : .continues
    if !isFirst { flags.insert(.laterPart) }
    let header = FrameHeader(
      firstByte: reserved1 ? 0xC1 : 0x81, byteCount: 10, isMasked: false, maskKey: 0, payloadLength: length)
    Array(text.utf8).withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: flags, fragmentIndex: 0, time: 1_000_000_000,
          payload: bytes))
      log.append(batch, wallOffset: wallOffset)
    }
  }

  func text(
    _ direction: Direction, _ text: String, at milliseconds: Int64, reserved1: Bool = false, wire: Int? = nil
  ) {
    frame(direction, .text, Array(text.utf8), at: milliseconds, reserved1: reserved1, wire: wire)
  }

  func note(
    _ kind: NoteKind, _ text: String, at milliseconds: Int64, _ facts: ConnectionFacts? = nil
  ) {
    log.append(
      note: kind, text: Array(text.utf8), facts: facts, at: UInt64(milliseconds + 1000) * 1_000_000,
      wallOffset: wallOffset)
  }
}
