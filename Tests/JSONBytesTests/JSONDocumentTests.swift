import JSONBytes
import Testing

@Suite struct JSONDocumentTests {
  private func document(_ text: String) throws -> JSONDocument { try JSONDocument(parsing: Array(text.utf8)) }

  @Test func `values stay as they were written`() throws {
    let text = #" {"a": [1.50, "x\u00e9\n", true, null], "b":{}, "a2":-0e1 } "#
    let json = try document(text)
    let all = json.children(of: 0).map { String(decoding: json.raw($0), as: UTF8.self) }
    #expect(all == [#"[1.50, "x\u00e9\n", true, null]"#, "{}", "-0e1"])
    let array = try #require(json.member(Array("a".utf8), of: 0))
    #expect(json.children(of: array).map(json.kind) == [.number, .text, .yes, .null])
    #expect(json.text(json.children(of: array)[1]) == Array("xé\n".utf8))
    #expect(json.number(json.children(of: array)[0]) == 1.5)
  }

  @Test func `a place is found, and of a key that stands twice the last`() throws {
    let json = try document(#"{"a":[{"id":1},{"id":2,"id":3}],"\u0062":{"time":4}}"#)
    func found(_ path: String) throws -> String? {
      try json.first(at: JSONPath(parsing: Array(path.utf8))).map {
        String(decoding: json.raw($0), as: UTF8.self)
      }
    }
    #expect(try found("a[1].id") == "3")
    #expect(try found("b.time") == "4")
    #expect(try found("a[*].id") == "1")
    #expect(try found("**.time") == "4")
    #expect(try found("a[2]") == nil && found("a.id") == nil)
    var ids = 0
    json.each(at: try JSONPath(parsing: Array("**.id".utf8))) { _ in
      ids += 1
      return true
    }
    #expect(ids == 2)
  }

  @Test func `what is no JSON tells where`() {
    let faults: [(String, JSONFault.Kind, Int)] = [
      ("", .unexpectedEnd, 0), ("{", .unexpectedEnd, 1), (#"{"a" 1}"#, .unexpectedByte, 5),
      (#"{"a":1,}"#, .unexpectedByte, 7), ("[1 2]", .unexpectedByte, 3), ("[01]", .badNumber, 1),
      ("\"\\x\"", .badText, 1), ("\"a\nb\"", .badText, 2), ("1 2", .trailing, 2), ("tru", .unexpectedEnd, 3),
      ("trux", .unexpectedByte, 0), ("-", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3),
      (String(repeating: "[", count: 300), .tooDeep, 256),
    ]
    for (text, kind, offset) in faults {
      #expect(throws: JSONFault(kind: kind, offset: offset), "\(text.prefix(20))") { try document(text) }
    }
  }

  @Test func `numbers are equal as values, long ones by their digits`() {
    func areEqual(_ one: String, _ other: String) -> Bool {
      Array(one.utf8).withUnsafeBytes { left in
        Array(other.utf8).withUnsafeBytes { JSONNumber.areEqual(left, $0) }
      }
    }
    #expect(areEqual("1", "1.0") && areEqual("1e2", "100") && areEqual("-0", "0"))
    #expect(!areEqual("9007199254740993", "9007199254740992"))
    #expect(!areEqual("1", "2"))
  }
}
