import Testing

@testable import Canvas

struct DisplayTextTests {
  @Test(arguments: [
    ("plain ASCII", "plain ASCII"), ("tab\tX\rY\n", "tab␉X␍Y␊"), ("\u{0}\u{1B}[31m\u{7}\u{7F}", "␀␛[31m␇␡"),
    ("\u{9B}31m\u{85}", "<9B>31m<85>"), ("a\u{202E}b\u{2066}\u{61C}", "a<U+202E>b<U+2066><U+061C>"),
    ("\u{200B}\u{FEFF}\u{AD}", "<U+200B><U+FEFF><U+00AD>"), ("\u{2028}", "<U+2028>"),
    ("a\u{A0}b\u{3000}", "a<·A0>b<·3000>"), ("\u{E000}\u{10FFFE}\u{FFFF}", "<U+E000><U+10FFFE><U+FFFF>"),
    ("\u{E0041}\u{115F}\u{3164}", "<U+E0041><U+115F><U+3164>"), ("日本", "日本"), ("e\u{301}", "e\u{301}"),
    ("\u{301}x", "◌\u{301}x"), ("שלום", "שלום"), ("back\\slash", "back\\slash"),
  ])
  func `every class has its visible form`(input: String, shown: String) {
    #expect(DisplayText(input).text == shown)
  }

  @Test(arguments: [
    ("a\tb\u{1B}\u{7F}\u{0}", "a^Ib^[^?^@"), ("é\u{202E}", "<U+00E9><U+202E>"), ("\u{9B}", "<9B>"),
    ("\u{A0}", "<U+00A0>"), ("日", "<U+65E5>"), ("e\u{301}", "e<U+0301>"),
  ])
  func `ASCII terminals get ASCII`(input: String, shown: String) {
    #expect(DisplayText(input, repertoire: .ascii).text == shown)
    // The dot of an odd space is the one place where the two ways differ.
    let adapted = DisplayText(input).adapted(to: .ascii)
    #expect(adapted.cells.allSatisfy { (0x20...0x7E).contains($0.scalar) && $0.marks == .zero })
    #expect(adapted.width == adapted.cells.count)
  }

  @Test(
    arguments: [
      ([0xED, 0xA0, 0x80], "<xED><xA0><x80>"), ([0xC0, 0x80], "<xC0><x80>"), ([0x61, 0xFF], "a<xFF>"),
      ([0xF4, 0x90, 0x80, 0x80], "<xF4><x90><x80><x80>"), ([0xE2, 0x82], "<xE2><x82>"),
      ([0xC2, 0x9B], "<9B>"),
      ([0x80], "<x80>"), ([0xE2, 0x82, 0x41], "<xE2><x82>A"),
    ] as [([UInt8], String)])
  func `bytes that are not UTF-8 are shown one by one`(bytes: [UInt8], shown: String) {
    let text = DisplayText(bytes: bytes)
    #expect(text.text == shown)
    #expect(text.bytes == bytes)
  }

  @Test func `an escape is not to be taken for the text that looks like it`() {
    let real = DisplayText("\u{9B}")
    let typed = DisplayText("<9B>")
    #expect(real.text == typed.text)
    #expect(real != typed)
    #expect(real.cells.allSatisfy { $0.kind == .escape })
    #expect(DisplayText(bytes: [0x9B]).cells.allSatisfy { $0.kind == .invalid })
    #expect(real.bytes == [0xC2, 0x9B])
    #expect(typed.bytes == Array("<9B>".utf8))
  }

  @Test func `a cell keeps four marks and shows the fifth`() {
    let text = DisplayText("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}")
    #expect(text.text == "a\u{301}\u{302}\u{303}\u{304}<U+0305><U+0306>")
    #expect(text.width == 1 + 8 + 8)
  }

  @Test(arguments: [
    ("a", 1), ("日", 2), ("e\u{301}", 1), ("👍🏽", 4), ("👨‍👩‍👧", 6), ("⚠\u{FE0F}", 1), ("1\u{FE0F}\u{20E3}", 1),
    ("\u{1100}\u{1161}\u{11A8}", 2), ("ﾊ", 1), ("Ａ", 2), ("🇫🇷", 2),
  ])
  func `widths`(input: String, columns: Int) {
    let text = DisplayText(input)
    #expect(text.width == columns)
    #expect(text.text == input)
    #expect(text.bytes == Array(input.utf8))
  }

  @Test func `joiners stay inside emoji sequences only`() {
    #expect(DisplayText("a\u{200D}b").text == "a<U+200D>b")
    #expect(DisplayText("👨\u{200D}").text == "👨<U+200D>")
    #expect(DisplayText("👨\u{200D}x").text == "👨<U+200D>x")
    #expect(DisplayText("a\u{FE0F}").text == "a<U+FE0F>")
    #expect(DisplayText("1\u{FE0F}2").text == "1<U+FE0F>2")
    #expect(DisplayText("👨\u{200D}\u{200D}👩").text == "👨<U+200D><U+200D>👩")
  }

  @Test func `the limit stops the work and says so`() {
    let text = DisplayText(bytes: Array(repeating: 0x61, count: 1_000_000), limit: 10)
    #expect(text.text == "aaaaaaaaaa")
    #expect(text.isCut)
    #expect(text.bytes == nil)
    #expect(!DisplayText("aaa", limit: 3).isCut)
    #expect(DisplayText("日本", limit: 3).text == "日 ")
    #expect(DisplayText("ae\u{301}", limit: 2).text == "ae\u{301}")
    #expect(!DisplayText("ae\u{301}", limit: 2).isCut)
    #expect(DisplayText("a\u{202E}", limit: 4).text == "a<U+")
    #expect(DisplayText("", limit: 0).isCut == false)
    #expect(DisplayText("a", limit: 0).isCut)
    #expect(DisplayText("a", limit: -5).width == 0)
  }

  @Test func `marks without end cost no more than the limit`() {
    let zalgo = Array("a".utf8) + Array(repeating: [0xCC, 0x81] as [UInt8], count: 500_000).joined()
    let text = DisplayText(bytes: zalgo, limit: 80)
    #expect(text.width == 80)
    #expect(text.cells.count == 80)
  }

  @Test func `findings name what was met`() {
    #expect(DisplayText("a\n").findings == .control)
    #expect(DisplayText("\u{202E}").findings == .bidi)
    #expect(DisplayText("\u{200B}").findings == .hidden)
    #expect(DisplayText(bytes: [0xFF]).findings == .invalid)
    #expect(DisplayText("é日").findings == [])
  }

  @Test func `tabs reach the next stop`() {
    let stops = DisplayText.Options(tabStop: 8)
    #expect(DisplayText("ab\tc", options: stops).text == "ab␉     c")
    #expect(DisplayText("ab\tc", options: stops).bytes == Array("ab\tc".utf8))
    #expect(DisplayText("\t", options: .init(tabStop: 8, column: 7)).text == "␉")
  }

  @Test func `right-to-left letters can be shown by number`() {
    #expect(DisplayText("aש", options: .init(escapesRightToLeft: true)).text == "a<U+05E9>")
  }

  @Test func `cutting and padding`() {
    #expect(DisplayText("abcdef").truncated(to: 4).text == "abc~")
    #expect(DisplayText("abcdef").truncated(to: 4, repertoire: .unicode).text == "abc…")
    #expect(DisplayText("abcd").truncated(to: 4).text == "abcd")
    #expect(DisplayText("abcdef", limit: 4).truncated(to: 4).text == "abc~")
    #expect(DisplayText("abcdef").truncated(to: 4).truncated(to: 6).text == "abc~")
    #expect(DisplayText("日本語").truncated(to: 4).text == "日~")
    #expect(DisplayText("abc").truncated(to: 0).text == "")
    #expect(DisplayText("ab").padded(to: 4).text == "ab  ")
    #expect(DisplayText("ab").padded(to: 4, alignment: .right).text == "  ab")
    #expect(DisplayText("日本").dropFirst(columns: 1).text == " 本")
    #expect(("a" + DisplayText("b")).text == "ab")
    let count = 7
    let interpolated: DisplayText = "n \(count)\u{7}"
    #expect(interpolated.text == "n 7␇")
  }
}
