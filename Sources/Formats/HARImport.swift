import ByteText
import FrameLog
import WebSocketCore

/// Reads the WebSocket entries of a HAR: Chrome's four fields of each message, and the heads.
struct HARImport {
  private let reader: JSONReader
  private(set) var desk: ImportDesk
  private(set) var isRedacted = false
  private var next: Int
  private var lastTime: Int64 = 0
  private var others = 0
  private var found = 0

  init(_ reader: JSONReader, into log: FrameLog) {
    self.reader = reader
    desk = ImportDesk(log: log)
    next = log.reader.range.upperBound
  }

  mutating func run() throws(ImportError) {
    do throws(ImportError) {
      try readTop()
    } catch {
      guard case .malformed(.unexpectedEnd, let place) = error, desk.records > 0 else { throw error }
      desk.warn(.truncated(at: place))
    }
    if found == 0 { desk.warn(.noWebSocket) }
    if others > 0 { desk.warn(.otherEntries(others)) }
  }

  private mutating func readTop() throws(ImportError) {
    var part = self
    defer { self = part }
    let reader = reader
    try reader.readObject { key throws(ImportError) in
      guard key.elementsEqual("log".utf8) else { return try reader.skipValue() }
      try reader.readObject { key throws(ImportError) in
        switch String(decoding: key, as: UTF8.self) {
        case "entries": try reader.readArray { () throws(ImportError) in try part.readEntry() }
        case "_redacted":
          part.isRedacted = try reader.readText(limit: 256).map { !$0.elementsEqual("off".utf8) } ?? false
        default: try reader.skipValue()
        }
      }
    }
  }

  // MARK: Entries

  private mutating func readEntry() throws(ImportError) {
    var entry = HARImportEntry()
    let line = reader.place.line
    do throws(ImportError) {
      try entry.readHeads(reader)
    } catch {
      // Cut in the middle of an entry: its messages may be there all the same.
      guard case .malformed(.unexpectedEnd, _) = error, entry.messages != nil else { throw error }
      try append(entry, line: line)
      throw error
    }
    let end = reader.mark
    try append(entry, line: line)
    try reader.go(to: end)
  }

  private mutating func append(_ entry: HARImportEntry, line: Int) throws(ImportError) {
    guard entry.isWebSocket else {
      others += 1
      return
    }
    found += 1
    if entry.isElsewhere { desk.warn(.messagesElsewhere(line: line)) }
    if entry.start == nil { desk.warn(.badTime(line: line)) }
    lastTime = entry.start ?? lastTime
    let facts = entry.own ?? entry.facts
    let isOpen = entry.messages != nil && entry.status ?? 101 == 101
    note(isOpen ? .opened : .failed, facts.url, facts: facts)
    guard let messages = entry.messages else { return }
    try reader.go(to: messages)
    var part = self
    defer { self = part }
    try reader.readArray { () throws(ImportError) in try part.readMessage() }
  }

  private mutating func note(_ kind: NoteKind, _ text: String, facts: ConnectionFacts? = nil) {
    let payload = Array(text.utf8)
    desk.append(
      LogRecord(
        sequence: next, kind: .note, note: kind, direction: .sent,
        header: FrameHeader(
          firstByte: 0, byteCount: 0, isMasked: false, maskKey: 0, payloadLength: payload.count),
        flags: [], fragmentIndex: 0, wallTime: lastTime, time: UInt64(max(0, lastTime)),
        payloadLength: payload.count), payload: payload, facts: facts)
    next += 1
  }

  // MARK: Messages

  private mutating func readMessage() throws(ImportError) {
    var type: [UInt8] = []
    var data: [UInt8] = []
    var opcode: UInt64?
    var time: Int64?
    var mark: String?
    let reader = reader
    guard try reader.peek() == UInt8(ascii: "{") else { return try reader.skipValue() }
    let line = reader.place.line
    try reader.readObject { key throws(ImportError) in
      switch String(decoding: key, as: UTF8.self) {
      case "type": type = try reader.readText(limit: 256) ?? []
      case "time": time = try HARTime.read(reader)
      case "opcode": opcode = try reader.readCount()
      case "data": data = try reader.readText(limit: JSONReader.stringLimit / 3 * 4) ?? []
      case "_mark": mark = try HARImportEntry.text(reader)
      default: try reader.skipValue()
      }
    }
    if time == nil { desk.warn(.badTime(line: line)) }
    lastTime = time ?? lastTime
    if type.elementsEqual("error".utf8) { return note(.failed, String(decoding: data, as: UTF8.self)) }
    let isSent = type.elementsEqual("send".utf8)
    guard isSent || type.elementsEqual("receive".utf8) else { throw reader.fault(.wrong("type")) }
    // A writer without opcodes writes text.
    guard let raw = UInt8(exactly: opcode ?? 1), raw < 16 else { throw reader.fault(.wrong("opcode")) }
    append(raw, isSent: isSent, data: data, mark: mark, line: line)
  }

  private mutating func append(_ opcode: UInt8, isSent: Bool, data: [UInt8], mark: String?, line: Int) {
    var payload = data
    if Opcode(rawValue: opcode) != .text {
      if let bytes = try? Base64.decoded(data) { payload = bytes } else { desk.warn(.badBase64(line: line)) }
    }
    let header = FrameHeader(
      firstByte: 0x80 | opcode,
      byteCount: FlagNames.shortestHeader(payloadLength: payload.count, isMasked: false), isMasked: false,
      maskKey: 0,
      payloadLength: payload.count)
    desk.append(
      LogRecord(
        sequence: next, kind: .frame, note: .none, direction: isSent ? .sent : .received, header: header,
        flags: FlagNames.implied(by: header, fragmentIndex: 0), fragmentIndex: 0, wallTime: lastTime,
        time: UInt64(max(0, lastTime)), payloadLength: payload.count), payload: payload, mark: mark)
    next += 1
  }
}
