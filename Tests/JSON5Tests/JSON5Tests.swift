import JSON5
import Testing

@Suite struct JSON5Tests {
  private func read(_ text: String) throws -> JSON5Value { try JSON5Document(Array(text.utf8)).root }

  @Test func `comments, single quotes, bare names, trailing commas and odd numbers are read`() throws {
    let root = try read(
      "\u{FEFF}// first\n{a: 'x\\'y', /* in */ \"b\": [1, +2.5, .5, 0x1F, -Infinity,], c_$1: null, d: true, 'e': \"a\\\nb\\x41\\u00e9\\uD83D\\uDE00\",}\n"
    )
    #expect(root["a"]?.string == "x'y")
    #expect(root["b"]?.elements?.compactMap(\.number) == [1, 2.5, 0.5, 31, -.infinity])
    #expect(root["c_$1"]?.isNull == true && root["d"]?.bool == true)
    #expect(root["e"]?.string == "abAé😀")
  }

  @Test(arguments: [
    ("{a: 1 b: 2}", JSON5Fault(.unexpected(UInt8(ascii: "b")), at: 6)),
    ("{", JSON5Fault(.unexpectedEnd, at: 1)),
    ("[\"a", JSON5Fault(.unclosedString, at: 1, upTo: 3)),
    ("[\"a\nb\"]", JSON5Fault(.unclosedString, at: 1, upTo: 3)),
    ("/* x", JSON5Fault(.unclosedComment, at: 0, upTo: 4)),
    ("[1.2.3]", JSON5Fault(.badNumber, at: 1, upTo: 6)),
    ("[\"\\u12g4\"]", JSON5Fault(.badEscape, at: 2, upTo: 4)),
    ("{a: 1, 'a': 2}", JSON5Fault(.repeatedName("a"), at: 7)),
    ("[yes]", JSON5Fault(.unexpected(UInt8(ascii: "y")), at: 1, upTo: 4)),
    ("{} x", JSON5Fault(.unexpected(UInt8(ascii: "x")), at: 3)),
    (String(repeating: "[", count: 100), JSON5Fault(.tooDeep, at: 64)),
  ])
  func `a fault has its place`(text: String, fault: JSON5Fault) {
    #expect(throws: fault) { try read(text) }
  }

  @Test func `bytes that are no text are a fault`() {
    #expect(throws: JSON5Fault(.notText, at: 1, upTo: 4)) {
      try JSON5Document([0x5B, 0x22, 0xFF, 0x22, 0x5D])
    }
  }
}
