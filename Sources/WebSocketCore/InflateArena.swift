/// Room for what one call inflates, in pieces that stay where they are until the batch was delivered.
///
/// Bounded, so that a bomb costs a call of 256 KiB after the other, and never more at once.
struct InflateArena: ~Copyable {
  /// 64 KiB: how much is inflated before limits and text are looked at again.
  static let chunkSize = 64 << 10
  private static let chunkLimit = 4
  /// 16 KiB: a new frame starts in a chunk of its own where less than this is left, so that few are cut in two.
  private static let comfortable = 16 << 10

  private var chunks: [UnsafeMutableRawPointer] = []
  private var used = InflateArena.chunkSize

  /// Bytes of memory, used or not.
  var heldByteCount: Int { chunks.count * Self.chunkSize }

  deinit { for chunk in chunks { chunk.deallocate() } }

  /// Where the next bytes go; nil where the call has had its share.
  mutating func room(startsFrame: Bool) -> UnsafeMutableRawBufferPointer? {
    let left = Self.chunkSize - used
    if left == 0 || startsFrame && left < Self.comfortable {
      guard chunks.count < Self.chunkLimit else { return nil }
      chunks.append(.allocate(byteCount: Self.chunkSize, alignment: 16))
      used = 0
    }
    guard let chunk = chunks.last else { return nil }
    return UnsafeMutableRawBufferPointer(start: chunk + used, count: Self.chunkSize - used)
  }

  mutating func commit(_ count: Int) { used += count }

  /// Nobody points into it any more. An idle connection keeps nothing.
  mutating func removeAll() {
    guard !chunks.isEmpty else { return }
    for chunk in chunks { chunk.deallocate() }
    chunks.removeAll()
    used = Self.chunkSize
  }
}
