import Canvas
import Testing

@testable import InspectorModel

/// The lines of a text, each as it is drawn alone.
private func wrapped(
  _ text: String, to columns: Int, pretty: Bool = false, _ repertoire: Repertoire = .unicode
) -> [String] {
  let bytes = Array(text.utf8)
  let document = DetailDocument(
    MaskedPayload(bytes), total: bytes.count, pretty: pretty, wrap: columns, repertoire: repertoire)
  return document.lines.map {
    DisplayText(bytes: bytes[$0.start..<$0.end], repertoire: repertoire).text
  }
}

@Test func `marks that join a letter take no room of the line`() {
  #expect(
    wrapped("abcdefg\u{301}\u{302}\u{303}\u{304}hij", to: 8) == [
      "abcdefg\u{301}\u{302}\u{303}\u{304}h", "ij",
    ])
}

@Test func `a mark too many is shown by number, and the line ends before it where it does not fit`() {
  #expect(
    wrapped("e\u{301}\u{301}\u{301}\u{301}\u{301}x", to: 9) == ["e\u{301}\u{301}\u{301}\u{301}<U+0301>", "x"])
  #expect(
    wrapped("e\u{301}\u{301}\u{301}\u{301}\u{301}x", to: 8) == [
      "e\u{301}\u{301}\u{301}\u{301}", "◌\u{301}x",
    ])
}

@Test func `an emoji sequence goes to the next line whole`() {
  #expect(wrapped("abcd👨‍👩‍👧x", to: 8) == ["abcd", "👨‍👩‍👧x"])
  #expect(wrapped("ab👨‍👩‍👧x", to: 8) == ["ab👨‍👩‍👧", "x"])
  #expect(wrapped("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", to: 8) == ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"])
  #expect(wrapped("👨‍👩‍👧‍👦‍👧x", to: 8) == ["👨‍👩‍👧‍👦", "<U+200D>", "👧x"])
}

@Test func `a wide character that does not fit at the edge begins the next line`() {
  #expect(wrapped("abcdefg日本", to: 8) == ["abcdefg", "日本"])
  #expect(wrapped("abcdef日本", to: 8) == ["abcdef日", "本"])
  #expect(wrapped("日本語日本語", to: 9) == ["日本語日", "本語"])
}

@Test func `bytes that grow are wrapped by what they grow to`() {
  #expect(wrapped("\u{9B}\u{9B}\u{9B}", to: 8) == ["<9B><9B>", "<9B>"])
  #expect(wrapped("éé", to: 8, .ascii) == ["<U+00E9>", "<U+00E9>"])
}

@Test(arguments: [8, 9, 13, 78])
func `no line is wider than its room, and none ends while the next character would fit`(columns: Int) {
  for count in 0...100 {
    let marks = String(repeating: "\u{301}", count: count)
    for text in ["ab" + marks + "cd日" + marks + "👨‍👩‍👧" + marks + "e", marks + "日本語" + marks + "\u{202E}\u{FF}"] {
      let bytes = Array(text.utf8)
      for repertoire in [Repertoire.unicode, .ascii] {
        let document = DetailDocument(
          MaskedPayload(bytes), total: bytes.count, pretty: false, wrap: columns, repertoire: repertoire)
        var end = 0
        for line in document.lines {
          #expect(line.start == end && line.end > line.start)
          end = line.end
          #expect(String(validating: bytes[line.start..<line.end], as: UTF8.self) != nil)
          let width = DisplayText(bytes: bytes[line.start..<line.end], repertoire: repertoire).width
          // An emoji by number alone takes nine columns.
          #expect(width <= max(repertoire == .ascii ? 9 : 8, columns))
          guard line.end < bytes.count, repertoire == .ascii else { continue }
          // Without joining each character has its own width.
          let next = String(decoding: bytes[line.end...], as: UTF8.self).unicodeScalars.prefix(1)
          #expect(width + DisplayText(String(next), repertoire: .ascii).width > max(8, columns))
        }
        #expect(end == bytes.count)
      }
    }
  }
}

@Test func `a string goes on over the lines that it is wrapped into, and no escape is cut`() {
  let text = #"{"a":"one, two: \"three\" {four}, five\\","b":[1,2]}"#
  let bytes = Array(text.utf8)
  for columns in 8...40 {
    let document = DetailDocument(bytes: bytes, total: bytes.count, pretty: true, wrap: columns)
    for line in document.lines {
      let before = bytes[..<line.start]
      var isInside = false
      var isEscaped = false
      for byte in before {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInside.toggle()
        }
      }
      #expect(line.startsInString == isInside)
      #expect(!isEscaped)
    }
  }
}
