internal import Loop

/// Calls at even intervals on a loop, until it is stopped. Beats that were missed are not made up for.
///
/// A class because its timer refers to it. On the loop only.
final class Pulse {
  private var timer: TimerID?
  private weak var loop: EventLoop?
  private var next: UInt64 = 0
  private let interval: UInt64
  private let beat: () -> Void

  /// The first beat comes after one interval (nanoseconds).
  init(every interval: UInt64, on loop: EventLoop, _ beat: @escaping () -> Void) {
    self.interval = interval
    self.beat = beat
    self.loop = loop
    next = loop.now() + interval
    arm()
  }

  func stop() {
    if let timer { loop?.cancel(timer) }
    timer = nil
    loop = nil
  }

  private func arm() {
    timer = loop?.schedule(at: next) { [weak self] in self?.fire() }
  }

  private func fire() {
    timer = nil
    beat()
    guard let loop else { return }
    next = max(next + interval, loop.now())
    arm()
  }
}
