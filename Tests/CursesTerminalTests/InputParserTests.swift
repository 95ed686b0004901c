import Canvas
import Testing

@testable import CursesTerminal

/// Every sequence, whole and split at every byte.
struct InputParserTests {
  static let table: [(String, [InputEvent])] = [
    ("j", [.key(Key("j"))]), ("J", [.key(Key("J"))]), (" ", [.key(Key(" "))]), ("\r", [.key(Key(.enter))]),
    ("\n", [.key(Key("j", .control))]), ("\t", [.key(Key(.tab))]), ("\u{7F}", [.key(Key(.backspace))]),
    ("\u{8}", [.key(Key(.backspace))]), ("\u{0}", [.key(Key(" ", .control))]),
    ("\u{3}", [.key(Key("c", .control))]), ("\u{1A}", [.key(Key("z", .control))]),
    ("\u{1C}", [.key(Key("\\", .control))]), ("\u{1F}", [.key(Key("_", .control))]),
    ("é", [.key(Key("é"))]), ("日", [.key(Key("日"))]), ("👍", [.key(Key("👍"))]),
    // Arrows in both forms, with modifiers.
    ("\u{1B}[A", [.key(Key(.up))]), ("\u{1B}OA", [.key(Key(.up))]), ("\u{1B}[B", [.key(Key(.down))]),
    ("\u{1B}OC", [.key(Key(.right))]), ("\u{1B}[D", [.key(Key(.left))]),
    ("\u{1B}[1;2A", [.key(Key(.up, .shift))]), ("\u{1B}[1;5D", [.key(Key(.left, .control))]),
    ("\u{1B}[1;3C", [.key(Key(.right, .alt))]), ("\u{1B}O5C", [.key(Key(.right, .control))]),
    ("\u{1B}[a", [.key(Key(.up, .shift))]), ("\u{1B}Od", [.key(Key(.left, .control))]),
    ("\u{1B}\u{1B}[A", [.key(Key(.up, .alt))]), ("\u{1B}\u{1B}OB", [.key(Key(.down, .alt))]),
    // Home, End and their neighbours.
    ("\u{1B}[H", [.key(Key(.home))]), ("\u{1B}OH", [.key(Key(.home))]), ("\u{1B}[1~", [.key(Key(.home))]),
    ("\u{1B}[7~", [.key(Key(.home))]), ("\u{1B}[F", [.key(Key(.end))]), ("\u{1B}OF", [.key(Key(.end))]),
    ("\u{1B}[4~", [.key(Key(.end))]), ("\u{1B}[8~", [.key(Key(.end))]), ("\u{1B}[2~", [.key(Key(.insert))]),
    ("\u{1B}[3~", [.key(Key(.delete))]), ("\u{1B}[5~", [.key(Key(.pageUp))]),
    ("\u{1B}[6;5~", [.key(Key(.pageDown, .control))]), ("\u{1B}[5^", [.key(Key(.pageUp, .control))]),
    ("\u{1B}[3$", [.key(Key(.delete, .shift))]), ("\u{1B}[Z", [.key(Key(.backTab))]),
    // Function keys: xterm, VT220, Linux console.
    ("\u{1B}OP", [.key(Key(.function(1)))]), ("\u{1B}[11~", [.key(Key(.function(1)))]),
    ("\u{1B}[[A", [.key(Key(.function(1)))]), ("\u{1B}[[E", [.key(Key(.function(5)))]),
    ("\u{1B}[15~", [.key(Key(.function(5)))]), ("\u{1B}[17~", [.key(Key(.function(6)))]),
    ("\u{1B}[21~", [.key(Key(.function(10)))]), ("\u{1B}[24~", [.key(Key(.function(12)))]),
    ("\u{1B}[1;5P", [.key(Key(.function(1), .control))]), ("\u{1B}[34~", [.key(Key(.function(20)))]),
    ("\u{1B}OM", [.key(Key(.enter))]), ("\u{1B}Ok", [.key(Key("+"))]), ("\u{1B}Op", [.key(Key("0"))]),
    // Alt.
    ("\u{1B}a", [.key(Key("a", .alt))]), ("\u{1B}1", [.key(Key("1", .alt))]),
    ("\u{1B}\r", [.key(Key(.enter, .alt))]), ("\u{1B}\n", [.key(Key(.enter, .alt))]),
    ("\u{1B}\u{7F}", [.key(Key(.backspace, .alt))]), ("\u{1B}_", [.key(Key("_", .alt))]),
    ("\u{1B}\u{2}", [.key(Key("b", [.control, .alt]))]), ("\u{1B}é", [.key(Key("é", .alt))]),
    ("\u{1B}\u{1B}x", [.key(Key(.escape)), .key(Key("x", .alt))]),
    // kitty and modifyOtherKeys.
    ("\u{1B}[13;2u", [.key(Key(.enter, .shift))]), ("\u{1B}[27;5;13~", [.key(Key(.enter, .control))]),
    ("\u{1B}[97;5u", [.key(Key("a", .control))]), ("\u{1B}[97;2u", [.key(Key("A"))]),
    // Focus and paste.
    ("\u{1B}[I", [.focus(true)]), ("\u{1B}[O", [.focus(false)]), ("\u{1B}[200~\u{1B}[201~", [.paste("")]),
    ("\u{1B}[200~a\r\nb\rc\n\u{1B}[31m\u{1B}[201~x", [.paste("a\nb\nc\n\u{1B}[31m"), .key(Key("x"))]),
    ("\u{1B}[200~\u{1B}[20\u{1B}[201~", [.paste("\u{1B}[20")]),
    ("\u{1B}[200~é\u{1B}\u{1B}[201~", [.paste("é\u{1B}")]),
    // Mouse: SGR, beyond column 223, urxvt, X10.
    ("\u{1B}[<0;5;3M", [.mouse(Mouse(.press, at: Point(x: 4, y: 2)))]),
    ("\u{1B}[<0;5;3m", [.mouse(Mouse(.release, at: Point(x: 4, y: 2)))]),
    ("\u{1B}[<2;300;60M", [.mouse(Mouse(.press, button: 2, at: Point(x: 299, y: 59)))]),
    ("\u{1B}[<32;1;1M", [.mouse(Mouse(.drag, at: Point(x: 0, y: 0)))]),
    ("\u{1B}[<64;1;1M", [.mouse(Mouse(.wheelUp, at: Point(x: 0, y: 0)))]),
    ("\u{1B}[<81;9;9M", [.mouse(Mouse(.wheelDown, at: Point(x: 8, y: 8), modifiers: .control))]),
    ("\u{1B}[32;5;3M", [.mouse(Mouse(.press, at: Point(x: 4, y: 2)))]),
    ("\u{1B}[M !!", [.mouse(Mouse(.press, at: Point(x: 0, y: 0)))]),
    ("\u{1B}[M#!!", [.mouse(Mouse(.release, at: Point(x: 0, y: 0)))]),
    // Replies, and what nobody knows: nothing, and nothing left over.
    ("\u{1B}[?62;22cj", [.key(Key("j"))]), ("\u{1B}[24;80Rj", [.key(Key("j"))]),
    ("\u{1B}[?2026;2$yj", [.key(Key("j"))]), ("\u{1B}]11;rgb:0000/0000/0000\u{7}j", [.key(Key("j"))]),
    ("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\j", [.key(Key("j"))]),
    ("\u{1B}P>|term 1\u{1B}\\j", [.key(Key("j"))]),
    ("\u{1B}[?0uj", [.key(Key("j"))]), ("\u{1B}[99~j", [.key(Key("j"))]), ("\u{1B}[201~j", [.key(Key("j"))]),
    ("\u{1B}[<0;5Mj", [.key(Key("j"))]), ("\u{1B}[<99999999999;1;1Mj", [.key(Key("j"))]),
    ("\u{1B}[1;\u{3}", [.key(Key("c", .control))]), ("\u{1B}[1\u{1B}[A", [.key(Key(.up))]),
    ("\u{1B}]52;c\u{1B}[A", [.key(Key(.up))]),
  ]

  @Test func `every sequence, split at every byte`() {
    var faults: [String] = []
    for (text, expected) in Self.table {
      let bytes = Array(text.utf8)
      for split in 0...bytes.count {
        var parser = InputParser()
        let events = parser.feed(bytes[..<split]) + parser.feed(bytes[split...])
        if events != expected || parser.patience != nil {
          faults.append("\(text.debugDescription) at \(split): \(events)")
        }
      }
      var parser = InputParser()
      if bytes.flatMap({ parser.feed([$0]) }) != expected {
        faults.append("\(text.debugDescription) by bytes")
      }
    }
    #expect(faults == [])
  }

  @Test func `every pair of sequences, one after the other`() {
    var faults: [String] = []
    for (first, firstEvents) in Self.table {
      for (second, secondEvents) in Self.table {
        var parser = InputParser()
        if parser.feed((first + second).utf8) != firstEvents + secondEvents {
          faults.append((first + second).debugDescription)
        }
      }
    }
    #expect(faults == [])
  }

  @Test func `a lone ESC is the Esc key when nothing follows`() {
    var parser = InputParser()
    #expect(parser.feed([0x1B]) == [])
    #expect(parser.patience == .milliseconds(25))
    #expect(parser.flush() == [.key(Key(.escape))])
    #expect(parser.patience == nil)
    #expect(parser.feed([0x1B, 0x1B]) == [])
    #expect(parser.flush() == [.key(Key(.escape)), .key(Key(.escape))])
    #expect(
      parser.feed([0x1B, 0x1B, 0x1B]) + parser.flush() == Array(repeating: .key(Key(.escape)), count: 3))
  }

  @Test(arguments: [
    ("\u{1B}[", [Key("[", .alt)]), ("\u{1B}O", [Key("O", .alt)]), ("\u{1B}]", [Key("]", .alt)]),
    ("\u{1B}P", [Key("P", .alt)]), ("\u{1B}[1;", []), ("\u{1B}]11;", []), ("\u{1B}[<0;1", []),
    ("\u{1B}[M!", []), ("\u{1B}[[", []),
  ])
  func `what stays unfinished is a key or nothing`(text: String, keys: [Key]) {
    var parser = InputParser()
    #expect(parser.feed(text.utf8) == [])
    #expect(parser.patience != nil)
    #expect(parser.flush() == keys.map { .key($0) })
    #expect(parser.feed("j".utf8) == [.key(Key("j"))])
  }

  @Test func `a paste without its end comes out when the wait is over`() {
    var parser = InputParser()
    #expect(parser.feed("\u{1B}[200~lost".utf8) == [])
    #expect(parser.patience == .seconds(1))
    #expect(parser.flush() == [.paste("lost")])
    #expect(parser.feed("j".utf8) == [.key(Key("j"))])
  }

  @Test func `a paste is cut at its limit and still ends`() {
    var parser = InputParser(pasteLimit: 6)
    #expect(parser.feed("\u{1B}[200~abcd\u{1B}efgh".utf8) == [])
    #expect(parser.feed("\u{1B}[201~j".utf8) == [.paste("abcd\u{1B}e", leftOut: 3), .key(Key("j"))])
    #expect(InputParser.mostPasteBytes == 16_777_216)
  }

  @Test(arguments: [
    ("abcdé", "abcd", 2), ("abc日本", "abc", 6), ("ab👍x", "ab", 5), ("abcdeé", "abcde", 2),
    ("abcdefg", "abcde", 2),
    ("abcd\u{FFFD}", "abcd", 3), ("ab\r\ncdé", "ab\ncd", 2), ("éé", "éé", 0),
  ])
  func `a character at the limit of a paste goes in whole or not at all`(
    sent: String, kept: String, leftOut: Int
  ) {
    var parser = InputParser(pasteLimit: 5)
    #expect(parser.feed("\u{1B}[200~\(sent)\u{1B}[201~".utf8) == [.paste(kept, leftOut: leftOut)])
  }

  @Test func `line ends of a paste are LF wherever the bytes are split`() {
    for split in 0...14 {
      var parser = InputParser()
      let bytes = Array("\u{1B}[200~a\r\nb\rc\n".utf8)
      let events = parser.feed(bytes.prefix(split)) + parser.feed(bytes.dropFirst(split))
      #expect(events == [])
      #expect(parser.feed("\u{1B}[201~".utf8) == [.paste("a\nb\nc\n")])
    }
  }

  @Test func `what comes late of a paste without an end is pasted too, and runs nothing`() {
    var parser = InputParser()
    _ = parser.feed("\u{1B}[200~first".utf8)
    #expect(parser.flush() == [.paste("first")])
    #expect(
      parser.feed("late line\rQ late line\r\u{1B}[201~j".utf8) == [
        .paste("late line\nQ late line\n"), .key(Key("j")),
      ])
    #expect(parser.feed("a line of text that came at once".utf8).count == 32)
  }

  @Test(arguments: ["j", "jjjjjjjjjjjjjjj", "\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A"])
  func `keys after a paste without an end are keys`(keys: String) {
    var parser = InputParser()
    _ = parser.feed("\u{1B}[200~first\u{1B}[20".utf8)
    #expect(parser.flush() == [.paste("first\u{1B}[20")])
    #expect(parser.feed(keys.utf8).allSatisfy { if case .key = $0 { true } else { false } })
    #expect(parser.feed("more than sixteen bytes".utf8).count == 23)
  }

  @Test func `bytes that are no UTF-8 are one key each and take nothing with them`() {
    var parser = InputParser()
    let odd = InputEvent.key(Key("\u{FFFD}"))
    #expect(parser.feed([0xFF, 0x6A]) == [odd, .key(Key("j"))])
    #expect(parser.feed([0xC3, 0x1B, 0x5B, 0x41]) == [odd, .key(Key(.up))])
    #expect(parser.feed([0xED, 0xA0, 0x80]).allSatisfy { $0 == odd })
  }

  @Test func `terminfo has the last word on a sequence`() {
    var parser = InputParser(terminfo: [
      Array("\u{1B}[192z".utf8): Key(.function(7)), [0x1B, 0x41]: Key(.up),
    ])
    #expect(parser.feed("\u{1B}[192z".utf8) == [.key(Key(.function(7)))])
    #expect(parser.feed("\u{1B}A".utf8) == [.key(Key(.up))])
  }

  @Test func `random bytes end in the ground state after a flush and never trap`() {
    var state: UInt64 = 42
    var stuck = 0
    var parser = InputParser()
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let alphabet: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3C, 0x3B, 0x31, 0x4D, 0x7E, 0x5D, 0x07, 0xC3]
        let roll = UInt8(truncatingIfNeeded: state >> 33)
        bytes.append(roll & 1 == 0 ? roll : alphabet[Int(roll) % alphabet.count])
      }
      _ = parser.feed(bytes)
      _ = parser.flush()
      if parser.patience != nil { stuck += 1 }
    }
    #expect(stuck == 0)
    #expect(parser.feed("j".utf8) == [.key(Key("j"))])
  }
}
