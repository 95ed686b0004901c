import WebSocketCore

/// A frame that came in parts, while and after it came: its record stands in a block like any other, and this is what
/// was not known when that was written.
struct LongFrame {
  /// Bytes of one block that follow each other.
  struct Piece {
    let block: LogBlock
    let offset: Int
    var count: Int

    var bytes: UnsafeRawBufferPointer { block.bytes(at: offset, count: count) }
  }

  /// 4 KiB: less room than this at a block's end is left empty.
  static let smallestPiece = 4 << 10

  private(set) var pieces: [Piece]
  private(set) var payloadLength: Int
  /// `.continues` as long as more is to come.
  private(set) var flags: FrameFlags

  init(_ first: Piece, flags: FrameFlags) {
    pieces = [first]
    payloadLength = first.count
    self.flags = flags
  }

  /// Bytes that were written right after the last piece make it longer.
  mutating func append(_ piece: Piece) {
    payloadLength += piece.count
    if let last = pieces.last, last.block === piece.block, last.offset + last.count == piece.offset {
      pieces[pieces.count - 1].count += piece.count
    } else {
      pieces.append(piece)
    }
  }

  /// Those of the latest part count, but what was once shortened stays so.
  mutating func takeFlags(_ latest: FrameFlags) { flags = latest.union(flags.intersection(.shortened)) }

  /// The first `limit` bytes, in one stretch.
  func joined(limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, payloadLength))
    for piece in pieces where bytes.count < limit {
      bytes.append(contentsOf: piece.bytes.prefix(limit - bytes.count))
    }
    return bytes
  }
}
