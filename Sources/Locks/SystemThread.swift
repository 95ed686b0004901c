public import Glibc

/// A thread of the system: for what waits where nobody else may wait for it.
public enum SystemThread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  public struct Fault: Error {
    /// Of the system.
    public let number: Int32
  }

  /// Runs `body` on a new thread, which somebody has to join or to detach.
  public static func start(_ body: @escaping @Sendable () -> Void) throws(Fault) -> pthread_t {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Body(body))
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard result == 0 else {
      box.release()
      throw Fault(number: result)
    }
    return thread
  }
}
