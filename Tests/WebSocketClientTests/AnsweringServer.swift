import Locks
import Loop
import Transport
import WebSocketCore

/// A server that answers each request head by a rule of the test: a web server, a WebSocket server or a proxy.
///
/// `@unchecked Sendable`: everything but the locked part is touched on its loop only.
final class AnsweringServer: @unchecked Sendable {
  enum Answer: Sendable {
    /// A true 101, and what follows it in the same write.
    case upgrade([UInt8] = [])
    case bytes(String)
    /// 200 to a CONNECT; what comes then is the next request of the same connection.
    case tunnel
    case silence
  }
  struct Seen: Sendable {
    var requests: [String] = []
    /// Connections that were accepted and not yet upgraded, at most at one time.
    var mostConnecting = 0
    fileprivate var connecting = 0
  }

  let address: SocketAddress
  private let loop: EventLoop
  private let listener: Listener
  private let seen = Lock(Seen())
  private let answer: @Sendable (String) -> Answer
  private var talks: [Talk] = []

  init(
    host: String = "127.0.0.1", on loop: EventLoop, _ answer: @escaping @Sendable (String) -> Answer
  ) throws {
    self.loop = loop
    self.answer = answer
    listener = try Listener(host: host, port: 0, on: loop)
    address = listener.address
    listener.start { [weak self] stream in self?.accept(stream) }
  }

  var requests: [String] { seen.withLock { $0.requests } }
  var mostConnecting: Int { seen.withLock { $0.mostConnecting } }
  var port: UInt16 { address.port ?? 0 }

  func url(_ path: String = "/", host: String = "127.0.0.1", user: String = "") throws -> WebSocketURL {
    try WebSocketURL(parsing: "ws://\(user)\(host):\(port)\(path)")
  }

  private func accept(_ stream: ByteStream) {
    seen.withLock { seen in
      seen.connecting += 1
      seen.mostConnecting = max(seen.mostConnecting, seen.connecting)
    }
    let talk = Talk(stream, self)
    talks.append(talk)
    stream.delegate = talk
    stream.isReadingEnabled = true
  }

  private func answer(to request: String) -> Answer {
    seen.withLock { $0.requests.append(request) }
    return answer(request)
  }

  private func upgraded() { seen.withLock { $0.connecting -= 1 } }

  /// One connection. On the loop only.
  private final class Talk: ByteStreamDelegate {
    private let stream: ByteStream
    private unowned let server: AnsweringServer
    private var head: [UInt8] = []
    private var isUpgraded = false

    init(_ stream: ByteStream, _ server: AnsweringServer) {
      self.stream = stream
      self.server = server
    }

    func streamIsWritable() {}

    func streamIsReadable() {
      switch stream.read(into: stream.loop.readBuffer) {
      case .bytes(let count):
        if !isUpgraded { received(Array(stream.loop.readBuffer[..<count])) }
      case .wouldBlock: break
      case .end, .failed: stream.close()
      }
    }

    private func received(_ bytes: [UInt8]) {
      head += bytes
      guard head.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
      let request = head
      head = []
      switch server.answer(to: String(decoding: request, as: UTF8.self)) {
      case .bytes(let text): write(Array(text.utf8))
      case .tunnel: write(Array("HTTP/1.1 200 Fine\r\n\r\n".utf8))
      case .silence: break
      case .upgrade(let glued):
        var handshake = ServerHandshake()
        _ = request.withUnsafeBytes { try? handshake.receive($0) }
        isUpgraded = true
        server.upgraded()
        write(handshake.accept() + glued)
      }
    }

    private func write(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { stream.write($0) } }
  }
}

extension String {
  /// The value of a header field in a head; nil where it is not there.
  func field(_ name: String) -> String? {
    let lines = utf8.split(separator: 10).map { String(decoding: $0.filter { $0 != 13 }, as: UTF8.self) }
    return lines.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map {
      String($0.dropFirst(name.count + 2))
    }
  }
}
