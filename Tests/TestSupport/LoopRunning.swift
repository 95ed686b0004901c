public import Loop

/// A loop that runs for the length of `body`.
public func withLoop<R: Sendable>(_ body: (EventLoop) async throws -> R) async throws -> R {
  let loop = try EventLoop(name: "test")
  try loop.start()
  defer { loop.stop() }
  return try await body(loop)
}

/// Runs `work` on the loop and gives what it hands to its argument.
public func onLoop<R: Sendable>(
  _ loop: EventLoop, _ work: @escaping @Sendable (@escaping @Sendable (R) -> Void) -> Void
) async -> R {
  await withCheckedContinuation { continuation in
    loop.execute { work { continuation.resume(returning: $0) } }
  }
}
