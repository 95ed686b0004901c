import Testing

@testable import CursesTerminal

struct SequenceSaverTests {
  @Test(arguments: [
    ("\u{1B}(B\u{1B}[0;2m3024\u{1B}(B\u{1B}[m ", "\u{1B}[;2m3024\u{1B}[m "),
    ("\u{1B}[39m\u{1B}(B\u{1B}[0;7m5", "\u{1B}[;7m5"), ("\u{1B}[39m\u{1B}[mx", "\u{1B}[mx"),
    ("\u{1B}[1m\u{1B}[32mx", "\u{1B}[1;32mx"), ("\u{1B}[m\u{1B}[32mx", "\u{1B}[;32mx"),
    ("\u{1B}[38;5;0m\u{1B}[05mx", "\u{1B}[38;5;0;05mx"),
    ("\u{1B}[32m\u{1B}[5;1Hx", "\u{1B}[32m\u{1B}[5;1Hx"), ("plain\r\n日", "plain\r\n日"),
    ("\u{1B}[32", "\u{1B}[32"), ("\u{1B}", "\u{1B}"), ("\u{1B}[?1m\u{1B}(0", "\u{1B}[?1m\u{1B}(0"), ("", ""),
    ("a\u{1B}[1m", "a\u{1B}[1m"), ("\u{1B}[1;24r\u{1B}[2;20r", "\u{1B}[r\u{1B}[2;20r"),
  ])
  func `fewer bytes say the same`(made: String, written: String) {
    #expect(String(decoding: SequenceSaver.save(Array(made.utf8), rows: 24), as: UTF8.self) == written)
  }

  @Test func `the first character set stays where the terminal may be in another`() {
    let made = Array("\u{1B}(B\u{1B}[mx\u{1B}(B\u{1B}[m".utf8)
    let written = SequenceSaver.save(made, rows: 24, keepsFirstCharacterSet: true)
    #expect(String(decoding: written, as: UTF8.self) == "\u{1B}(B\u{1B}[mx\u{1B}[m")
  }

  @Test func `a long run of styles stays within what terminals take`() {
    let made = String(repeating: "\u{1B}[38;2;1;2;3m", count: 20)
    let written = String(decoding: SequenceSaver.save(Array(made.utf8), rows: 24), as: UTF8.self)
    #expect(written.split(separator: "m").allSatisfy { $0.split(separator: ";").count <= 50 })
  }

  @Test func `shifting in is dropped where nothing was shifted out, and styles around it merge`() {
    let made = Array("\u{1B}[0m\u{0F}\u{1B}[32m<\u{1B}[m\u{0F}T".utf8)
    #expect(String(decoding: SequenceSaver.save(made, rows: 24), as: UTF8.self) == "\u{1B}[;32m<\u{1B}[mT")
    let shifted = Array("\u{0E}q\u{0F}x\u{0F}y".utf8)
    #expect(String(decoding: SequenceSaver.save(shifted, rows: 24), as: UTF8.self) == "\u{0E}q\u{0F}xy")
  }
}
