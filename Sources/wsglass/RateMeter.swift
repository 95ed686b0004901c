/// Frames a second over the last second or two, from counts that are looked at now and then.
struct RateMeter {
  /// 1 s, in nanoseconds: shorter and the figure jitters, longer and it lies after a burst.
  static let window: UInt64 = 1_000_000_000

  private var start: (frames: Int, time: UInt64)?
  private var tenths = 0

  /// Frames a second, times ten.
  mutating func rate(frames: Int, at now: UInt64) -> Int {
    guard let start else {
      self.start = (frames, now)
      return 0
    }
    let elapsed = now &- start.time
    if elapsed >= Self.window {
      tenths = Int(Double(frames - start.frames) * 1e10 / Double(elapsed))
      self.start = (frames, now)
    }
    return tenths
  }
}
