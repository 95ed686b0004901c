import Glibc

/// Lines of a descriptor, read when they are asked for; waits for the next one.
struct LineReader {
  enum Line: Equatable, Sendable {
    /// Without its line end.
    case bytes([UInt8])
    /// Longer than `limit`; passed over.
    case tooLong
  }

  /// 16 MiB: as much as a paste may have.
  static let limit = 16 << 20
  private static let chunk = 64 << 10

  private let descriptor: Int32
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isSkipping = false
  private var hasEnded = false

  init(_ descriptor: Int32, limit: Int = limit) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// Nil at the end. What stands after the last line end is a line too.
  mutating func next() -> Line? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        let line = take(upTo: end)
        start = end + 1
        return line
      }
      if hasEnded {
        guard start < buffer.count || isSkipping else { return nil }
        let line = take(upTo: buffer.count)
        start = buffer.count
        return line
      }
      if buffer.count - start > limit {
        isSkipping = true
        start = buffer.count
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      read()
    }
  }

  private mutating func take(upTo end: Int) -> Line {
    defer { isSkipping = false }
    return isSkipping || end - start > limit ? .tooLong : .bytes(Array(buffer[start..<end]))
  }

  private mutating func read() {
    var piece = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // Somebody made it non-blocking: it is waited for all the same.
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&ready, 1, -1)
        continue
      }
      if count <= 0 { hasEnded = true } else { buffer += piece[..<count] }
      return
    }
  }
}
