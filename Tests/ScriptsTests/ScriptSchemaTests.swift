import JSONBytes
import Scripts
import Testing

@Suite struct ScriptSchemaTests {
  @Test func `the schema is JSON, and has every key of the table`() throws {
    let schema = try JSONDocument(parsing: Array(ScriptSchema.text.utf8))
    for kind in ScriptWord.kinds {
      for word in [kind] + kind.options {
        let path = try JSONPath(
          parsing: Array("\"$defs\".\(kind.rawValue).properties.\(word.rawValue).description".utf8))
        let help = schema.first(at: path).flatMap(schema.text)
        #expect(help == Array(word.help.utf8), "\(kind) \(word)")
      }
    }
    for word in ScriptConditionWord.allCases {
      let path = try JSONPath(parsing: Array("\"$defs\".condition.oneOf[1].properties.\(word.rawValue)".utf8))
      #expect(schema.first(at: path) != nil, "\(word)")
    }
  }

  @Test func `every word has a home, and says what it takes`() {
    for word in ScriptWord.allCases {
      let homes = ScriptWord.kinds.filter { $0 == word || $0.options.contains(word) }
      #expect(!homes.isEmpty || word == .after || word == .comment, "\(word)")
      #expect(!word.help.isEmpty && !word.takes.isEmpty)
    }
  }
}
