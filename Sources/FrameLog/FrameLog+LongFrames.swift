import Locks
import WebSocketCore

/// Frames that come in parts: the writer begins them and adds to them.
extension FrameLog {
  /// Where files keep what memory does not, the protocol's own limit holds.
  private var longFrameLimit: Int { keepsPayload ? writer == nil ? budget.bytes / 2 : .max : 0 }

  /// The record just written is the front of a frame that goes on.
  func beginLongFrame(_ flags: FrameFlags, _ count: Int) {
    guard let block = current else { return }
    openFrame = next
    let offset = block.start + block.offset(block.writtenCount - 1) + RecordLayout.headSize
    shelf.withLock {
      $0.longFrames[next] = LongFrame(LongFrame.Piece(offset: offset, count: count), flags: flags)
    }
  }

  /// Adds to the frame that is open; where it was dropped meanwhile, so is this.
  func appendPart(_ event: FrameEvent) {
    guard let sequence = openFrame, let kept = shelf.withLock({ $0.longFrames[sequence]?.payloadLength })
    else { return }
    var rest = UnsafeRawBufferPointer(rebasing: event.payload.prefix(max(0, longFrameLimit - kept)))
    let isShortened = rest.count < event.payload.count
    // Flags first: files get them with the part that they came with.
    let flags = event.flags.subtracting(.laterPart).union(isShortened ? .shortened : [])
    while !rest.isEmpty || !flags.contains(.continues) {
      if current?.room ?? 0 < RecordLayout.size(LongFrame.smallestPiece) {
        newBlock(for: min(rest.count, Self.largestBlock / 2))
      }
      guard let block = current else { return }
      let count = min(rest.count, LongFrame.longestPiece, (block.room - RecordLayout.headSize) & ~7)
      let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      let isLast = rest.isEmpty
      shelf.withLock { shelf in
        shelf.append(bytes, to: sequence, in: block, isLast ? flags : flags.union(.continues))
        // Before anyone else may take the record: what a file takes is as long as it says.
        block.publish()
        writer?.advanced(to: block.start + block.length)
      }
      if isLast { break }
    }
    if !event.flags.contains(.continues) {
      openFrame = nil
      shelf.withLock { $0.closeOpenPart() }
      if let writer, let long = longFrame(sequence) {
        writer.stored.completed(sequence, long)
        writer.completed(sequence, long)
      }
    }
  }
}
