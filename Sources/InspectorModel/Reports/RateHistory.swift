public import Canvas
public import FrameLog

/// How many records came in each of the last seconds, found by halves: it costs some look-ups, however long the log is.
public struct RateHistory: Sendable, Equatable {
  /// The oldest first. The last one is of the second that goes on.
  public let counts: [Int]

  public static let seconds = 10
  private static let second: UInt64 = 1_000_000_000

  /// Seconds begin where the clock's do, so that the older ones stay as they are while a second goes on.
  public init(_ reader: LogReader, _ range: Range<Int>) {
    guard let newest = range.last.flatMap({ reader.record($0) }) else {
      counts = []
      return
    }
    let now = newest.time / Self.second
    var counts: [Int] = []
    var end = range.upperBound
    for back in 0..<UInt64(Self.seconds) where now >= back {
      let start = Self.firstRecord(from: (now - back) * Self.second, reader, range.lowerBound..<end)
      counts.append(end - start)
      end = start
    }
    self.counts = counts.reversed()
  }

  private static func firstRecord(from time: UInt64, _ reader: LogReader, _ range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      // What can't be read is old.
      if reader.record(middle).map({ $0.time < time }) ?? true { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A column for each second, as high as its count beside the highest.
  public func sparkline(_ repertoire: Repertoire) -> DisplayText {
    let steps = Array(repertoire == .ascii ? ".-=+*#" : "▂▃▄▅▆▇█")
    let most = counts.max() ?? 0
    guard most > 0 else { return .empty }
    let line = counts.map { count in
      count == 0
        ? (repertoire == .ascii ? "_" : "▁") : steps[min(steps.count - 1, (count * steps.count - 1) / most)]
    }
    return DisplayText(String(line), repertoire: repertoire)
  }
}
