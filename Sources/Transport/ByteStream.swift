public import Loop

/// What a stream tells its owner, on the loop's thread. The stream may be closed from inside both.
public protocol ByteStreamDelegate: AnyObject {
  /// `read` will give bytes, an end or a failure. Repeated while there is more, unless reading is disabled.
  func streamIsReadable()
  /// After a short write: there is room again.
  func streamIsWritable()
}

/// What `ByteStream.read` found.
public enum ReadResult: Hashable, Sendable {
  case bytes(Int)
  case wouldBlock
  /// The peer has ended its side. `truncated`: TLS without close_notify, so bytes may be missing (RFC 8446 section 6.1).
  case end(truncated: Bool)
  case failed(StreamError)
}

public enum WriteResult: Hashable, Sendable {
  /// At least one; fewer than given means that `streamIsWritable` follows.
  case wrote(Int)
  case wouldBlock
  case failed(StreamError)
}

public enum StreamError: Error, Hashable, Sendable {
  /// ECONNRESET, EPIPE, ETIMEDOUT, ...
  case system(errno: Int32)
  case tls(TLSError)
  /// `close` was called before.
  case closed
}

/// A connected socket, plain or through TLS, as bytes in and out without blocking.
///
/// A class because the loop calls it. `@unchecked Sendable`: it is touched on its loop's thread only, and every call
/// checks that in debug builds. The loop keeps it until `close` or `abort`.
public final class ByteStream: @unchecked Sendable {
  public let loop: EventLoop
  public let peerName: SocketAddress
  public let socketName: SocketAddress
  /// Nil for a plain stream.
  public let tls: TLSFacts?
  public weak var delegate: (any ByteStreamDelegate)?

  /// False at first. Off, nothing is read and TCP pushes back on the peer.
  public var isReadingEnabled = false

  init(loop: EventLoop, peerName: SocketAddress, socketName: SocketAddress, tls: TLSFacts?) {
    self.loop = loop
    self.peerName = peerName
    self.socketName = socketName
    self.tls = tls
  }

  /// At most one receive from the socket. The buffer may be `loop.readBuffer`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult { .wouldBlock }

  public func write(_ bytes: UnsafeRawBufferPointer) -> WriteResult { .wouldBlock }

  /// Ends our side: close_notify, then FIN, after what was written. Reading goes on.
  public func closeWrite() {}

  /// Closes both ways; what the kernel has is still delivered.
  public func close() {}

  /// Closes with RST; nothing more is delivered.
  public func abort() {}
}
