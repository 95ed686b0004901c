import Glibc

/// The clock of deadlines: nanoseconds that never go back, and do not move while the machine sleeps.
public enum Monotonic {
  public static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
