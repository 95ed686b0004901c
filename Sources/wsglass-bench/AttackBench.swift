import Glibc
import Loop
import Transport
import WebSocketClient
import WebSocketCore

/// Memory under attack: eight connections at once meet a server that floods them, and the process may not grow by more
/// than 1 MiB for each. A process of its own, because in a test's nothing is quiet.
enum AttackBench {
  private static let connections = 8
  /// 1 MiB for each connection.
  private static let allowance = 1 << 20

  static func run(scale: Int) async throws {
    let client = try EventLoop(name: "client")
    try client.start()
    let attacker = try EventLoop(name: "attacker")
    try attacker.start()
    var tooLarge: [String] = []
    for attack in try Attack.all(scale: scale) {
      let server = try AttackServer(attack, on: attacker)
      // What is allocated once, whoever attacks, is no growth.
      _ = try await meet(server, 1, on: client)
      let before = try Memory.beginPeak()
      let spent = cpuSeconds()
      let ends = try await meet(server, connections, on: client)
      let growth = max(0, try Memory.peak() - before)
      server.stop()
      printJSON([
        ("attack", "\"\(attack.name)\""), ("conns", connections),
        ("wire_bytes", attack.wireLength * connections),
        ("frames", ends.reduce(0) { $0 + $1.frames }), ("end", "\"\(ends.first?.words ?? "")\""),
        ("growth_per_conn", growth / connections), ("cpu", cpuSeconds() - spent),
      ])
      guard ends.allSatisfy({ $0.words.hasPrefix(attack.end) }) else {
        throw BenchError.notClean("\(attack.name) ended as \(ends.map(\.words)), not \(attack.end)")
      }
      if growth > connections * allowance { tooLarge.append(attack.name) }
    }
    guard tooLarge.isEmpty else { throw BenchError.tooLarge(tooLarge) }
  }

  /// How a connection under attack ended, and how many frames it had seen.
  private struct End: Sendable {
    var words: String
    var frames = 0
  }

  /// Connections at once, each to its end, whatever that is; what they receive is counted and dropped.
  private static func meet(_ server: AttackServer, _ count: Int, on loop: EventLoop) async throws -> [End] {
    let url = try WebSocketURL(parsing: "ws://\(server.address)/")
    return await withTaskGroup(of: End.self) { group in
      for _ in 0..<count { group.addTask { await end(url, on: loop) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  private static func end(_ url: WebSocketURL, on loop: EventLoop) async -> End {
    var options = ConnectionOptions()
    options.connectTimeout = 60_000_000_000
    let sink = Sink()
    let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop, owner: sink)
    do throws(ConnectError) {
      try await connection.connect()
    } catch {
      guard case .handshake(let error) = error else { return End(words: "\(error)") }
      guard case .refused(let head, let body, _) = error else { return End(words: "\(error)") }
      return End(words: "refused \(head.status) with \(body.count) bytes")
    }
    guard let ending = await sink.ended() else { return End(words: "no end") }
    return End(
      words: ending.closure.violation.map { "\($0)" } ?? "\(ending.closure.status.code.rawValue)",
      frames: sink.frames)
  }
}

/// One way to flood a client: what follows the request, a pattern so many times.
struct Attack: Sendable {
  var name: String
  /// How it has to end, in front of other words.
  var end: String
  /// A 101 comes first.
  var upgrades = true
  var compresses = false
  var front: [UInt8] = []
  var pattern: [UInt8]
  var times: Int
  /// The server never reads, so that the client can't write.
  var isDeaf = false

  var wireLength: Int { front.count + pattern.count * times }

  /// A hundredth of `scale` is one; the whole is a million frames.
  static func all(scale: Int) throws -> [Attack] {
    let million = 10_000 * scale
    return [
      Attack(
        name: "pings while we can't write", end: "1006", pattern: [0x89, 4, 1, 2, 3, 4], times: million,
        isDeaf: true),
      Attack(name: "empty messages", end: "1006", pattern: [0x81, 0], times: million),
      Attack(
        name: "empty fragments", end: "tooManyFragments", front: [0x01, 0], pattern: [0x00, 0], times: million
      ),
      Attack(
        name: "fragments of a byte", end: "tooManyFragments", front: [0x02, 0], pattern: [0x00, 1, 0x61],
        times: million),
      Attack(
        name: "a bomb of 80 MiB", end: "messageTooLong", compresses: true, pattern: try bomb(mebibytes: 80),
        times: 1),
      Attack(
        name: "a bomb in tiny fragments", end: "1006", compresses: true,
        pattern: try tinyFragments(bomb(mebibytes: 8)),
        times: 1),
      Attack(
        name: "a frame of 16 MiB", end: "1006", front: [0x82, 127, 0, 0, 0, 0, 1, 0, 0, 0], pattern: zeros,
        times: 256),
      Attack(
        name: "a head without end", end: "tooManyFields", upgrades: false,
        front: Array("HTTP/1.1 101 x\r\n".utf8),
        pattern: Array("X-Header-That-Comes-Again: and again and again\r\n".utf8), times: million),
      Attack(
        name: "a line without end", end: "lineTooLong", upgrades: false,
        pattern: Array(repeating: 0x61, count: 64),
        times: million),
      Attack(
        name: "a refusal without end", end: "refused 500 with 1048576 bytes", upgrades: false,
        front: Array("HTTP/1.1 500 x\r\n\r\n".utf8),
        pattern: Array(repeating: 0x61, count: 64), times: million),
    ]
  }

  private static let zeros = [UInt8](repeating: 0, count: 65_536)

  /// Zeros, a thousand to one.
  private static func bomb(mebibytes: Int) throws -> [UInt8] {
    var options = ProtocolOptions()
    options.compression = DeflateAgreement()
    var server = WebSocketProtocol.open(as: .server, options: options)
    var random = SystemRandomNumberGenerator()
    var batch = FrameBatch()
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    for index in 0..<mebibytes {
      try piece.withUnsafeBytes { bytes in
        try server.send(
          index == 0 ? .binary : .continuation, bytes, isFinal: index == mebibytes - 1, at: 0,
          random: &random,
          into: &batch)
      }
      batch.removeAll()
    }
    return server.takeOutput()
  }

  /// The same message with a byte of payload a frame.
  private static func tinyFragments(_ frames: [UInt8]) throws -> [UInt8] {
    var payload: [UInt8] = []
    var rest = frames[...]
    while rest.count >= 2 {
      let short = Int(rest[rest.startIndex + 1])
      let header = short == 126 ? 4 : 2
      let length = short == 126 ? Int(rest[rest.startIndex + 2]) << 8 | Int(rest[rest.startIndex + 3]) : short
      payload += rest.dropFirst(header).prefix(length)
      rest = rest.dropFirst(header + length)
    }
    return payload.enumerated().flatMap { index, byte in [index == 0 ? 0x42 : 0x00, 1, byte] }
  }
}

/// Floods whoever asks for an upgrade. `@unchecked Sendable`: touched on its loop only, after `init`.
private final class AttackServer: @unchecked Sendable {
  let address: SocketAddress
  private let listener: Listener
  private var floods: [ObjectIdentifier: Flood] = [:]

  init(_ attack: Attack, on loop: EventLoop) throws {
    listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
    address = listener.address
    // Patterns are short; written one by one they would measure system calls.
    let copies = max(1, min(attack.times, 65_536 / attack.pattern.count))
    let block = Array(repeatElement(attack.pattern, count: copies).joined())
    listener.start { [weak self] stream in
      let flood = Flood(stream, attack, block) { self?.floods[$0] = nil }
      self?.floods[ObjectIdentifier(flood)] = flood
      stream.delegate = flood
      stream.isReadingEnabled = true
    }
  }

  func stop() { listener.close() }
}

/// One connection under attack. On the attacker's loop only.
private final class Flood: ByteStreamDelegate {
  private let stream: ByteStream
  private let attack: Attack
  private let block: [UInt8]
  private let gone: (ObjectIdentifier) -> Void
  private var handshake: ServerHandshake? = ServerHandshake()
  private var front: ArraySlice<UInt8> = []
  /// Of the flood, still to be written.
  private var left: Int
  private var offset = 0

  init(_ stream: ByteStream, _ attack: Attack, _ block: [UInt8], _ gone: @escaping (ObjectIdentifier) -> Void)
  {
    self.stream = stream
    self.attack = attack
    self.block = block
    self.gone = gone
    left = attack.pattern.count * attack.times
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes(let count): received(UnsafeRawBufferPointer(rebasing: stream.loop.readBuffer[..<count]))
    case .wouldBlock: break
    case .end, .failed: end()
    }
  }

  private func received(_ bytes: UnsafeRawBufferPointer) {
    guard case .request? = try? handshake?.receive(bytes) else { return }
    let deflate = ExtensionElement(name: "permessage-deflate")
    let head = attack.upgrades ? handshake?.accept(extensions: attack.compresses ? [deflate] : []) ?? [] : []
    handshake = nil
    front = (head + attack.front)[...]
    if attack.isDeaf { stream.isReadingEnabled = false }
    streamIsWritable()
  }

  func streamIsWritable() {
    while !front.isEmpty || left > 0 {
      let piece = front.isEmpty ? block[offset..<min(block.count, offset + left)] : front
      guard case .wrote(let count) = piece.withUnsafeBytes({ stream.write($0) }) else {
        if stream.isClosed { end() }
        return
      }
      if front.isEmpty {
        left -= count
        offset = (offset + count) % block.count
      } else {
        front = front.dropFirst(count)
      }
    }
    // The client may still be reading; it ends when it sees that nothing follows.
    stream.closeWrite()
    stream.isReadingEnabled = true
  }

  private func end() {
    stream.close()
    gone(ObjectIdentifier(self))
  }
}

/// Counts what it is given. `@unchecked Sendable`: used on the client's loop, and after the end.
private final class Sink: ConnectionOwner, @unchecked Sendable {
  private(set) var frames = 0
  private let over: AsyncStream<Ending>
  private let end: AsyncStream<Ending>.Continuation

  init() { (over, end) = AsyncStream.makeStream() }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    frames += batch.events.count { $0.direction == .received && !$0.flags.contains(.laterPart) }
  }
  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    end.yield(ending)
    end.finish()
  }

  func ended() async -> Ending? { await over.first { _ in true } }
}

/// What this process holds, in bytes, as the kernel counts it.
private enum Memory {
  /// Forgets the peak so far; returns what is held now.
  static func beginPeak() throws -> Int {
    guard let file = fopen("/proc/self/clear_refs", "w") else { throw BenchError.noMemoryCount }
    fputs("5", file)
    fclose(file)
    return try field("VmRSS:")
  }

  static func peak() throws -> Int { try field("VmHWM:") }

  private static func field(_ name: String) throws -> Int {
    guard let file = fopen("/proc/self/status", "r") else { throw BenchError.noMemoryCount }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split { $0 == " " || $0 == "\t" || $0 == "\n" }
      if words.count >= 2, words[0] == name, let kibibytes = Int(words[1]) { return kibibytes << 10 }
    }
    throw BenchError.noMemoryCount
  }
}
