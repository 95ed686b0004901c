import Locks
import WebSocketCore

/// Frames that came in parts, found again from their last piece: each names the one before it.
extension StoredCapture {
  /// 1,048,576 pieces: more are not followed.
  private static let mostPieces = 1 << 20

  func longFrame(_ sequence: Int) -> LongFrame? {
    switch state.withLock({ $0.longFrames[sequence] }) {
    case .whole(let long): return long
    case .last(let record):
      guard let long = collect(sequence, last: record) else { return nil }
      state.withLock { state in
        if state.longFrames.count > 4096 { return }
        state.longFrames[sequence] = .whole(long)
      }
      return long
    case nil: return nil
    }
  }

  private func collect(_ sequence: Int, last: Int) -> LongFrame? {
    var pieces: [LongFrame.Piece] = []
    var flags: FrameFlags?
    var record = last
    while pieces.count < StoredCapture.mostPieces {
      guard let head = bytes(at: record, count: RecordLayout.headSize) else { return nil }
      let (entry, length) = head.withUnsafeBytes { head in
        (
          head.loadUnaligned(fromByteOffset: 8, as: RecordLayout.Entry.self),
          Int(head.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        )
      }
      guard entry.sequence == sequence, length <= RecordLayout.payloadLimit else { return nil }
      if flags == nil { flags = FrameFlags(rawValue: entry.flags) }
      pieces.append(LongFrame.Piece(offset: record + RecordLayout.headSize, count: length))
      if entry.kind == RecordLayout.Kind.numbered.rawValue { break }
      guard entry.kind == RecordLayout.Kind.part.rawValue, entry.framePayloadLength < record,
        entry.framePayloadLength >= 0
      else { return nil }
      record = entry.framePayloadLength
    }
    guard let front = pieces.popLast() else { return nil }
    var long = LongFrame(front, flags: flags ?? [])
    for piece in pieces.reversed() { long.append(piece) }
    long.takeFlags(flags ?? [])
    return long
  }
}
