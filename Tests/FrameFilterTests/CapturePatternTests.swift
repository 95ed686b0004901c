import FrameFilter
import Testing

@Suite struct CapturePatternTests {
  private func groups(_ pattern: String, in text: String) throws -> [String?]? {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBytes { payload in
      try CapturePattern(parsing: pattern).match(in: payload).map { ranges in
        ranges.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
      }
    }
  }

  @Test func `brackets hold what they matched`() throws {
    #expect(try groups("id=([0-9]+)", in: "name=x&id=417&b=2") == ["id=417", "417"])
    #expect(try groups("(a|ab)(c|bcd)?", in: "xabcd") == ["abcd", "a", "bcd"])
    #expect(try groups("(a+)(?:b)(c)?", in: "aab") == ["aab", "aa", nil])
    #expect(try groups("^(é.)$", in: "é犬") == ["é犬", "é犬"])
    #expect(try groups(#""token":"([^"]*)""#, in: #"{"token":"s.e.c"}"#) == [#""token":"s.e.c""#, "s.e.c"])
    #expect(try groups(#"\b(\d{3})\b"#, in: "12 1234 567") == ["567", "567"])
    #expect(try groups("(a{2,3})", in: "aaaa") == ["aaa", "aaa"])
  }

  @Test func `what isn't there is not found, and without brackets there is the whole`() throws {
    #expect(try groups("x(y)", in: "xz") == nil)
    #expect(try groups("b+", in: "abbc") == ["bb"])
    #expect(try groups("(a*)", in: "") == ["", ""])
    #expect(throws: FilterError.self) { try groups("(a", in: "") }
  }

  @Test func `an expression that is made to be slow takes no longer for its brackets`() throws {
    let text = String(repeating: "a", count: 20_000)
    #expect(try groups("(a*)*(a*)*b", in: text) == nil)
    #expect(try groups("((a|a)*)(b?)", in: text)?[1]?.count == 20_000)
  }
}
