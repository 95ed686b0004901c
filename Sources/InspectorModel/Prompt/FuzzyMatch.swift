/// How well what was typed fits a name: its letters in order, not necessarily side by side.
struct FuzzyMatch {
  private let words: [[UInt8]]

  /// Words apart have to be found each, anywhere.
  init(_ typed: String) {
    words = typed.lowercased().split(separator: " ").map { Array($0.utf8) }
  }

  /// Higher fits better; nil where a letter is missing. Without anything typed all fit the same.
  func score(_ text: String) -> Int? {
    let bytes = Array(text.lowercased().utf8)
    var sum = 0
    for word in words {
      guard let score = Self.score(word, in: bytes) else { return nil }
      sum += score
    }
    return sum
  }

  /// From each place where it can begin, the letters that come next; the best of these.
  private static func score(_ word: [UInt8], in text: [UInt8]) -> Int? {
    var best: Int?
    for start in text.indices where text[start] == word[0] {
      var score = isStart(start, text) ? 8 : 0
      var place = start
      var isWhole = true
      for letter in word.dropFirst() {
        guard let next = text[(place + 1)...].firstIndex(of: letter) else {
          isWhole = false
          break
        }
        score += next == place + 1 ? 5 : isStart(next, text) ? 3 : -min(3, next - place - 1)
        place = next
      }
      if isWhole { best = max(best ?? .min, score - min(start, 3)) }
    }
    return best
  }

  /// A letter after something that is none.
  private static func isStart(_ index: Int, _ text: [UInt8]) -> Bool {
    index == 0 || !(text[index - 1] >= 0x61 && text[index - 1] <= 0x7A)
  }
}
