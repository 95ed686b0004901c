import FrameLog
import WebSocketCore

/// The ends in one log, side by side: what they have in common is often the cause.
struct EndingHistory {
  struct Entry {
    var sequence: Int
    var wallTime: Int64
    /// Nanoseconds; nil of a connect that failed.
    var openFor: UInt64?
    var idle: UInt64?
    /// We ended it: for want of a pong, or because the user said so.
    var isOurs = false
    /// "code 1006", "code 1001 by the server", "connect failed".
    var words: String
  }
  private(set) var entries: [Entry] = []

  init(_ reader: LogReader, _ sequences: [Int]) {
    for sequence in sequences {
      guard let note = reader.record(sequence) else { continue }
      var entry = Entry(sequence: sequence, wallTime: note.wallTime, words: "connect failed")
      if note.note == .closed {
        let close = reader.facts(sequence)?.close
        entry.openFor = close?.duration
        entry.isOurs = close?.by == "us"
        entry.idle = Self.idle(reader, before: sequence)
        entry.words = close.map { Self.words($0) } ?? "closed"
      }
      entries.append(entry)
    }
  }

  private static func words(_ close: ConnectionFacts.Close) -> String {
    "code \(close.code)\(close.by == "us" ? " by us" : close.by == "peer" ? " by the server" : "")"
  }

  /// From the newest frame that is no Close to the end; a short look.
  private static func idle(_ reader: LogReader, before sequence: Int) -> UInt64? {
    guard let end = reader.record(sequence) else { return nil }
    for place in stride(from: sequence - 1, to: max(reader.range.lowerBound - 1, sequence - 64), by: -1) {
      guard let record = reader.record(place) else { return nil }
      if !record.isFrame, record.note == .opened {
        return end.time >= record.time ? end.time - record.time : 0
      }
      guard record.isFrame, record.opcode != .close else { continue }
      return end.time >= record.time ? end.time - record.time : 0
    }
    return nil
  }

  /// The newest ends, as far as they were not ours: those tell of our own patience only.
  private var alike: [Entry] {
    Array(entries.filter { $0.openFor != nil }.reversed().prefix { !$0.isOurs }.prefix(5))
  }

  /// Nanoseconds of silence after which the newest ends came, where an idle limit is plain.
  var idleLimit: UInt64? {
    let ended = alike
    guard ended.count >= 2, let idle = Self.common(ended.map(\.idle)), idle >= Self.leastIdle else {
      return nil
    }
    return idle
  }

  /// 5 s: nobody calls less a silence.
  static let leastIdle: UInt64 = 5_000_000_000

  /// What the newest ends have in common, as advice; nil where nothing is plain.
  var pattern: String? {
    let ended = alike
    guard ended.count >= 2 else { return nil }
    let count = ended.count
    if let idle = idleLimit {
      return
        "The last \(count) each ended after \(Figures.duration(idle)) of silence: an idle limit, of the server or of a proxy on the way. Pings keep it awake: ^O, Ping every \(Self.interval(idle)) s (--ping-interval \(Self.interval(idle)))"
    }
    if let open = Self.common(ended.map(\.openFor)), open >= 1_000_000_000 {
      return
        "The last \(count) each ended \(Figures.duration(open)) after they opened, busy or not: a limit on how long a connection may live, of the server, a load balancer, or a token that runs out."
    }
    return nil
  }

  /// Seconds between pings that an idle limit does not notice.
  static func interval(_ idle: UInt64) -> Int { max(1, Int(idle / 1_000_000_000) / 3) }

  /// The middle one, where all are within a tenth and half a second of it.
  private static func common(_ spans: [UInt64?]) -> UInt64? {
    let known = spans.compactMap(\.self).sorted()
    guard known.count == spans.count, let least = known.first, let most = known.last else { return nil }
    let middle = known[known.count / 2]
    return most - least <= middle / 10 + 500_000_000 ? middle : nil
  }
}
