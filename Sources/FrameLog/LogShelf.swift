import WebSocketCore

/// What a log keeps in memory: its blocks, the oldest first, and what has to be known of them. Behind the log's lock.
struct LogShelf {
  var blocks: [LogBlock] = []
  var evicted = 0
  var bytes = 0
  /// By sequence number: frames that came in parts. A few, so the rest pay nothing for them.
  var longFrames: [Int: LongFrame] = [:]
  /// The record of a part that may still grow: nothing came behind it, and no file has it.
  var openPart: OpenPart?
  /// What the user cleared is below.
  var floor = 1

  struct OpenPart {
    let block: LogBlock
    let offset: Int
  }

  /// Gives up all that it keeps; nothing more comes into any of it.
  mutating func takeAll() -> [LogBlock] {
    defer {
      blocks = []
      bytes = 0
      longFrames = [:]
      closeOpenPart()
    }
    return blocks
  }

  /// Takes the oldest block out; `isStored` tells whether a file has it.
  mutating func takeOldest(_ isStored: (LogBlock) -> Bool) -> LogBlock {
    let oldest = blocks.removeFirst()
    let isStored = isStored(oldest)
    if !isStored { evicted += oldest.writtenCount }
    if !longFrames.isEmpty, let next = blocks.first?.first {
      // Files know those that are whole; the one that is still coming is known here only.
      longFrames = longFrames.filter { $0.key >= next || isStored && $0.value.flags.contains(.continues) }
    }
    bytes -= oldest.capacity
    return oldest
  }

  /// Nothing more comes into that record: a file may have it.
  mutating func closeOpenPart() {
    if let open = openPart { open.block.seal(open.offset) }
    openPart = nil
  }

  /// More of a long frame: in the record before it where that is still ours alone, else in one of its own.
  mutating func append(
    _ bytes: UnsafeRawBufferPointer, to sequence: Int, in block: LogBlock, _ flags: FrameFlags
  ) {
    guard var long = longFrames.removeValue(forKey: sequence) else { return }
    // In place: a copy of the pieces for each part would make the cost of a long frame grow with its square.
    defer { longFrames[sequence] = long }
    long.takeFlags(flags)
    if let open = openPart, open.block === block, flags.contains(.continues),
      let last = long.pieces.last, last.count + bytes.count <= LongFrame.longestPiece,
      open.offset + RecordLayout.size(last.count) == block.length,
      block.room >= bytes.count + 8
    {
      block.extend(open.offset, by: bytes)
      return long.extend(by: bytes.count)
    }
    let offset = block.attach(
      LogBlock.Entry(kind: .part, sequence: sequence, flags: long.flags, before: long.lastRecord),
      payload: bytes, seals: false)
    closeOpenPart()
    openPart = OpenPart(block: block, offset: offset)
    long.append(
      LongFrame.Piece(offset: block.start + offset + RecordLayout.headSize, count: bytes.count))
  }
}
