internal import Glibc

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

extension ReadResult {
  /// From `Socket.receive`: a count, 0 at the end, or -errno.
  init(received count: Int) {
    self =
      switch count {
      case 1...: .bytes(count)
      case 0: .end(truncated: false)
      case -Int(EAGAIN): .wouldBlock
      default: .failed(.system(errno: Int32(truncatingIfNeeded: -count)))
      }
  }
}

extension WriteResult {
  /// From `Socket.send`: a count or -errno.
  init(sent count: Int) {
    self =
      switch count {
      case 0...: .wrote(count)
      case -Int(EAGAIN): .wouldBlock
      default: .failed(.system(errno: Int32(truncatingIfNeeded: -count)))
      }
  }
}
