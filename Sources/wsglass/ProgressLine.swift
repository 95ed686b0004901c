import Glibc
import Locks

/// How far a long command is, on a terminal's standard error; nothing where there is none, or where it is quick.
struct ProgressLine: ~Copyable {
  /// Half a second before the first, a fifth between two.
  private static let patience: UInt64 = 500_000_000
  private static let pause: UInt64 = 200_000_000

  private let isShown = isatty(STDERR_FILENO) == 1
  private var next = Monotonic.now() &+ ProgressLine.patience
  private var wasShown = false

  deinit { if wasShown { ProgressLine.write("\r      \r") } }

  /// 0 to 1.
  mutating func show(_ progress: Double) {
    let now = Monotonic.now()
    guard isShown, now >= next else { return }
    next = now &+ ProgressLine.pause
    wasShown = true
    ProgressLine.write("\r\(Int(min(max(progress, 0), 1) * 100)) % ")
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
