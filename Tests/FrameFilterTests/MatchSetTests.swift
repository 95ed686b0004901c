import TestSupport
import Testing

@testable import FrameFilter

@Test func `a match set answers as a plain set does`() {
  var random = SeededRandom(seed: 6)
  let set = MatchSet()
  var plain: Set<Int> = []
  let border = MatchSet.chunkSize
  for _ in 0..<600 {
    let near = [0, 64, border, 3 * border, 900 * border].randomElement(using: &random) ?? 0
    let sequence = max(0, near + Int.random(in: -70...70, using: &random))
    if Int.random(in: 0..<4, using: &random) == 0 {
      set.remove(sequence)
      plain.remove(sequence)
    } else {
      set.insert(sequence)
      plain.insert(sequence)
    }
  }
  let sorted = plain.sorted()
  #expect(set.count == plain.count)
  for near in [0, 64, border, 3 * border, 500 * border, 900 * border, 950 * border] {
    for sequence in near - 75...near + 75 {
      #expect(set.contains(sequence) == plain.contains(sequence))
      #expect(set.next(after: sequence) == sorted.first { $0 > sequence })
      #expect(set.previous(before: sequence) == sorted.last { $0 < sequence })
      #expect(set.rank(sequence) == sorted.count { $0 < sequence })
    }
  }
  for (rank, sequence) in sorted.enumerated() { #expect(set.match(ranked: rank) == sequence) }
  #expect(set.match(ranked: sorted.count) == nil)
}

@Test func `an empty set and numbers out of range have no matches`() {
  let set = MatchSet()
  #expect(set.count == 0)
  #expect(set.examined == 1)
  #expect(set.next(after: 0) == nil)
  #expect(set.previous(before: .max) == nil)
  #expect(set.rank(.max) == 0)
  set.insert(.max)
  set.insert(-1)
  #expect(set.count == 1)
  #expect(set.next(after: 0) == .max)
  #expect(set.next(after: .max) == nil)
  #expect(set.rank(.max) == 0)
  #expect(set.previous(before: .min) == nil)
  #expect(!set.contains(-1))
  #expect(set.match(ranked: -1) == nil)
}
