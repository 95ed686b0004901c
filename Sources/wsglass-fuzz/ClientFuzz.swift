import Glibc
import Loop
import WebSocketClient
import WebSocketCore

/// A whole connection, over a Unix domain socket, to a peer that says what the input says: it comes to its end, always.
///
/// The first byte chooses, the second says how the rest is cut:
///
///     1    the rest starts with the response's head; else a right one goes before it
///     2    compression is offered, and agreed to
///     4    the right head and the first frames are one write
///     8    the peer's end is a reset
///     16   messages are read one by one; else they are echoed by an owner
///     32   the client begins to close as soon as it is open
enum ClientFuzz {
  private static let bench = ClientFuzzBench()

  static func play(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    var splitter = Splitter(seed: bytes[1..<2])
    bench.play(bytes[0], splitter.chunks(bytes[2...]))
  }
}

/// The sockets that all inputs share. `@unchecked Sendable`: nothing in it changes.
private final class ClientFuzzBench: @unchecked Sendable {
  private let loop: EventLoop
  private let path: String
  private let listener: Int32
  private let ends: (read: Int32, write: Int32)

  init() {
    signal(SIGPIPE, SIG_IGN)
    guard let loop = try? EventLoop(name: "net"), (try? loop.start()) != nil else {
      preconditionFailure("there is no event loop to fuzz on")
    }
    self.loop = loop
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = "\(folder)/wsglass-fuzz-\(getpid()).sock"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    unlink(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let isBound = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    var pair: [Int32] = [0, 0]
    guard isBound, listen(listener, 16) == 0, pipe(&pair) == 0 else {
      preconditionFailure("there is no socket to fuzz on")
    }
    // A fuzzer ends by _exit and cleans nothing up: the socket's name goes at once, and a handle of it (O_PATH, which
    // Glibc's module does not name) is what is connected to.
    let handle = open(path, 0o10_000_000 | O_CLOEXEC)
    unlink(path)
    precondition(handle >= 0, "there is no way to the socket to fuzz on")
    (self.path, self.listener) = ("/proc/self/fd/\(handle)", listener)
    ends = (pair[0], pair[1])
  }

  func play(_ choice: UInt8, _ chunks: [[UInt8]]) {
    guard let url = try? WebSocketURL(parsing: "ws://fuzz.test/") else { return }
    let request = UpgradeRequest(url: url, compression: choice & 2 != 0 ? .standard : nil)
    var options = ConnectionOptions()
    options.unixSocket = path
    options.closeTimeout = 1_000_000_000
    let owner = choice & 16 == 0 ? EchoOwner(telling: ends.write) : nil
    let connection = WebSocketConnection(request, options: options, on: loop, owner: owner)
    let end = ends.write
    Task {
      do {
        try await connection.connect()
      } catch {
        return tell(end)
      }
      if choice & 32 != 0 { _ = try? await connection.close() }
      guard owner == nil else { return }
      while (try? await connection.receive(timeout: nil)) != nil {}
      tell(end)
    }
    speak(choice, chunks)
    var ready = pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    precondition(poll(&ready, 1, 10_000) == 1, "a connection whose peer has gone must come to its end")
    _ = read(ends.read, &byte, 1)
  }

  /// The peer's side, on the calling thread.
  private func speak(_ choice: UInt8, _ chunks: [[UInt8]]) {
    let stream = accept(listener, nil, nil)
    defer { close(stream) }
    guard let head = answer(to: stream, compressing: choice & 2 != 0) else { return }
    var pieces = chunks
    if choice & 1 == 0 {
      if choice & 4 != 0, let first = pieces.first {
        pieces[0] = head + first
      } else {
        pieces.insert(head, at: 0)
      }
    }
    for piece in pieces {
      _ = piece.withUnsafeBytes { send(stream, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
    guard choice & 8 == 0 else { return }
    shutdown(stream, Int32(SHUT_WR))
    // Until the client has gone too, so that it is not reset.
    var rest = [UInt8](repeating: 0, count: 4_096)
    while rest.withUnsafeMutableBytes({ read(stream, $0.baseAddress, $0.count) }) > 0 {}
  }

  /// Reads the request. The right response to it.
  private func answer(to stream: Int32, compressing: Bool) -> [UInt8]? {
    var handshake = ServerHandshake()
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(stream, $0.baseAddress, $0.count) }
      guard count > 0 else { return nil }
      let progress = buffer[..<count].withUnsafeBytes { try? handshake.receive($0) }
      guard case .request? = progress else { continue }
      let deflate = ExtensionElement(name: "permessage-deflate")
      return handshake.accept(extensions: compressing ? [deflate] : [])
    }
  }
}

/// Says once that a connection is over.
private func tell(_ end: Int32) {
  var byte: UInt8 = 1
  _ = write(end, &byte, 1)
}

/// Sends every message back. `@unchecked Sendable`: used on the connection's loop only.
private final class EchoOwner: ConnectionOwner, @unchecked Sendable {
  private let end: Int32
  private var messages = MessageAssembler()

  init(telling end: Int32) { self.end = end }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    for event in batch.events {
      switch messages.append(event) {
      case .text(let text)?: try? connection.post(.text(text))
      case .binary(let bytes)?: try? connection.post(.binary(bytes))
      default: break
      }
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) { tell(end) }
}
