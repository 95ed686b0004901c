public import Loop

/// Makes connections: name to addresses, TCP, TLS.
public enum Dialer {
  /// Tries the addresses in order, each with a fair share of the time that is left until `deadline` (monotonic
  /// nanoseconds, over everything). Cancelling the task closes the sockets at once. Called from an actor on `loop` it
  /// costs no thread hop; only a name that is not in `resolve`, not a number and not "localhost" takes a thread.
  public nonisolated(nonsending) static func dial(
    _ target: DialTarget, on loop: EventLoop, deadline: UInt64
  ) async throws(DialError) -> ByteStream {
    throw .cancelled
  }
}
