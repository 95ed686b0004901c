public import Loop

public enum ListenError: Error, Hashable, Sendable {
  /// Not an IP literal or "localhost".
  case badHost(String)
  /// EADDRINUSE, EACCES, EADDRNOTAVAIL, ...
  case system(errno: Int32)
  case tls(TLSError)
}

/// A listening socket that gives each accepted connection as a stream, after TLS where it has a certificate.
public final class Listener: @unchecked Sendable {
  /// With the port that the kernel chose, where 0 was asked.
  public let address: SocketAddress

  /// Binds and listens; nothing is accepted before `start`. Any thread.
  public init(
    host: String, port: UInt16, on loop: EventLoop, tls: TLSServerSettings? = nil
  ) throws(ListenError) {
    throw .badHost(host)
  }

  /// Any thread. `accept` runs on the loop and has to keep the stream, and to close it.
  public func start(_ accept: @escaping @Sendable (ByteStream) -> Void) {}

  /// Any thread.
  public func close() {}
}
