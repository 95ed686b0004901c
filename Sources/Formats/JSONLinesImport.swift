import ByteText
import FoundationEssentials
import FrameLog
import WebSocketCore

/// Reads what `JSONLines` wrote, also what earlier versions did and what others left out.
struct JSONLinesImport {
  /// One line's fields, as far as they are known.
  private struct Line {
    var sequence: UInt64?
    var wallTime: Int64?
    var time: UInt64?
    var isReceived: Bool?
    var opcode: Opcode?
    var isFinal = true
    var reserved: UInt64 = 0
    var length: UInt64?
    var fragment: UInt64 = 0
    var mask: UInt32?
    var header: UInt64?
    var flags: FrameFlags = []
    var bits: UInt64?
    var event: NoteKind?
    var payload: [UInt8]?
    var facts: ConnectionFacts?
    var mark: String?
    var version: UInt64?
    var isHeading = false
  }

  private let reader: JSONReader
  private(set) var desk: ImportDesk
  private(set) var isRedacted = false
  private var lastSequence: Int
  private var lastTime: Int64 = 0

  init(_ reader: JSONReader, into log: FrameLog) {
    self.reader = reader
    desk = ImportDesk(log: log)
    lastSequence = log.reader.range.upperBound - 1
  }

  mutating func run() throws(ImportError) {
    while true {
      try reader.skipBlanks()
      if try reader.peek() == nil { return }
      let place = reader.place
      do throws(ImportError) {
        let line = try readLine()
        try append(line, at: place)
      } catch {
        // Whoever wrote it was killed in the middle of the last line.
        guard case .malformed(.unexpectedEnd, let end) = error, desk.records > 0 else { throw error }
        return desk.warn(.truncated(at: end))
      }
    }
  }

  // MARK: Reading

  private mutating func readLine() throws(ImportError) -> Line {
    var line = Line()
    var desk = desk
    var isRedacted = isRedacted
    defer {
      self.desk = desk
      self.isRedacted = isRedacted
    }
    let reader = reader
    try reader.readObject { key throws(ImportError) in
      try Self.read(key, of: reader, to: &line, &desk, &isRedacted)
    }
    return line
  }

  private static func read(
    _ key: [UInt8], of reader: JSONReader, to line: inout Line, _ desk: inout ImportDesk,
    _ isRedacted: inout Bool
  ) throws(ImportError) {
    switch String(decoding: key, as: UTF8.self) {
    case "seq": line.sequence = try reader.readCount()
    case "time":
      line.wallTime = try reader.readText(limit: 64).flatMap(Timestamp.parse)
      if line.wallTime == nil { desk.warn(.badTime(line: reader.place.line)) }
    case "mono": line.time = try reader.readCount()
    case "dir": line.isReceived = try direction(reader)
    case "op":
      let name = try reader.readText(limit: 64) ?? []
      line.opcode = FlagNames.opcode(named: name)
      if line.opcode == nil { throw reader.fault(.wrong("op")) }
    case "fin": line.isFinal = try reader.readWord().elementsEqual("true".utf8)
    case "rsv": line.reserved = try reader.readCount() ?? 0
    case "length": line.length = try reader.readCount()
    case "fragment": line.fragment = try reader.readCount() ?? 0
    case "mask": line.mask = try mask(reader)
    case "header": line.header = try reader.readCount()
    case "flags": line.flags = try flags(reader, &desk)
    case "bits": line.bits = try reader.readCount()
    case "event":
      let name = try reader.readText(limit: 256) ?? []
      line.event = FlagNames.note(named: name) ?? .information
      if FlagNames.note(named: name) == nil {
        desk.warn(.unknownEvent(String(decoding: name, as: UTF8.self), line: reader.place.line))
      }
    case "data", "text": line.payload = try reader.readText() ?? line.payload
    case "base64":
      let text = try reader.readText(limit: JSONReader.stringLimit / 3 * 4) ?? []
      // Without a redacted place this can't be: but such a place is no base64, and is kept as it stands.
      if let bytes = try? Base64.decoded(text) {
        line.payload = bytes
      } else {
        line.payload = text
        desk.warn(.badBase64(line: reader.place.line))
      }
    case "facts":
      let json = try reader.captureValue()
      line.facts = try? JSONDecoder().decode(ConnectionFacts.self, from: Data(json))
      if line.facts == nil { desk.warn(.badFacts(line: reader.place.line)) }
    case "mark":
      line.mark = try reader.readText(limit: JSONReader.valueLimit).map {
        String(decoding: $0, as: UTF8.self)
      }
    case "format":
      line.isHeading = try reader.readText(limit: 256) != nil
    case "version": line.version = try reader.readCount()
    case "redacted":
      isRedacted = try reader.readText(limit: 256).map { !$0.elementsEqual("off".utf8) } ?? false
    default: try reader.skipValue()
    }
  }

  private static func direction(_ reader: JSONReader) throws(ImportError) -> Bool {
    switch String(decoding: try reader.readText(limit: 16) ?? [], as: UTF8.self) {
    case "in": return true
    case "out": return false
    default: throw reader.fault(.wrong("dir"))
    }
  }

  private static func mask(_ reader: JSONReader) throws(ImportError) -> UInt32 {
    let digits = try reader.readText(limit: 16) ?? []
    guard let bytes = Hex.bytes(digits), bytes.count == 4 else { throw reader.fault(.wrong("mask")) }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func flags(_ reader: JSONReader, _ desk: inout ImportDesk) throws(ImportError) -> FrameFlags
  {
    var flags: FrameFlags = []
    var unknown: [[UInt8]] = []
    try reader.readArray { () throws(ImportError) in
      let name = try reader.readText(limit: 256) ?? []
      if let flag = FlagNames.flag(named: name) { flags.formUnion(flag) } else { unknown.append(name) }
    }
    for name in unknown {
      desk.warn(.unknownFlag(String(decoding: name, as: UTF8.self), line: reader.place.line))
    }
    return flags
  }

  // MARK: Records

  private mutating func append(_ line: Line, at place: ImportPlace) throws(ImportError) {
    if line.isHeading {
      if let version = line.version, version > UInt64(JSONLines.version) { desk.warn(.laterVersion(version)) }
      return
    }
    let sequence = line.sequence.flatMap { Int(exactly: $0) } ?? lastSequence + 1
    guard sequence > lastSequence, sequence < Int.max else {
      throw .malformed(.sequence(sequence, after: lastSequence), at: place)
    }
    let payload = line.payload ?? []
    var record = LogRecord(
      sequence: sequence, kind: line.event == nil ? .frame : .note, note: line.event ?? .none,
      direction: .sent,
      header: FrameHeader(
        firstByte: 0, byteCount: 0, isMasked: false, maskKey: 0, payloadLength: payload.count),
      flags: [], fragmentIndex: 0, wallTime: line.wallTime ?? lastTime, time: 0, payloadLength: payload.count)
    // Without a monotonic time, the wall's differences have to do.
    record.time = line.time ?? UInt64(max(0, record.wallTime))
    if let length = line.length {
      guard let length = Int(exactly: length) else { throw .malformed(.wrong("length"), at: place) }
      record.header.payloadLength = length
    }
    if line.event == nil { try fill(&record, from: line, at: place) }
    lastSequence = sequence
    lastTime = record.wallTime
    desk.append(record, payload: payload, facts: line.facts, mark: line.mark)
  }

  private func fill(_ record: inout LogRecord, from line: Line, at place: ImportPlace) throws(ImportError) {
    guard let opcode = line.opcode else { throw .malformed(.missing("op"), at: place) }
    guard let isReceived = line.isReceived else { throw .malformed(.missing("dir"), at: place) }
    guard line.reserved < 8 else { throw .malformed(.wrong("rsv"), at: place) }
    guard let fragment = UInt32(exactly: line.fragment) else {
      throw .malformed(.wrong("fragment"), at: place)
    }
    record.direction = isReceived ? .received : .sent
    record.header.firstByte =
      (line.isFinal ? 0x80 : 0) | UInt8(truncatingIfNeeded: line.reserved) << 4 | opcode.rawValue
    record.header.isMasked = line.mask != nil
    record.header.maskKey = line.mask ?? 0
    let shortest = FlagNames.shortestHeader(
      payloadLength: record.header.payloadLength, isMasked: record.header.isMasked)
    record.header.byteCount = line.header.flatMap { UInt8(exactly: $0) } ?? shortest
    record.fragmentIndex = fragment
    record.flags = line.flags.union(FlagNames.implied(by: record.header, fragmentIndex: fragment))
    if let bits = line.bits {
      guard let bits = UInt16(exactly: bits) else { throw .malformed(.wrong("bits"), at: place) }
      record.flags = FrameFlags(rawValue: bits)
      // What was to come then will not come any more.
      if record.isArriving {
        record.flags.subtract(.continues)
        record.flags.formUnion(.incomplete)
      }
    }
  }
}
