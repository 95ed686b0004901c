import Locks

/// The records of a log that match, as far as it has been looked at: one thread adds, any thread asks.
///
/// A bit a record, in chunks with counts: ten million records take 1.3 MB, chunks without a match nothing. Every answer
/// takes about a microsecond at that size.
///
/// A class because the scan and the screen share it.
public final class MatchSet: Sendable {
  /// Records of one chunk: 2 KiB of bits. Of smaller ones there would be more to count, in larger ones more to search.
  static let chunkSize = 16_384
  fileprivate static let wordsPerChunk = chunkSize / 64

  fileprivate struct Chunk {
    /// The first record's number / `chunkSize`.
    let number: Int
    var count = 0
    var words = [UInt64](repeating: 0, count: MatchSet.wordsPerChunk)
  }

  fileprivate struct State {
    /// In order; only those with matches, since the numbers of an import may have gaps of any width.
    var chunks: [Chunk] = []
    var count = 0
    var examined = 1
    var hiddenErrors = 0
  }
  private let state = Lock(State())

  public init() {}

  /// Matches so far.
  public var count: Int { state.withLock { $0.count } }
  /// Every record with a lower number has been looked at.
  public var examined: Int { state.withLock { $0.examined } }
  /// What did not match, but breaks the protocol or tells of a failure.
  public var hiddenErrors: Int { state.withLock { $0.hiddenErrors } }

  public func contains(_ sequence: Int) -> Bool { state.withLock { $0.contains(sequence) } }
  public func next(after sequence: Int) -> Int? {
    sequence == Int.max ? nil : state.withLock { $0.first(from: max(0, sequence + 1)) }
  }
  public func previous(before sequence: Int) -> Int? {
    sequence <= 0 ? nil : state.withLock { $0.last(through: sequence - 1) }
  }
  /// Matches with a lower number.
  public func rank(_ sequence: Int) -> Int { state.withLock { $0.rank(max(0, sequence)) } }
  /// The match with `rank` matches before it: what a list shows at that place.
  public func match(ranked rank: Int) -> Int? { rank < 0 ? nil : state.withLock { $0.match(ranked: rank) } }

  // MARK: Adding

  /// Negative numbers are nobody's.
  func insert(_ sequence: Int) {
    guard sequence >= 0 else { return }
    state.withLock { $0.insert(sequence) }
  }

  /// A message that was looked at before its end may turn out not to match.
  func remove(_ sequence: Int) {
    guard sequence >= 0 else { return }
    state.withLock { $0.remove(sequence) }
  }

  func addHiddenError() { state.withLock { $0.hiddenErrors += 1 } }

  func setExamined(_ next: Int) { state.withLock { $0.examined = max($0.examined, next) } }
}

extension MatchSet.State {
  fileprivate func split(_ sequence: Int) -> (chunk: Int, word: Int, bit: UInt64) {
    let rest = sequence % MatchSet.chunkSize
    return (sequence / MatchSet.chunkSize, rest / 64, UInt64(rest % 64))
  }

  /// The index of the first chunk with this number or a higher one.
  private func index(of number: Int) -> Int {
    // Nearly always asked for the last one, or laid out without gaps.
    guard let last = chunks.last, number <= last.number else { return chunks.count }
    if number == last.number { return chunks.count - 1 }
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func contains(_ sequence: Int) -> Bool {
    guard sequence >= 0 else { return false }
    let (number, word, bit) = split(sequence)
    let index = index(of: number)
    return index < chunks.count && chunks[index].number == number && chunks[index].words[word] >> bit & 1 == 1
  }

  mutating func insert(_ sequence: Int) {
    let (number, word, bit) = split(sequence)
    let index = index(of: number)
    if index == chunks.count || chunks[index].number != number {
      chunks.insert(MatchSet.Chunk(number: number), at: index)
    }
    guard chunks[index].words[word] >> bit & 1 == 0 else { return }
    chunks[index].words[word] |= 1 << bit
    chunks[index].count += 1
    count += 1
  }

  mutating func remove(_ sequence: Int) {
    guard contains(sequence) else { return }
    let (number, word, bit) = split(sequence)
    let index = index(of: number)
    chunks[index].words[word] &= ~(1 << bit)
    chunks[index].count -= 1
    count -= 1
  }

  func first(from sequence: Int) -> Int? {
    let (number, word, bit) = split(sequence)
    for index in index(of: number)..<chunks.count where chunks[index].count > 0 {
      let chunk = chunks[index]
      let isFirst = chunk.number == number
      for place in (isFirst ? word : 0)..<chunk.words.count {
        let bits = isFirst && place == word ? (chunk.words[place] >> bit) << bit : chunk.words[place]
        if bits != 0 { return chunk.number * MatchSet.chunkSize + place * 64 + bits.trailingZeroBitCount }
      }
    }
    return nil
  }

  func last(through sequence: Int) -> Int? {
    let (number, word, bit) = split(sequence)
    for index in stride(from: min(index(of: number), chunks.count - 1), through: 0, by: -1) {
      let chunk = chunks[index]
      guard chunk.count > 0, chunk.number <= number else { continue }
      let isFirst = chunk.number == number
      for place in stride(from: isFirst ? word : chunk.words.count - 1, through: 0, by: -1) {
        let bits =
          isFirst && place == word ? (chunk.words[place] << (63 - bit)) >> (63 - bit) : chunk.words[place]
        if bits != 0 { return chunk.number * MatchSet.chunkSize + place * 64 + 63 - bits.leadingZeroBitCount }
      }
    }
    return nil
  }

  func rank(_ sequence: Int) -> Int {
    let (number, word, bit) = split(sequence)
    let index = index(of: number)
    var sum = 0
    for before in 0..<index { sum += chunks[before].count }
    guard index < chunks.count, chunks[index].number == number else { return sum }
    for place in 0..<word { sum += chunks[index].words[place].nonzeroBitCount }
    return sum + (chunks[index].words[word] & ((1 << bit) - 1)).nonzeroBitCount
  }

  func match(ranked rank: Int) -> Int? {
    var left = rank
    for chunk in chunks {
      if left >= chunk.count {
        left -= chunk.count
        continue
      }
      for (place, word) in chunk.words.enumerated() {
        if left >= word.nonzeroBitCount {
          left -= word.nonzeroBitCount
          continue
        }
        var bits = word
        for _ in 0..<left { bits &= bits - 1 }
        return chunk.number * MatchSet.chunkSize + place * 64 + bits.trailingZeroBitCount
      }
    }
    return nil
  }
}
