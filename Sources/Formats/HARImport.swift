import ByteText
import FoundationEssentials
import FrameLog
import WebSocketCore

/// Reads the WebSocket entries of a HAR: Chrome's four fields of each message, and the heads.
struct HARImport {
  /// What an entry says of its connection.
  private struct Entry {
    var isWebSocket = false
    var messages: JSONReader.Mark?
    var isElsewhere = false
    var start: Int64?
    var facts = ConnectionFacts(url: "")
    var status: UInt64?
    /// As our own exports have them, all of them.
    var own: ConnectionFacts?
  }

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
    var entry = Entry()
    let line = reader.place.line
    do throws(ImportError) {
      try readHeads(of: &entry)
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

  private func readHeads(of entry: inout Entry) throws(ImportError) {
    let reader = reader
    try reader.readObject { key throws(ImportError) in
      switch String(decoding: key, as: UTF8.self) {
      case "_resourceType":
        if try reader.readText(limit: 256)?.elementsEqual("websocket".utf8) == true {
          entry.isWebSocket = true
        }
      case "_webSocketMessages":
        entry.isWebSocket = true
        if try reader.peek() == UInt8(ascii: "[") {
          entry.messages = reader.mark
        } else {
          entry.isElsewhere = true
        }
        try reader.skipValue()
      case "_connection":
        entry.own = try? JSONDecoder().decode(ConnectionFacts.self, from: Data(try reader.captureValue()))
      case "startedDateTime": entry.start = try reader.readText(limit: 64).flatMap(Timestamp.parse)
      case "request": try Self.readHead(reader, isRequest: true, to: &entry)
      case "response": try Self.readHead(reader, isRequest: false, to: &entry)
      default: try reader.skipValue()
      }
    }
  }

  private static func readHead(_ reader: JSONReader, isRequest: Bool, to entry: inout Entry)
    throws(ImportError)
  {
    guard try reader.peek() == UInt8(ascii: "{") else { return try reader.skipValue() }
    var words: [String: String] = [:]
    var status: UInt64?
    var fields: [ConnectionFacts.Field] = []
    try reader.readObject { key throws(ImportError) in
      let name = String(decoding: key, as: UTF8.self)
      switch name {
      case "method", "url", "httpVersion", "statusText":
        words[name] = try text(reader)
      case "status": status = try reader.readCount()
      case "headers" where try reader.peek() == UInt8(ascii: "["): fields = try readFields(reader)
      default: try reader.skipValue()
      }
    }
    let version = words["httpVersion"].flatMap { $0.isEmpty ? nil : $0 } ?? "HTTP/1.1"
    if isRequest {
      let url = words["url"] ?? ""
      entry.facts.url = url
      if url.hasPrefix("ws:") || url.hasPrefix("wss:") { entry.isWebSocket = true }
      let line = "\(words["method"] ?? "GET") \(target(of: url)) \(version)"
      entry.facts.request = ConnectionFacts.Head(startLine: line, fields: fields)
    } else {
      entry.status = status
      let line = "\(version) \(status ?? 0) \(words["statusText"] ?? "")"
      entry.facts.response = ConnectionFacts.Head(startLine: line, fields: fields)
      entry.facts.subprotocol = value(of: "sec-websocket-protocol", in: fields)
      entry.facts.extensions = value(of: "sec-websocket-extensions", in: fields)
    }
  }

  private static func readFields(_ reader: JSONReader) throws(ImportError) -> [ConnectionFacts.Field] {
    var fields: [ConnectionFacts.Field] = []
    try reader.readArray { () throws(ImportError) in
      var field = ConnectionFacts.Field(name: "", value: "")
      guard try reader.peek() == UInt8(ascii: "{") else { return try reader.skipValue() }
      try reader.readObject { key throws(ImportError) in
        switch String(decoding: key, as: UTF8.self) {
        case "name": field.name = try text(reader)
        case "value": field.value = try text(reader)
        default: try reader.skipValue()
        }
      }
      // More than any server takes.
      if fields.count < 1000 { fields.append(field) }
    }
    return fields
  }

  private static func text(_ reader: JSONReader) throws(ImportError) -> String {
    String(decoding: try reader.readText(limit: JSONReader.valueLimit) ?? [], as: UTF8.self)
  }

  private static func value(of name: String, in fields: [ConnectionFacts.Field]) -> String? {
    fields.first { $0.name.lowercased() == name }?.value
  }

  /// `/path?query` of a URL.
  private static func target(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count == 4 ? "/" + parts[3].prefix { $0 != "#" } : "/"
  }

  private mutating func append(_ entry: Entry, line: Int) throws(ImportError) {
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
      case "time": time = try Self.seconds(reader)
      case "opcode": opcode = try reader.readCount()
      case "data": data = try reader.readText(limit: JSONReader.stringLimit / 3 * 4) ?? []
      case "_mark": mark = try Self.text(reader)
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

  /// Seconds since 1970 with a fraction, as nanoseconds; not by way of a Double, which has no room for them.
  private static func seconds(_ reader: JSONReader) throws(ImportError) -> Int64? {
    guard let byte = try reader.peek(), (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") else {
      try reader.skipValue()
      return nil
    }
    return nanoseconds(try reader.readWord())
  }

  static func nanoseconds(_ text: [UInt8]) -> Int64? {
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    if let seconds = Int64(String(decoding: parts[0], as: UTF8.self)), text.first != UInt8(ascii: "-"),
      parts.count == 1 || parts[1].allSatisfy({ (0x30...0x39).contains($0) })
    {
      var fraction: Int64 = 0
      let digits = parts.count == 1 ? [] : Array(parts[1].prefix(9))
      for index in 0..<9 {
        fraction = fraction * 10 + (index < digits.count ? Int64(digits[index] - 0x30) : 0)
      }
      let (product, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, overflow) = product.addingReportingOverflow(fraction)
      return tooLarge || overflow ? nil : sum
    }
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.magnitude < 9e9 else {
      return nil
    }
    return Int64(number * 1e9)
  }
}
