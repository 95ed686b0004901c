public import Loop
public import Transport
internal import WebSocketCore

/// A server with something on every path that is worth looking at; for `wsglass demo`, `wsglass serve` and tests.
public final class DemoServer: Sendable {
  /// Path, and what happens there.
  public static let paths: [(path: String, about: String)] = [
    ("/echo", "sends every frame back as it came"),
    ("/ticker?rate=5", "JSON trades, `rate` a second"),
    ("/chat", "what one client says, all hear"),
    ("/binary?rate=2", "binary messages, `rate` a second"),
    ("/fragments", "messages in fragments, with pings between them"),
    ("/close/1011?reason=...", "closes with that code and reason"),
    ("/slow?delay=1000", "takes one frame at a time and answers `delay` milliseconds later"),
    ("/flood?n=100000&size=125", "n messages of that size as fast as they go, then close 1000"),
  ]

  public let server: WebSocketServer

  public var address: SocketAddress { server.address }
  public var port: UInt16 { server.port }

  /// "ws://127.0.0.1:4711"
  public var baseURL: String { "\(server.isSecure ? "wss" : "ws")://\(server.address)" }

  /// Binds; `start` lets clients in. With `tls` it speaks wss only.
  public init(
    host: String = "127.0.0.1", port: UInt16 = 0, tls: TLSServerSettings? = nil, on loop: EventLoop,
    options: ServerOptions = ServerOptions()
  ) throws(ListenError) {
    let room = ChatRoom()
    var options = options
    options.upgradeAdvice = Self.index
    // Nothing here keeps a message's fragments, and Autobahn's case 9.3.1 has 65,537 of them.
    options.protocolOptions.limits.fragments = 100_000
    server = try WebSocketServer(host: host, port: port, tls: tls, on: loop, options: options) { request in
      Self.route(request, room)
    }
  }

  /// Any thread.
  public func start() { server.start() }

  /// Any thread.
  public func stop() { server.stop() }

  private static func route(_ request: ServerRequest, _ room: ChatRoom) -> Route {
    switch request.path {
    case "/": return .refuse(status: 426, reason: "Upgrade Required", body: index)
    case "/echo": return .accept(EchoHandler())
    case "/ticker":
      return .accept(TickerHandler(perSecond: request.number("rate", default: 5, in: 1...1_000)))
    case "/chat": return .accept(ChatHandler(room))
    case "/binary":
      return .accept(BinaryHandler(perSecond: request.number("rate", default: 2, in: 1...1_000)))
    case "/fragments": return .accept(FragmentsHandler())
    case "/slow":
      return .accept(SlowHandler(milliseconds: request.number("delay", default: 1_000, in: 1...60_000)))
    case "/flood": return .accept(FloodHandler(request))
    default: break
    }
    if let handler = CloseHandler(request) { return .accept(handler) }
    return .refuse(status: 404, reason: "Not Found", body: "Nothing here.\n\n\(index)")
  }

  private static let index =
    "wsglass demo server. Connect a WebSocket client to one of:\n\n"
    + paths.map { "  \($0.path)\n      \($0.about)\n" }.joined()
}
