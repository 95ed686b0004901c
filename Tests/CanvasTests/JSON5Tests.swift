import Testing

@testable import Canvas

private func node(_ text: String) throws(JSON5Fault) -> JSON5Node { try JSON5Node(parsing: text.utf8) }

@Test func `values come with their places, members in their order, twice too`() throws {
  let root = try node(
    "{ // c\n  a: 1, 'b': [true, null,],\n  \"a\": {c: \"x\\n\\u00e9\\ud83d\\ude00\\x41\"},\n}")
  let members = try #require(root.members)
  #expect(members.map(\.name) == ["a", "b", "a"])
  #expect(members.map(\.line) == [2, 2, 3])
  #expect(members[0].value.number == 1)
  #expect(members[1].value.items?.first?.flag == true)
  #expect(members[1].value.items?.last?.isNull == true)
  #expect(members[2].value.members?.first?.value.string == "x\né😀A")
  #expect(members[0].value.bytes == 12..<13)
  #expect(root.bytes.lowerBound == 0)
}

@Test(arguments: [
  ("", 1, 1), ("{", 1, 2), ("{a}", 1, 3), ("{a: 1 b: 2}", 1, 7), ("{\n\n a: \"x\ny\"}", 3, 7),
  ("[1,,2]", 1, 4),
  ("{} {}", 1, 4), ("{a: \"\\uZZZZ\"}", 1, 8), ("/* open", 1, 8),
])
func `where a text stops being JSON5 is told`(text: String, line: Int, column: Int) {
  #expect(throws: JSON5Fault(line: line, column: column)) { try node(text) }
}

@Test func `values in each other end at a depth, and do not use up the stack`() {
  #expect(throws: JSON5Fault.self) { try node(String(repeating: "[", count: 100_000)) }
  #expect(throws: JSON5Fault.self) { try node(String(repeating: "{a:", count: 100_000)) }
}
