import JSONBytes

/// Which value a line of laid-out JSON is of, and where it is in the whole.
extension DetailDocument {
  /// `$.trades[0].px` (RFC 9535); nil where it is no JSON.
  public func path(ofLine index: Int) -> String? {
    guard isJSON, lines.indices.contains(index), base.indices.contains(lines[index].base) else { return nil }
    if lines[index].rest > 0 {
      return container(ofLine: index).map { JSONSteps.path(toByte: $0.offset, in: bytes).standardWords }
    }
    return JSONSteps.path(toByte: base[lines[index].base].start, in: bytes).standardWords
  }

  /// The bytes of the value on a line: a whole object or array where it opens or closes one.
  public func valueRange(onLine index: Int) -> Range<Int>? {
    guard isJSON, lines.indices.contains(index), base.indices.contains(lines[index].base) else { return nil }
    // A line that stands for items is of their array.
    if lines[index].rest > 0 { return container(ofLine: index).map { $0.offset..<$0.end } }
    let number = lines[index].base
    if let container = containers.first(where: { $0.openLine == number || $0.closeLine == number }) {
      return container.offset..<max(container.offset, container.end)
    }
    let line = base[number]
    var start = line.start
    if bytes[start] == 0x22, let end = JSONSteps.stringEnd(bytes, from: start), end <= line.end {
      var after = end
      while after < line.end, JSONTokens.isBlank(bytes[after]) { after += 1 }
      if after < line.end, bytes[after] == 0x3A {
        start = after + 1
        while start < line.end, JSONTokens.isBlank(bytes[start]) { start += 1 }
      }
    }
    var end = line.end
    while end > start, bytes[end - 1] == 0x2C || JSONTokens.isBlank(bytes[end - 1]) { end -= 1 }
    return start < end ? start..<end : nil
  }
}

/// The way to a place in JSON, also in what has a fault.
enum JSONSteps {
  private struct Level {
    var isObject: Bool
    var key: Range<Int>?
    var index = 0
    var expectsKey: Bool
  }

  /// The value that begins at a byte, or the member whose key does.
  static func path(toByte target: Int, in bytes: [UInt8]) -> JSONPath {
    var levels: [Level] = []
    var index = 0
    while index < min(bytes.count, target + 1) {
      switch bytes[index] {
      case 0x7B, 0x5B:
        if index == target { return path(levels, bytes) }
        levels.append(Level(isObject: bytes[index] == 0x7B, expectsKey: bytes[index] == 0x7B))
        index += 1
      case 0x7D, 0x5D:
        if !levels.isEmpty { levels.removeLast() }
        if index == target { return path(levels, bytes) }
        index += 1
      case 0x2C:
        if let last = levels.indices.last {
          levels[last].index += 1
          levels[last].expectsKey = levels[last].isObject
        }
        index += 1
      case 0x3A:
        if let last = levels.indices.last { levels[last].expectsKey = false }
        index += 1
      case 0x22:
        let end = stringEnd(bytes, from: index) ?? bytes.count
        if let last = levels.indices.last, levels[last].expectsKey { levels[last].key = index..<end }
        index = end
      default:
        // A key without quotes.
        if let last = levels.indices.last, levels[last].expectsKey, !JSONTokens.isBlank(bytes[index]) {
          let end =
            bytes[index...].firstIndex { $0 == 0x3A || $0 == 0x2C || JSONTokens.isBlank($0) } ?? bytes.count
          levels[last].key = index..<end
          index = end
        } else {
          index += 1
        }
      }
    }
    return path(levels, bytes)
  }

  private static func path(_ levels: [Level], _ bytes: [UInt8]) -> JSONPath {
    JSONPath(
      levels.compactMap { level in
        level.isObject ? level.key.map { .key(name(bytes[$0])) } : .index(level.index)
      })
  }

  /// What a key means; one without quotes, as it stands.
  private static func name(_ key: ArraySlice<UInt8>) -> [UInt8] {
    guard key.count > 1, key.first == 0x22, key.last == 0x22 else { return Array(key) }
    return key.dropFirst().dropLast().withUnsafeBytes { JSONString($0, hasEscapes: true).decoded() }
  }

  /// The index after the closing quote.
  static func stringEnd(_ bytes: [UInt8], from quote: Int) -> Int? {
    var index = quote + 1
    while index < bytes.count {
      if bytes[index] == 0x22 { return index + 1 }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return nil
  }
}
