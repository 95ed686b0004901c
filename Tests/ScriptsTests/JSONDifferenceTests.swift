import JSONBytes
import Scripts
import Testing

@Suite struct JSONDifferenceTests {
  private func differences(
    _ expected: String, _ seen: String, _ change: (inout JSONDifference.Rules) -> Void = { _ in }
  ) throws -> [String] {
    var rules = JSONDifference.Rules()
    change(&rules)
    let document = try JSONDocument(parsing: Array(q(expected).utf8))
    return JSONDifference(expected: document, bytes: Array(q(seen).utf8), rules: rules).entries.map { entry in
      let values = [entry.expected, entry.seen].map { $0.map { String(decoding: $0, as: UTF8.self) } ?? "-" }
      return "\(entry.kind) \(entry.path.words) \(values[0]) \(values[1])"
    }
  }

  @Test func `values are compared, not the way they are written`() throws {
    #expect(try differences("{'a':1.0,'b':'\\u00e9'}", "{ 'b' : 'é', 'a' : 1 }") == [])
    #expect(
      try differences("[12345678901234567890]", "[12345678901234567891]") == [
        "changed [0] 12345678901234567890 12345678901234567891"
      ])
  }

  @Test func `each difference has its place and both values`() throws {
    #expect(
      try differences("{'a':1,'b':{'c':[1,2,3]},'x':null}", "{'a':'1','b':{'c':[1,5]},'n':true}") == [
        "changed a 1 \"1\"", "changed b.c[1] 2 5", "missing b.c[2] 3 -", "missing x null -", "extra n - true",
      ])
    #expect(try differences("[1]", "nonsense") == ["notJSON $ [1] nonsense"])
  }

  @Test func `places that are ignored are not looked at`() throws {
    #expect(
      try differences("{'t':1,'a':[{'id':1,'v':2}],'m':1}", "{'t':2,'a':[{'id':9,'v':2},{'id':3}],'e':1}") {
        $0.ignored = [
          JSONPath([.key(Array("t".utf8))]), JSONPath([.anyDepth, .key(Array("id".utf8))]),
          JSONPath([.key(Array("m".utf8))]), JSONPath([.key(Array("e".utf8))]),
          JSONPath([.key(Array("a".utf8)), .index(1)]),
        ]
      } == [])
  }

  @Test func `objects in arrays are aligned by a key where all of them have it`() throws {
    let (one, other) = (
      "[{'id':1,'v':1},{'id':2,'v':2},{'id':2,'v':3}]",
      "[{'id':2,'v':2},{'id':3},{'v':1,'id':1},{'id':2,'v':4}]"
    )
    #expect(
      try differences(one, other) { $0.keys = ["key", "id"] } == [
        "changed [2].v 3 4", "extra [1] - {\"id\":3}",
      ])
    #expect(try differences(one, other).count == 7)
    #expect(try differences("[{'id':1},5]", "[5,{'id':1}]") { $0.keys = ["id"] }.count == 2)
  }

  @Test func `more keys are allowed and values left open where that is asked for`() throws {
    #expect(try differences("{'a':1}", "{'a':1,'b':2}") { $0.allowsMore = true } == [])
    #expect(
      try differences("{'a':'${any}','b':'${any:number}','c':'${any}'}", "{'a':[],'b':'1'}") {
        $0.hasOpenValues = true
      }
        == ["changed b \"${any:number}\" \"1\"", "missing c \"${any}\" -"])
    #expect(try differences("'${any}'", "1") == ["changed $ \"${any}\" 1"])
    for (kind, value, isOne) in [
      ("text", "'x'", true), ("text", "1", false), ("bool", "false", true), ("object", "{}", true),
      ("array", "{}", false), ("time", "1764244800", true), ("time", "1764244800123", true),
      ("time", "5", false),
      ("time", "'2026-11-27T12:00:00+01:00'", true), ("uuid", "'0f8fad5b-d9cb-469f-a165-70867728950e'", true),
      ("uuid", "'0f8fad5bd9cb469fa16570867728950e'", false),
    ] {
      #expect(
        try differences("'${any:\(kind)}'", value) { $0.hasOpenValues = true }.isEmpty == isOne,
        "\(kind) \(value)")
    }
  }

  @Test func `more differences than the limit are counted`() throws {
    let document = try JSONDocument(parsing: Array("[1,2,3,4]".utf8))
    var rules = JSONDifference.Rules()
    rules.limit = 2
    let difference = JSONDifference(expected: document, bytes: Array("[]".utf8), rules: rules)
    #expect(difference.entries.count == 2 && difference.omitted == 2 && !difference.isEmpty)
  }
}
