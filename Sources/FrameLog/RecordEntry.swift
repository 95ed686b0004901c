import WebSocketCore

/// Entries from what they are made of, and records from entries.
extension RecordLayout.Entry {
  @inline(__always)
  init(_ event: FrameEvent, flags: FrameFlags, sequence: Int, wallOffset: Int64) {
    self.init(
      sequence: sequence, wallTime: Int64(truncatingIfNeeded: event.time) &+ wallOffset, time: event.time,
      framePayloadLength: event.header.payloadLength, maskKey: event.header.maskKey,
      fragmentIndex: event.fragmentIndex, flags: flags.rawValue, firstByte: event.header.firstByte,
      headerByteCount: event.header.byteCount,
      bits: (event.direction == .received ? 2 : 0) | (event.header.isMasked ? 4 : 0)
        | (flags.contains(.continues) ? 8 : 0), note: 0, kind: 0)
  }

  /// As another log had it, but whole.
  init(_ record: LogRecord) {
    self.init(
      sequence: record.sequence, wallTime: record.wallTime, time: record.time,
      framePayloadLength: record.header.payloadLength, maskKey: record.header.maskKey,
      fragmentIndex: record.fragmentIndex, flags: record.flags.rawValue, firstByte: record.header.firstByte,
      headerByteCount: record.header.byteCount,
      bits: (record.isFrame ? 0 : 1) | (record.direction == .received ? 2 : 0)
        | (record.header.isMasked ? 4 : 0), note: record.note.rawValue, kind: 0)
  }

  init(note: NoteKind, sequence: Int, length: Int, time: UInt64, wallTime: Int64) {
    self.init(
      sequence: sequence, wallTime: wallTime, time: time, framePayloadLength: length, maskKey: 0,
      fragmentIndex: 0, flags: 0, firstByte: 0, headerByteCount: 0, bits: 1, note: note.rawValue, kind: 0)
  }

  /// Of a record without a number of its own.
  init(kind: RecordLayout.Kind, sequence: Int, time: UInt64 = 0, flags: FrameFlags = [], before: Int = 0) {
    self.init(
      sequence: sequence, wallTime: 0, time: time, framePayloadLength: before, maskKey: 0, fragmentIndex: 0,
      flags: flags.rawValue, firstByte: 0, headerByteCount: 0, bits: 0, note: 0, kind: kind.rawValue)
  }

  var cameInParts: Bool { bits & 8 != 0 }
  var isWholeMessage: Bool { fragmentIndex == 0 && !cameInParts }
}

extension LogRecord {
  init(_ entry: RecordLayout.Entry, payloadLength: Int) {
    self.init(
      sequence: entry.sequence, kind: entry.bits & 1 == 0 ? .frame : .note,
      note: NoteKind(rawValue: entry.note) ?? .none,
      direction: entry.bits & 2 == 0 ? .sent : .received,
      header: FrameHeader(
        firstByte: entry.firstByte, byteCount: entry.headerByteCount, isMasked: entry.bits & 4 != 0,
        maskKey: entry.maskKey, payloadLength: entry.framePayloadLength),
      flags: FrameFlags(rawValue: entry.flags), fragmentIndex: entry.fragmentIndex, wallTime: entry.wallTime,
      time: entry.time, payloadLength: payloadLength)
  }
}
