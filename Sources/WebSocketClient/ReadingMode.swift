/// How a connection hands out what it receives: hackney's `active` option, counted in events, never in socket reads.
public enum ReadingMode: Hashable, Sendable {
  /// Nothing is delivered by itself; `receive(timeout:)` takes one event at a time.
  case passive
  /// Exactly one event, then passive.
  case once
  /// Exactly so many events, then passive; a count below 1 is passive.
  case count(Int)
  /// Everything as it comes.
  case always

  var demand: Int {
    switch self {
    case .passive: 0
    case .once: 1
    case .count(let count): max(0, count)
    case .always: .max
    }
  }
}
