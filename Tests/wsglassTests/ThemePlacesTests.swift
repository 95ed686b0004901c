import JSON5
import Testing

@testable import wsglass

@Suite struct ThemePlacesTests {
  @Test func `a place in the file has its line, also between comments`() {
    let text = """
      { // one
        format: 1, "name": 'x',
        /* three
           four */ "palette": {
          "green": { "hex": "#0f0", },
        },
        "roles": { "frame.in":
          { "fg": "gren", "attr": ["bold", "dim"] } },
      }
      """
    let places = ThemePlaces(text.utf8)
    #expect(places.fault == nil)
    #expect(places.place(of: "name").line == 2)
    #expect(places.place(of: "palette.green.hex").line == 5)
    #expect(places.place(of: #"roles."frame.in".fg"#).line == 8)
    #expect(places.place(of: #"roles."frame.in".bg"#).line == 7)
    #expect(places.place(of: "mono.text").line == 1)
  }

  @Test(arguments: [
    ("{\n  \"a\": 1\n  \"b\": 2 }", 3, 3), ("{", 1, 2), ("{} x", 1, 4), ("{\"a\": \"\n\"}", 1, 8),
    (String(repeating: "[", count: 100_000), 1, 18), ("", 1, 1),
  ])
  func `where a file stops being JSON5 is said`(text: String, line: Int, column: Int) throws {
    let fault = try #require(ThemePlaces(text.utf8).fault)
    #expect(fault == TextPlace(line: line, column: column))
  }

  @Test func `a file that is cut anywhere is known to be no JSON5`() {
    let whole = Array(
      #"{ /* a */ "name": 'x\'y', roles: { "frame.in": { "attr": ["bold",], fg: "red" } }, }"#.utf8)
    #expect(ThemePlaces(whole).fault == nil)
    for count in 0..<whole.count { #expect(ThemePlaces(whole[..<count]).fault != nil, "\(count) bytes") }
    for index in whole.indices {
      for byte in UInt8.min...UInt8.max {
        var other = whole
        other[index] = byte
        let line = ThemePlaces(other).place(of: #"roles."frame.in".fg"#).line
        #expect(line == 1 || byte == 0x0A && line == 2)
      }
    }
  }
}
