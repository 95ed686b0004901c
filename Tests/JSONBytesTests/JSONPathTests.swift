import JSONBytes
import Testing

@Suite struct JSONPathTests {
  private func path(_ text: String) throws -> JSONPath { try JSONPath(parsing: Array(text.utf8)) }
  private func key(_ text: String) -> JSONPath.Step { .key(Array(text.utf8)) }

  @Test func `a path is read step by step`() throws {
    #expect(try path("items[0].id").steps == [key("items"), .index(0), key("id")])
    #expect(try path("$.\"a.b\"[*].*").steps == [key("a.b"), .anyIndex, .anyKey])
    #expect(try path("**.time").steps == [.anyDepth, key("time")])
    #expect(try path("[2][0]").steps == [.index(2), .index(0)])
    #expect(try path("").steps == [] && path("$").steps == [])
    #expect(try path("$ref").steps == [key("$ref")])
  }

  @Test func `names may stand in brackets, as RFC 9535 has them`() throws {
    #expect(try path("$['odd key'][0]").steps == [key("odd key"), .index(0)])
    #expect(try path(#"a["b]"].c"#).steps == [key("a"), key("b]"), key("c")])
    #expect(try path(#"$['it\'s']['\u001b']"#).steps == [key("it's"), key("\u{1B}")])
    for (text, kind, offset) in [
      ("a['b", JSONPath.Fault.Kind.openQuote, 2), ("a['b'", .badIndex, 1), ("a['b'x]", .badIndex, 1),
      ("['\\", .openQuote, 1),
    ] {
      #expect(throws: JSONPath.Fault(kind: kind, offset: offset), "\(text)") { try path(text) }
    }
  }

  @Test func `the standard's words can be read again`() throws {
    for (text, words) in [
      ("a.b[3]", "$.a.b[3]"), ("\"a.b\".c", "$['a.b'].c"), ("$", "$"), ("\"\"", "$['']"), ("\"1\"", "$['1']"),
      (#"$["it's"]"#, #"$['it\'s']"#), (#"$['\u001B\\']"#, #"$['\u001b\\']"#), ("$['é']", "$['é']"),
    ] {
      let read = try path(text)
      #expect(read.standardWords == words)
      #expect(try path(words) == read)
    }
  }

  @Test func `a faulty path tells where`() {
    for (text, kind, offset) in [
      ("a..b", JSONPath.Fault.Kind.nameMissing, 2), ("a.", .nameMissing, 2), ("a[x]", .badIndex, 1),
      ("a[1", .badIndex, 1), ("\"a", .openQuote, 0), ("\"a\"b", .unexpected, 3), ("**.**", .tooLong, 5),
    ] {
      #expect(throws: JSONPath.Fault(kind: kind, offset: offset), "\(text)") { try path(text) }
    }
  }

  @Test func `what is written can be read again`() throws {
    for text in ["a.b[3]", "\"a.b\".c", "*.x[*]", "**.id", "$", "\"q\\\"\\\\\"", "\"$x\"", "\"*\""] {
      #expect(try path(text).words == text)
    }
  }

  @Test func `a pattern has places`() throws {
    let places: [(String, String, Bool)] = [
      ("a.*", "a.b", true), ("a.*", "a[0]", false), ("a[*].id", "a[7].id", true), ("**.id", "id", true),
      ("**.id", "a[0].b.id", true), ("**.id", "a.id.x", false), ("a.**", "a.b[1]", true), ("a", "b", false),
    ]
    for (pattern, place, isIn) in places {
      #expect(try path(pattern).matches(path(place).steps) == isIn, "\(pattern) \(place)")
    }
  }
}
