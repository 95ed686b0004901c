import Glibc

/// What to add to monotonic time to get the time of day; asked anew for each batch, so that a stepped clock shows.
public enum WallClock {
  static func offset() -> Int64 {
    var wall = timespec()
    var monotonic = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    clock_gettime(CLOCK_MONOTONIC, &monotonic)
    return Int64(wall.tv_sec - monotonic.tv_sec) * 1_000_000_000 + Int64(wall.tv_nsec - monotonic.tv_nsec)
  }

  /// Nanoseconds since 1970.
  public static func now() -> Int64 {
    var wall = timespec()
    clock_gettime(CLOCK_REALTIME, &wall)
    return Int64(wall.tv_sec) * 1_000_000_000 + Int64(wall.tv_nsec)
  }

  /// Since 1970, at a monotonic time.
  static func seconds(at now: UInt64) -> Int64 {
    (Int64(truncatingIfNeeded: now) &+ offset()) / 1_000_000_000
  }
}
