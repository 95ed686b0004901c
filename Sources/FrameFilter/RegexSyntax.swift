/// What a regular expression says, as a tree.
indirect enum RegexSyntax: Sendable {
  enum Assertion: Hashable, Sendable {
    case start
    case end
    case wordBoundary
    case insideWord
  }

  case bytes(ByteSet)
  case sequence([RegexSyntax])
  case either([RegexSyntax])
  /// `most` is nil where there is no end to it.
  case repeated(RegexSyntax, least: Int, most: Int?)
  case assertion(Assertion)
  /// What stands in round brackets, counted from 1; only where somebody asks for it.
  case group(Int, RegexSyntax)

  static let empty = RegexSyntax.sequence([])

  /// Steps of the program that it becomes, repetitions written out; more than `limit` counts as `limit + 1`.
  func size(limit: Int) -> Int {
    var sum = 0
    switch self {
    case .bytes, .assertion: sum = 1
    case .group(_, let part): sum = part.size(limit: limit) + 2
    case .sequence(let parts), .either(let parts):
      for part in parts where sum <= limit { sum += part.size(limit: limit) + 1 }
    case .repeated(let part, let least, let most):
      let copies = max(1, most ?? least + 1)
      let (product, isOver) = (part.size(limit: limit) + 1).multipliedReportingOverflow(by: copies)
      sum = isOver ? limit + 1 : product
    }
    return min(sum, limit + 1)
  }

  /// The longest text that stands in everything that matches; letters of either case as small ones.
  func requiredText(foldsCase: Bool) -> [UInt8] {
    var best: [UInt8] = []
    func offer(_ text: [UInt8]) { if text.count > best.count { best = text } }
    switch self {
    case .bytes(let set): if let byte = set.single(foldsCase: foldsCase) { offer([byte]) }
    case .assertion, .either: break
    case .group(_, let part): offer(part.requiredText(foldsCase: foldsCase))
    case .repeated(let part, let least, _): if least > 0 { offer(part.requiredText(foldsCase: foldsCase)) }
    case .sequence(let parts):
      var run: [UInt8] = []
      for part in parts {
        // A literal of several bytes is a sequence itself.
        if let text = part.wholeText(foldsCase: foldsCase) {
          run += text
          offer(run)
        } else {
          run = []
          offer(part.requiredText(foldsCase: foldsCase))
        }
      }
    }
    return best
  }

  /// Where it matches one text and nothing else: that.
  func wholeText(foldsCase: Bool) -> [UInt8]? {
    switch self {
    case .bytes(let set): return set.single(foldsCase: foldsCase).map { [$0] }
    case .sequence(let parts):
      var text: [UInt8] = []
      for part in parts {
        guard let piece = part.wholeText(foldsCase: foldsCase) else { return nil }
        text += piece
      }
      return text
    case .group(_, let part): return part.wholeText(foldsCase: foldsCase)
    case .assertion, .either, .repeated: return nil
    }
  }
}
