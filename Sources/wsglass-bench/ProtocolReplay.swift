import ByteText
import Glibc
import WebSocketCore

/// Plays recorded byte streams to the protocol core and tells what came of each: our side of the differential test.
///
/// Standard input holds cases, each with its length in front (four bytes, big endian):
///
///     role         1 byte    0 client, 1 server
///     deflate      1 byte    0 none, else 1, and 2 server_no_context_takeover, 4 client_no_context_takeover
///     windows      2 bytes   server_max_window_bits, client_max_window_bits
///     limit        4 bytes   of a frame and of a message
///     chunks       4 bytes of length and the bytes, to the end of the case; after the last comes the end of the stream
///
/// Each makes one line of JSON on standard output.
enum ProtocolReplay {
  static func run() throws {
    var input = CaseReader(bytes: readAll())
    while let length = input.number(4) {
      guard let bytes = input.bytes(length), let line = outcome(CaseReader(bytes: bytes)) else {
        throw BenchError.notClean("a case is cut short")
      }
      print(line)
    }
  }

  private static func outcome(_ recorded: CaseReader) -> String? {
    var recorded = recorded
    guard let role = recorded.number(1), let deflate = recorded.number(1), let server = recorded.number(1),
      let client = recorded.number(1), let limit = recorded.number(4)
    else { return nil }
    var options = ProtocolOptions()
    options.limits.frame = limit
    options.limits.message = limit
    if deflate != 0 {
      var agreement = DeflateAgreement()
      agreement.serverNoContextTakeover = deflate & 2 != 0
      agreement.clientNoContextTakeover = deflate & 4 != 0
      agreement.serverMaxWindowBits = server
      agreement.clientMaxWindowBits = client
      options.compression = agreement
    }
    var replay = Replay(core: .open(as: role == 0 ? .client : .server, options: options))
    while let length = recorded.number(4) {
      guard let chunk = recorded.bytes(length) else { return nil }
      replay.receive(chunk)
    }
    replay.end()
    return replay.line
  }

  private static func readAll() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }
}

/// The core as its owner drives it, and what it said.
private struct Replay: ~Copyable {
  private var core: WebSocketProtocol
  private var random = SecureRandom()
  private var batch = FrameBatch()
  private var assembler = MessageAssembler()
  private var messages: [String] = []
  private var pongs: [String] = []
  private var sentClose: String?

  init(core: consuming WebSocketProtocol) { self.core = core }

  mutating func receive(_ chunk: [UInt8]) {
    var chunk = chunk
    var demand = Int.max
    chunk.withUnsafeMutableBytes { bytes in
      core.receive(bytes, at: 0, demand: &demand, random: &random, into: &batch)
      deliver()
      while core.hasUnparsed {
        core.resume(at: 0, demand: &demand, random: &random, into: &batch)
        deliver()
      }
      core.keepUnparsed()
    }
    core.outputWritten(core.outputCount)
  }

  mutating func end() {
    core.inputEnded(at: 0, into: &batch)
    deliver()
  }

  var line: String {
    let violation = core.closure?.violation.map { String(describing: $0) } ?? ""
    let status = core.closure?.status.code.rawValue ?? 0
    let received =
      core.closure?.received
      .map { "[\($0.code.rawValue),\"\(Hex.text($0.reason))\"]" } ?? "null"
    return "{\"messages\":[\(messages.joined(separator: ","))],\"pongs\":[\(pongs.joined(separator: ","))],"
      + "\"sent\":\(sentClose ?? "null"),\"received\":\(received),\"status\":\(status),"
      + "\"error\":\"\(violation.prefix { $0 != "(" })\"}"
  }

  private mutating func deliver() {
    for event in batch.events {
      if event.direction == .sent { sent(event) } else { received(event) }
    }
    batch.removeAll()
  }

  private mutating func sent(_ event: FrameEvent) {
    switch event.opcode {
    case .pong: pongs.append("\"\(Hex.text(event.payload))\"")
    case .close:
      let payload = event.payload
      sentClose = payload.count < 2 ? "1005" : String(UInt16(payload[0]) << 8 | UInt16(payload[1]))
    default: break
    }
  }

  private mutating func received(_ event: FrameEvent) {
    switch assembler.append(event) {
    case .text(let text)?: messages.append("[\"text\",\"\(Hex.text(Array(text.utf8)))\"]")
    case .binary(let bytes)?: messages.append("[\"binary\",\"\(Hex.text(bytes))\"]")
    case .ping(let bytes)?: messages.append("[\"ping\",\"\(Hex.text(bytes))\"]")
    case .pong(let bytes)?: messages.append("[\"pong\",\"\(Hex.text(bytes))\"]")
    case .close?, nil: break
    }
  }
}

private struct CaseReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard bytes.count - position >= count else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Big endian.
  mutating func number(_ width: Int) -> Int? { bytes(width)?.reduce(0) { $0 << 8 | Int($1) } }
}
