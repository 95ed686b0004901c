/// Walks over one value of JSON that may itself stand in a JSON string, and may end anywhere.
struct JSONPlaces {
  let bytes: UnsafeRawBufferPointer
  let quote: UInt8
  /// Before each quote: none, one in a string, three in a string in a string.
  let backslashes: Int

  var openingQuote: [UInt8] { [UInt8](repeating: 0x5C, count: backslashes) + [quote] }

  func skipBlanks(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09 {
        index += 1
      } else if backslashes > 0, bytes[index] == 0x5C, index + 1 < bytes.count,
        "nrt".utf8.contains(bytes[index + 1])
      {
        index += 2
      } else {
        break
      }
    }
    return index
  }

  /// Each string and number of the value at `start`; of an object the members' values only. Returns where it ends.
  func values(from start: Int, _ body: (Range<Int>, _ isString: Bool) -> Void) -> Int {
    var index = start
    var nesting: [Bool] = []
    var isKey = false
    repeat {
      index = skipBlanks(from: index)
      guard index < bytes.count else { return index }
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard nesting.count < 128 else { return index }
        nesting.append(bytes[index] == UInt8(ascii: "{"))
        isKey = nesting.last ?? false
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard !nesting.isEmpty else { return index }
        nesting.removeLast()
        isKey = false
        index += 1
      case UInt8(ascii: ","):
        guard !nesting.isEmpty else { return index }
        isKey = nesting.last ?? false
        index += 1
      case UInt8(ascii: ":"):
        guard !nesting.isEmpty else { return index }
        isKey = false
        index += 1
      case quote where backslashes == 0, 0x5C where backslashes > 0:
        guard let inside = string(at: index) else { return index + 1 }
        if !isKey { body(inside, true) }
        index = min(bytes.count, inside.upperBound + backslashes + 1)
      case UInt8(ascii: "-"), 0x30...0x39:
        let begin = index
        while index < bytes.count, SecretNames.isNameByte(bytes[index]) || "+.".utf8.contains(bytes[index]) {
          index += 1
        }
        body(begin..<index, false)
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        while index < bytes.count, SecretNames.isNameByte(bytes[index]) { index += 1 }
      default: return index
      }
    } while !nesting.isEmpty
    return index
  }

  /// What stands between the quotes; up to the end where the second is missing.
  private func string(at start: Int) -> Range<Int>? {
    var index = start
    while index < bytes.count, bytes[index] == 0x5C { index += 1 }
    guard index - start == backslashes, index < bytes.count, bytes[index] == quote else { return nil }
    let begin = index + 1
    index = begin
    var run = 0
    while index < bytes.count {
      if bytes[index] == 0x5C {
        run += 1
      } else {
        // An escaped quote has more backslashes before it, and each of its own doubles with each string around it.
        if bytes[index] == quote {
          let isEnd = run >= backslashes && (run - backslashes) % (2 * (backslashes + 1)) == 0
          if isEnd || run < backslashes { return begin..<(index - min(run, backslashes)) }
        }
        run = 0
      }
      index += 1
    }
    return begin..<bytes.count
  }
}
