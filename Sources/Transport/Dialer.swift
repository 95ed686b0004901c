public import Loop

/// Makes connections: name to addresses, TCP, TLS.
public enum Dialer {
  /// A dial under way. On its loop only.
  public struct Dial {
    let attempt: DialAttempt
    /// Closes the sockets at once; the completion gets `.cancelled`.
    public func cancel() { attempt.cancel() }
  }

  /// As `dial`, from the loop and with a completion, which is called there exactly once, perhaps before this returns.
  @discardableResult
  public static func start(
    _ target: DialTarget, on loop: EventLoop, deadline: UInt64,
    _ completion: @escaping (Result<ByteStream, DialError>, DialReport) -> Void
  ) -> Dial {
    let attempt = DialAttempt(target, on: loop, deadline: deadline)
    attempt.start(completion)
    return Dial(attempt: attempt)
  }

  /// Tries the addresses in order, each with a fair share of the time that is left until `deadline` (monotonic
  /// nanoseconds, over everything). Cancelling the task closes the sockets at once. Called from an actor on `loop` it
  /// costs no thread hop; only a name that is not in `resolve`, not a number and not "localhost" takes a thread.
  public static func dial(
    _ target: DialTarget, on loop: EventLoop, deadline: UInt64, isolation: isolated (any Actor)? = #isolation
  ) async throws(DialError) -> ByteStream {
    let attempt = DialAttempt(target, on: loop, deadline: deadline)
    let outcome = await withTaskCancellationHandler {
      // A closure is isolated as its function is only where it captures the isolation: without this line the dial
      // would go through the global executor, and wait there behind whoever keeps that busy.
      _ = isolation
      return await withUnsafeContinuation { (continuation: UnsafeContinuation<DialAttempt.Outcome, Never>) in
        if loop.isCurrent {
          attempt.start { result, _ in continuation.resume(returning: result) }
        } else {
          loop.execute { attempt.start { result, _ in continuation.resume(returning: result) } }
        }
      }
    } onCancel: {
      loop.execute { attempt.cancel() }
    }
    // A cancellation that comes after the stream is made still means that nobody takes it.
    if Task.isCancelled, case .success(let stream) = outcome {
      if loop.isCurrent { stream.close() } else { loop.execute { stream.close() } }
      throw .cancelled
    }
    return try outcome.get()
  }
}
