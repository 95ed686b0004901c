import JSONBytes
import Testing

@Suite struct JSONPathTests {
  @Test func `a path is its steps`() {
    #expect(JSONPath([.key(Array("a".utf8)), .index(0)]).steps.count == 2)
  }
}
