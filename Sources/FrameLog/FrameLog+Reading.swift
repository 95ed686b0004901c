import FoundationEssentials
import Locks
import WebSocketCore

/// For readers, on any thread: what memory has, and behind it what files have.
extension FrameLog {
  var range: Range<Int> {
    guard let writer else {
      if let stored { return stored.range }
      let end = publishedEnd
      let start = shelf.withLock { $0.blocks.first?.first } ?? end
      return min(start, end)..<end
    }
    let end = publishedEnd
    let start = shelf.withLock { shelf in
      max(shelf.floor, min(writer.stored.first ?? end, shelf.blocks.first?.first ?? end))
    }
    return min(start, end)..<end
  }

  /// Of its folder; nil where it is in memory only.
  public var captureName: String? { stored?.name }

  /// For a log that is only read: somebody has it open for writing.
  public var isWrittenElsewhere: Bool { writer == nil && stored?.isLive == true }

  /// For such a log: takes in what was written since; true where there was something.
  public func takeWritten() -> Bool { stored?.refresh() ?? false }

  /// Neither memory nor a file has them.
  var evicted: Int { shelf.withLock { $0.evicted } }

  /// For a record that came in parts.
  func longFrame(_ sequence: Int) -> LongFrame? {
    shelf.withLock { $0.longFrames[sequence] } ?? stored?.longFrame(sequence)
  }

  /// The block that holds `sequence`, and where; nil where it is not kept, or not yet published.
  func find(_ sequence: Int) -> (block: LogBlock, index: Int)? {
    let found: LogBlock? = shelf.withLock { shelf in
      var low = 0
      var high = shelf.blocks.count
      while low < high {
        let middle = (low + high) / 2
        if shelf.blocks[middle].first <= sequence { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : shelf.blocks[low - 1]
    }
    if let found { return found.index(of: sequence).map { (found, $0) } }
    guard let block = stored?.stretch(holding: sequence) else { return nil }
    return block.index(of: sequence).map { (block, $0) }
  }

  /// A block with the first record of this number or a higher one; nil where there is none.
  func blockForScan(from sequence: Int) -> LogBlock? {
    let inMemory: LogBlock? = shelf.withLock { shelf in
      var low = 0
      var high = shelf.blocks.count
      while low < high {
        let middle = (low + high) / 2
        if shelf.blocks[middle].first <= sequence { low = middle + 1 } else { high = middle }
      }
      for index in max(0, low - 1)..<shelf.blocks.count {
        if let last = shelf.blocks[index].last, last >= sequence { return shelf.blocks[index] }
      }
      return nil
    }
    if let inMemory, inMemory.first <= sequence { return inMemory }
    guard let onDisk = stored?.stretch(from: sequence) else { return inMemory }
    guard let inMemory else { return onDisk }
    // Both begin later: the one whose next record comes first.
    let index = onDisk.firstIndex(from: sequence)
    return index < onDisk.count && onDisk.entry(index).sequence < inMemory.first ? onDisk : inMemory
  }

  /// The first `limit` bytes of a long frame, in one stretch; those before a damaged place of its files; none where it was
  /// pushed out meanwhile.
  func joined(_ long: LongFrame, limit: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, long.payloadLength))
    for piece in long.pieces where bytes.count < limit {
      let count = min(piece.count, limit - bytes.count)
      if let block = block(with: piece) {
        withExtendedLifetime(block) { bytes.append(contentsOf: block.bytes(at: piece.offset, count: count)) }
      } else if let read = stored?.bytes(at: piece.offset, count: count) {
        bytes += read
      } else {
        return stored == nil ? [] : bytes
      }
    }
    return bytes
  }

  private func block(with piece: LongFrame.Piece) -> LogBlock? {
    shelf.withLock { shelf in
      var low = 0
      var high = shelf.blocks.count
      while low < high {
        let middle = (low + high) / 2
        if shelf.blocks[middle].start <= piece.offset { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { return nil }
      let block = shelf.blocks[low - 1]
      return piece.offset + piece.count <= block.start + block.length ? block : nil
    }
  }

  func facts(_ sequence: Int) -> ConnectionFacts? {
    guard let (block, index) = find(sequence) else { return nil }
    return withExtendedLifetime(block) {
      block.attachment(.facts, behind: index).flatMap { ConnectionFacts(encoded: $0) }
    }
  }
}

extension ConnectionFacts {
  /// As JSON, one line.
  var encoded: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { Array($0) } ?? []
  }

  init?(encoded bytes: UnsafeRawBufferPointer) {
    guard let facts = try? JSONDecoder().decode(ConnectionFacts.self, from: Data(bytes)) else { return nil }
    self = facts
  }
}
