import FrameFilter
import Testing
import WebSocketCore

@Suite struct MessageFilterTests {
  private func passes(_ filter: String, _ text: String, _ opcode: Opcode = .text) throws -> Bool {
    try Array(text.utf8).withUnsafeBytes { try MessageFilter(parsing: filter).passes(opcode, .received, $0) }
  }

  @Test func `a message alone is asked with a filter's words`() throws {
    #expect(try passes("json.price>100 size<40", #"{"price":100.5}"#))
    #expect(try !passes("json.price>100", #"{"price":99}"#))
    #expect(try passes("op:ping", "", .ping) && !passes("op:ping", "", .text))
    #expect(try passes("dir:in !error", "fine") && !passes("dir:out", "fine"))
    #expect(try passes("Fine", "Fine") && !passes("fine", "Fine"))
    #expect(try passes("close:1000-1002", "\u{3}\u{E9}", .close) == false)
  }

  @Test func `what only a log can tell is refused`() {
    for (filter, name) in [
      ("marked", "marks"), ("#1-5", "numbers of rows"), ("since:10s", "times"), ("flag:violation", "flags"),
      ("wire>5", "bytes on the wire"), ("event", "events"),
    ] {
      #expect(throws: FilterError(range: 0..<filter.utf8.count, words: "a message alone has no \(name)")) {
        try MessageFilter(parsing: filter)
      }
    }
  }
}
