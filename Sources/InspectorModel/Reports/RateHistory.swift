public import Canvas
public import FrameLog

/// How many records came in each of the last seconds, found by halves: once for each second, however long the log is.
public struct RateHistory: Sendable, Equatable {
  public static let seconds = 10
  private static let second: UInt64 = 1_000_000_000

  /// The first record of each second, the oldest second first.
  private var starts: [Int] = []
  /// The second that goes on, and the number of the next record in it.
  private var now: UInt64 = 0
  private var end = 1

  public init() {}

  public init(_ reader: LogReader, _ range: Range<Int>) { advance(reader, range, from: range.lowerBound) }

  /// The oldest first. The last one is of the second that goes on.
  public var counts: [Int] { zip(starts, starts.dropFirst() + [end]).map { $1 - $0 } }

  /// Takes in what came since. Seconds begin where the clock's do, so that the older ones stay as they are while a second
  /// goes on: looked for again, they would be read from files as often as the screen is painted.
  /// - Parameter floor: What is below was cleared.
  mutating func advance(_ reader: LogReader, _ range: Range<Int>, from floor: Int) {
    guard let newest = range.last.flatMap({ reader.record($0) }) else {
      self = RateHistory()
      return
    }
    let current = newest.time / Self.second
    if starts.isEmpty || range.upperBound < end || current < now {
      starts = []
      end = range.lowerBound
      now = current - min(current, UInt64(Self.seconds))
      if current < UInt64(Self.seconds) { append(0, reader, range) }
    }
    let missing = min(current - now, UInt64(Self.seconds))
    for back in (0..<missing).reversed() { append(current - back, reader, range) }
    now = current
    end = range.upperBound
    starts = starts.suffix(Self.seconds).map { max($0, floor) }
  }

  private mutating func append(_ second: UInt64, _ reader: LogReader, _ range: Range<Int>) {
    end = Self.firstRecord(
      from: second * Self.second, reader, max(end, range.lowerBound)..<range.upperBound)
    starts.append(end)
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
