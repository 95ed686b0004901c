public import FrameLog
public import Secrets
import WebSocketCore

/// The first bytes of a payload, and which of them are not to be seen.
public struct MaskedPayload: Sendable, Equatable {
  /// As they came.
  public let bytes: [UInt8]
  /// In order, without overlaps.
  public let hidden: [Range<Int>]
  /// `*` where something is hidden, everything else where it was.
  public let shown: [UInt8]

  public init(_ bytes: [UInt8], hidden: [Range<Int>] = []) {
    self.bytes = bytes
    self.hidden = hidden
    shown = hidden.isEmpty ? bytes : SecretMask.hiding(hidden, of: bytes)
  }

  public func hides(_ index: Int) -> Bool { MaskedPayload.contains(hidden, index) }

  /// By halves: a payload may hold very many.
  static func contains(_ ranges: [Range<Int>], _ index: Int) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(index)
  }
}

extension LogRows {
  /// The first `limit` bytes of what a row stands for: a message, one fragment of it, or the words of an event. As much
  /// more is looked at as the longest secret takes, so that none is cut by the limit or by the border of a fragment.
  public mutating func payload(
    of row: RowID, _ record: LogRecord, limit: Int, hiding mask: SecretMask
  ) -> MaskedPayload {
    let isMessage = record.isFrame && record.fragmentIndex == 1 && !row.isFragment
    let reach = mask.reach
    let bytes =
      isMessage
      ? preview(of: record, limit: limit + reach) : reader.payload(row.sequence, limit: limit + reach)
    if mask.isEmpty { return MaskedPayload(bytes) }
    let isPart = record.isFrame && record.fragmentIndex > 0 && !isMessage
    let before = isPart ? tail(before: record, count: reach) : []
    let missing = limit + reach - bytes.count
    let after = isPart && missing > 0 ? head(after: record, count: missing) : []
    // What is not whole may end with half a secret.
    let isCut =
      isPart || record.isArriving || !record.flags.isDisjoint(with: [.incomplete, .shortened])
      || isMessage && !summary(of: record).isComplete
    let length = min(limit, bytes.count)
    let hidden = mask.places(in: before + bytes + after, isCut: isCut).compactMap { place -> Range<Int>? in
      let own = max(0, place.lowerBound - before.count)..<max(0, min(length, place.upperBound - before.count))
      return own.isEmpty ? nil : own
    }
    return MaskedPayload(Array(bytes.prefix(length)), hidden: hidden)
  }

  /// The last bytes of a message before this part of it.
  private mutating func tail(before part: LogRecord, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    walk(from: part, step: -1) { reader, sequence in
      let wanted = count - bytes.count
      bytes = (reader.withPayload(sequence) { Array($0.suffix(wanted)) } ?? []) + bytes
      return bytes.count < count
    }
    return bytes
  }

  private mutating func head(after part: LogRecord, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    walk(from: part, step: 1) { reader, sequence in
      bytes += reader.payload(sequence, limit: count - bytes.count)
      return bytes.count < count
    }
    return bytes
  }
}
