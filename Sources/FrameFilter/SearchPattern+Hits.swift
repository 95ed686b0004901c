extension SearchPattern {
  /// The stretches of `bytes` that match, in order, at most `limit`; empty ones are left out.
  public func hits(in bytes: [UInt8], from start: Int = 0, limit: Int = 1024) -> [Range<Int>] {
    bytes.withUnsafeBytes { buffer in
      var found: [Range<Int>] = []
      var place = start
      while found.count < limit, place <= buffer.count, let hit = firstMatch(in: buffer, from: place) {
        if !hit.isEmpty { found.append(hit) }
        place = max(hit.upperBound, place + 1)
      }
      return found
    }
  }
}

extension FrameFilter {
  /// What it looks for in payloads, where that is what lets a row through and not what keeps it out.
  public var patterns: [SearchPattern] { program.patterns }
}
