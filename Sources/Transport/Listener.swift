internal import CLinux
internal import Glibc
public import Loop

public enum ListenError: Error, Hashable, Sendable {
  /// Not an IP literal or "localhost".
  case badHost(String)
  /// EADDRINUSE, EACCES, EADDRNOTAVAIL, ...
  case system(errno: Int32)
  case tls(TLSError)
}

/// A listening socket that gives each accepted connection as a stream, after TLS where it has a certificate.
///
/// A class because the loop calls it. `@unchecked Sendable`: what changes is touched on its loop's thread only.
public final class Listener: IOHandler, @unchecked Sendable {
  private static let backlog: Int32 = 1024
  /// Connections accepted in one turn of the loop.
  private static let acceptsPerTurn = 64
  /// TLS handshakes under way at once; what comes above is closed.
  private static let handshakeLimit = 256
  /// For a TLS handshake, whatever the client does (nanoseconds).
  private static let handshakeTime: UInt64 = 10_000_000_000
  /// How long accepting rests when descriptors have run out (nanoseconds).
  private static let restTime: UInt64 = 100_000_000

  /// With the port that the kernel chose, where 0 was asked.
  public let address: SocketAddress

  private let loop: EventLoop
  private let descriptor: Int32
  private let tls: TLSServerSettings?
  private var watch: Watch?
  private var accept: ((ByteStream) -> Void)?
  private var refuse: ((TLSError) -> Void)?
  private var handshakes: [ObjectIdentifier: ByteStream] = [:]
  private var isClosed = false

  /// Binds and listens; nothing is accepted before `start`. Any thread.
  public init(
    host: String, port: UInt16, on loop: EventLoop, tls: TLSServerSettings? = nil
  ) throws(ListenError) {
    if let tls {
      do throws(TLSError) {
        _ = try TLSSession(server: tls)
      } catch {
        throw .tls(error)
      }
    }
    // "localhost" is IPv4 here: one socket, and the address that clients try in any case.
    let family: DialTarget.Family = host.lowercased() == "localhost" ? .ipv4 : .any
    guard case .success(let addresses) = Resolver.immediate(host, port, family), let wanted = addresses.first
    else { throw .badHost(host) }
    descriptor = Socket.listen(at: wanted, backlog: Self.backlog)
    guard descriptor >= 0 else { throw .system(errno: -descriptor) }
    address = Socket.localName(descriptor) ?? wanted
    self.loop = loop
    self.tls = tls
  }

  deinit { if !isClosed { Socket.close(descriptor) } }

  /// Any thread. `accept` runs on the loop and has to keep the stream's delegate, and to close the stream.
  /// `refused` hears of TLS handshakes that failed.
  public func start(
    refused: (@Sendable (TLSError) -> Void)? = nil, _ accept: @escaping @Sendable (ByteStream) -> Void
  ) {
    loop.execute { [self] in
      guard !isClosed, watch == nil else { return }
      self.accept = accept
      refuse = refused
      watch = try? loop.watch(descriptor, for: .readable, by: self)
    }
  }

  /// Any thread. Streams that were accepted live on.
  public func close() {
    loop.execute { [self] in
      guard !isClosed else { return }
      isClosed = true
      watch.map(loop.unwatch)
      watch = nil
      accept = nil
      refuse = nil
      for stream in handshakes.values { stream.close() }
      handshakes = [:]
      Socket.close(descriptor)
    }
  }

  public func ready(_ events: IOEvents) {
    for _ in 0..<Self.acceptsPerTurn {
      guard !isClosed else { return }
      let result = Socket.accept(descriptor)
      if result >= 0 {
        accepted(result)
        continue
      }
      switch -result {
      case EINTR, ECONNABORTED: continue
      case EMFILE, ENFILE, ENOMEM, ENOBUFS: return rest()
      default: return
      }
    }
  }

  /// Level-triggered, a connection that cannot be accepted would be reported without end.
  private func rest() {
    guard let watch else { return }
    loop.change(watch, to: [])
    loop.schedule(at: loop.now() + Self.restTime) { [weak self] in
      guard let self, let watch = self.watch else { return }
      loop.change(watch, to: .readable)
    }
  }

  private func accepted(_ descriptor: Int32) {
    Socket.disableDelay(descriptor)
    guard tls == nil || handshakes.count < Self.handshakeLimit, let peer = Socket.peerName(descriptor),
      let stream = try? ByteStream(descriptor, peerName: peer, on: loop)
    else { return Socket.close(descriptor) }
    guard let tls else { return deliver(stream) }
    let id = ObjectIdentifier(stream)
    handshakes[id] = stream
    let timer = loop.schedule(at: loop.now() + Self.handshakeTime) { [weak self] in
      self?.handshakes.removeValue(forKey: id)?.close()
    }
    stream.secure(server: tls) { [weak self, loop] result in
      loop.cancel(timer)
      guard let self, let stream = handshakes.removeValue(forKey: id) else { return }
      switch result {
      case .success: deliver(stream)
      case .failure(let error): refuse?(error)
      }
    }
  }

  private func deliver(_ stream: ByteStream) {
    guard let accept else { return stream.close() }
    accept(stream)
  }
}
