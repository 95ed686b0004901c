internal import CLinux
internal import Glibc

/// Signals as events on a loop, so that a handler may do anything: no code runs in signal context.
public final class SignalWatch: IOHandler {
  private let loop: EventLoop
  private let descriptor: Int32
  private let handler: (Int32) -> Void
  private var watch: Watch?

  /// Keeps the signals from their default action. To be called before the first thread starts: threads inherit it.
  public static func block(_ signals: [Int32]) {
    var set = Self.set(of: signals)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// On the loop only. `signals` have to be blocked already; `handler` gets the signal's number, on the loop.
  public init(
    _ signals: [Int32], on loop: EventLoop, handler: @escaping (Int32) -> Void
  ) throws(LoopError) {
    var set = Self.set(of: signals)
    let descriptor = signalfd(-1, &set, wsglass_SFD_FLAGS)
    guard descriptor >= 0 else { throw .cannotOpen(errno) }
    self.loop = loop
    self.descriptor = descriptor
    self.handler = handler
    do throws(LoopError) {
      watch = try loop.watch(descriptor, for: .readable, by: self)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// On the loop only. The loop keeps the watch until this is called.
  public func cancel() {
    guard let watch else { return }
    self.watch = nil
    loop.unwatch(watch)
    close(descriptor)
  }

  public func ready(_ events: IOEvents) {
    var info = signalfd_siginfo()
    while watch != nil, read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) > 0 {
      handler(Int32(bitPattern: info.ssi_signo))
    }
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
