import JSON5
import Testing

private func read(_ text: String) throws(JSON5Fault) -> JSON5Document {
  try JSON5Document(text.utf8, .lenient)
}

@Test func `values come with their places, members in their order, twice too`() throws {
  let file = try read(
    "{ // c\n  a: 1, 'b': [true, null,],\n  \"a\": {c: \"x\\n\\u00e9\\ud83d\\ude00\\x41\"},\n}")
  let members = try #require(file.root.members)
  #expect(members.map(\.name) == ["a", "b", "a"])
  #expect(members.map { file.place(of: $0).line } == [2, 2, 3])
  #expect(members[0].value.whole == 1)
  #expect(members[1].value.elements?.first?.bool == true)
  #expect(members[1].value.elements?.last?.isNull == true)
  #expect(members[2].value.members?.first?.value.string == "x\né😀A")
  #expect(members[0].value.range == 12..<13)
  #expect(file.root.range.lowerBound == 0)
}

@Test(arguments: [
  ("", 1, 1), ("{", 1, 2), ("{a}", 1, 3), ("{a: 1 b: 2}", 1, 7), ("{\n\n a: \"x\ny\"}", 3, 7),
  ("[1,,2]", 1, 4),
  ("{} {}", 1, 4), ("{a: \"\\uZZZZ\"}", 1, 8), ("/* open", 1, 8),
])
func `where a text stops being JSON5 is told`(text: String, line: Int, column: Int) {
  do {
    _ = try read(text)
    Issue.record("it is none")
  } catch {
    #expect(TextPlace(offset: error.end, in: text.utf8) == TextPlace(line: line, column: column))
  }
}

@Test func `values in each other end at a depth, and do not use up the stack`() {
  #expect(throws: JSON5Fault.self) { try read(String(repeating: "[", count: 100_000)) }
  #expect(throws: JSON5Fault.self) { try read(String(repeating: "{a:", count: 100_000)) }
}

@Test func `words that are no JSON5 stand as values and names where another reader complains of them`() throws
{
  let file = try read("\u{FEFF}{ctrl-x: yes,\n é.$_: 0x1F, f: -12}")
  let members = try #require(file.root.members)
  #expect(members.map(\.name) == ["ctrl-x", "é.$_", "f"])
  #expect(members.map(\.value.kind) == [.word("yes"), .number(31, text: "0x1F"), .number(-12, text: "-12")])
  #expect(members.map(\.value.whole) == [nil, nil, -12])
  #expect(members.map { file.place(of: $0).line } == [1, 2, 2])
  #expect(try JSON5Document([0x22, 0xFF, 0x22], .lenient).root.string == "\u{FFFD}")
  #expect(throws: JSON5Fault.self) { try JSON5Document("{ctrl-x: 1}".utf8) }
}

@Test func `every byte has the place that counting gives it`() throws {
  let text = "\n{a: 1,\r\n\n'é': [2]}\n"
  let file = try read(text)
  for offset in 0...text.utf8.count {
    #expect(file.place(offset) == TextPlace(offset: offset, in: text.utf8), "\(offset)")
  }
}
