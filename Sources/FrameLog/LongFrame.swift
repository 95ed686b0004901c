import WebSocketCore

/// A frame that came in parts, while and after it came: its record stands in the log like any other, and this is what
/// was not known when that was written.
struct LongFrame {
  /// Payload bytes that follow each other, by their stream offset.
  struct Piece {
    let offset: Int
    var count: Int
  }

  /// 4 KiB: less room than this at a block's end is left empty.
  static let smallestPiece = 4 << 10
  /// 64 KiB: a piece that small parts have made this long is followed by another, so that files get it.
  static let longestPiece = 64 << 10

  private(set) var pieces: [Piece]
  private(set) var payloadLength: Int
  /// `.continues` as long as more is to come.
  private(set) var flags: FrameFlags
  /// Stream offset of the last piece's record.
  var lastRecord: Int

  init(_ first: Piece, flags: FrameFlags) {
    pieces = [first]
    payloadLength = first.count
    self.flags = flags
    lastRecord = first.offset - RecordLayout.headSize
  }

  mutating func append(_ piece: Piece) {
    payloadLength += piece.count
    pieces.append(piece)
    lastRecord = piece.offset - RecordLayout.headSize
  }

  /// The last piece became longer.
  mutating func extend(by count: Int) {
    payloadLength += count
    pieces[pieces.count - 1].count += count
  }

  /// Those of the latest part count, but what was once shortened stays so.
  mutating func takeFlags(_ latest: FrameFlags) { flags = latest.union(flags.intersection(.shortened)) }
}
