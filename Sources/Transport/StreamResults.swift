/// What `ByteStream.read` found.
public enum ReadResult: Hashable, Sendable {
  case bytes(Int)
  case wouldBlock
  /// The peer has ended its side. `truncated`: TLS without close_notify, so bytes may be missing (RFC 8446 section 6.1).
  case end(truncated: Bool)
  case failed(StreamError)
}

/// What `ByteStream.write` did.
public enum WriteResult: Hashable, Sendable {
  /// Fewer than given means that `streamIsWritable` follows.
  case wrote(Int)
  case wouldBlock
  case failed(StreamError)
}

/// Why a stream gives no more; close it.
public enum StreamError: Error, Hashable, Sendable {
  /// ECONNRESET, EPIPE, ETIMEDOUT, ...
  case system(errno: Int32)
  case tls(TLSError)
  /// `close` or `closeWrite` was called before.
  case closed
}
