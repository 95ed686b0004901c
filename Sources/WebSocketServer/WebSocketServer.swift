public import Loop
public import Transport
internal import WebSocketCore

/// Accepts WebSocket connections on one address and gives each to the handler that its request is routed to.
///
/// A class because it owns a listening socket. `@unchecked Sendable`: what changes is touched on its loop only.
public final class WebSocketServer: @unchecked Sendable {
  /// With the port that the kernel chose, where 0 was asked.
  public var address: SocketAddress { listener.address }
  public var port: UInt16 { listener.address.port ?? 0 }
  public let isSecure: Bool

  private let loop: EventLoop
  private let listener: Listener
  private let options: ServerOptions
  private let route: @Sendable (ServerRequest) -> Route
  private var handshakes: [ObjectIdentifier: OpeningHandshake] = [:]
  private var connections: [ObjectIdentifier: ServerConnection] = [:]
  private var isStopped = false

  /// Binds; connections are answered after `start`. `route` runs on the loop. Any thread.
  public init(
    host: String, port: UInt16, tls: TLSServerSettings? = nil, on loop: EventLoop,
    options: ServerOptions = ServerOptions(), route: @escaping @Sendable (ServerRequest) -> Route
  ) throws(ListenError) {
    listener = try Listener(host: host, port: port, on: loop, tls: tls)
    isSecure = tls != nil
    self.loop = loop
    self.options = options
    self.route = route
  }

  /// Any thread. The server keeps itself until `stop`.
  public func start() { listener.start { [self] in accept($0) } }

  /// Any thread. Connections get a Close frame with 1001 and the time of the close handshake.
  public func stop() {
    listener.close()
    loop.execute { [self] in
      isStopped = true
      for handshake in Array(handshakes.values) { handshake.cancel() }
      for connection in Array(connections.values) { connection.goAway() }
    }
  }

  /// On the loop only.
  public var connectionCount: Int { connections.count + handshakes.count }

  private func accept(_ stream: ByteStream) {
    guard !isStopped, connectionCount < options.connectionLimit else { return stream.close() }
    let handshake = OpeningHandshake(stream, options, route: route) { [weak self] handshake, outcome in
      guard let self else { return stream.close() }
      handshakes[ObjectIdentifier(handshake)] = nil
      if case .accepted(let request, let handler, let compression, let first) = outcome {
        open(stream, request, handler, compression, first)
      }
    }
    handshakes[ObjectIdentifier(handshake)] = handshake
  }

  private func open(
    _ stream: ByteStream, _ request: ServerRequest, _ handler: any ConnectionHandler,
    _ compression: DeflateAgreement?, _ first: [UInt8]
  ) {
    let connection = ServerConnection(stream, request, handler, compression, options) {
      [weak self] connection in
      self?.connections[ObjectIdentifier(connection)] = nil
    }
    connections[ObjectIdentifier(connection)] = connection
    connection.begin(first)
  }
}
