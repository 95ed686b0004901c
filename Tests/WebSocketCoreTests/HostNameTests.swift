import Testing

@testable import WebSocketCore

/// The expected forms are those of RFC 3492 section 7.1 and of other programs.
@Suite struct HostNameTests {
  @Test(arguments: [
    (
      "\u{644}\u{64A}\u{647}\u{645}\u{627}\u{628}\u{62A}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}\u{64A}\u{61F}",
      "egbpdaj6bu4bxfgehfvwxn"
    ),
    ("\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}", "ihqwcrb4cv8a8dqg056pqjye"),
    (
      "\u{4ED6}\u{5011}\u{7232}\u{4EC0}\u{9EBD}\u{4E0D}\u{8AAA}\u{4E2D}\u{6587}",
      "ihqwctvzc91f659drss3x8bo0yb"
    ),
    ("Pro\u{10D}prost\u{11B}nemluv\u{ED}\u{10D}esky", "Proprostnemluvesky-uyb24dma41a"),
    (
      "\u{5DC}\u{5DE}\u{5D4}\u{5D4}\u{5DD}\u{5E4}\u{5E9}\u{5D5}\u{5D8}\u{5DC}\u{5D0}\u{5DE}\u{5D3}\u{5D1}\u{5E8}\u{5D9}\u{5DD}\u{5E2}\u{5D1}\u{5E8}\u{5D9}\u{5EA}",
      "4dbcagdahymbxekheh6e0a7fei0b"
    ),
    (
      "\u{92F}\u{939}\u{932}\u{94B}\u{917}\u{939}\u{93F}\u{928}\u{94D}\u{926}\u{940}\u{915}\u{94D}\u{92F}\u{94B}\u{902}\u{928}\u{939}\u{940}\u{902}\u{92C}\u{94B}\u{932}\u{938}\u{915}\u{924}\u{947}\u{939}\u{948}\u{902}",
      "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd"
    ),
    (
      "\u{306A}\u{305C}\u{307F}\u{3093}\u{306A}\u{65E5}\u{672C}\u{8A9E}\u{3092}\u{8A71}\u{3057}\u{3066}\u{304F}\u{308C}\u{306A}\u{3044}\u{306E}\u{304B}",
      "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"
    ),
    (
      "\u{43F}\u{43E}\u{447}\u{435}\u{43C}\u{443}\u{436}\u{435}\u{43E}\u{43D}\u{438}\u{43D}\u{435}\u{433}\u{43E}\u{432}\u{43E}\u{440}\u{44F}\u{442}\u{43F}\u{43E}\u{440}\u{443}\u{441}\u{441}\u{43A}\u{438}",
      "b1abfaaepdrnnbgefbadotcwatmq2g4l"
    ),
    ("Porqu\u{E9}nopuedensimplementehablarenEspa\u{F1}ol", "PorqunopuedensimplementehablarenEspaol-fmd56a"),
    (
      "T\u{1EA1}isaoh\u{1ECD}kh\u{F4}ngth\u{1EC3}ch\u{1EC9}n\u{F3}iti\u{1EBF}ngVi\u{1EC7}t",
      "TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g"
    ),
    ("3\u{5E74}B\u{7D44}\u{91D1}\u{516B}\u{5148}\u{751F}", "3B-ww4c5e180e575a65lsy2b"),
    (
      "\u{5B89}\u{5BA4}\u{5948}\u{7F8E}\u{6075}-with-SUPER-MONKEYS",
      "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"
    ),
    (
      "Hello-Another-Way-\u{305D}\u{308C}\u{305E}\u{308C}\u{306E}\u{5834}\u{6240}",
      "Hello-Another-Way--fc4qua05auwb3674vfr0b"
    ),
    ("\u{3072}\u{3068}\u{3064}\u{5C4B}\u{6839}\u{306E}\u{4E0B}2", "2-u9tlzr9756bt3uc0v"),
    ("Maji\u{3067}Koi\u{3059}\u{308B}5\u{79D2}\u{524D}", "MajiKoi5-783gue6qz075azm5e"),
    ("\u{30D1}\u{30D5}\u{30A3}\u{30FC}de\u{30EB}\u{30F3}\u{30D0}", "de-jg4avhby1noc0d"),
    ("\u{305D}\u{306E}\u{30B9}\u{30D4}\u{30FC}\u{30C9}\u{3067}", "d9juau41awczczp"),
    ("-> $1.00 <-", "-> $1.00 <--"),
  ])
  func `RFC 3492 section 7.1`(text: String, encoded: String) {
    let label = Array(text.unicodeScalars)
    let expected = Array(encoded.utf8)

    #expect(Punycode.encode(label, limit: 100) == expected)
    #expect(Punycode.encode(label, limit: expected.count) == expected)
    #expect(Punycode.encode(label, limit: expected.count - 1) == nil)
  }

  @Test(arguments: [
    ("b\u{FC}cher", "xn--bcher-kva"), ("B\u{DC}CHER", "xn--bcher-kva"), ("bu\u{308}cher", "xn--bcher-kva"),
    ("\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}", "xn--r8jz45g.xn--zckzah"),
    ("\u{4F8B}\u{3048}\u{3002}\u{30C6}\u{30B9}\u{30C8}", "xn--r8jz45g.xn--zckzah"),
    ("\u{4F8B}\u{3048}\u{FF0E}\u{30C6}\u{30B9}\u{30C8}\u{FF61}", "xn--r8jz45g.xn--zckzah."),
    ("stra\u{DF}e", "xn--strae-oqa"), ("STRA\u{1E9E}E", "xn--strae-oqa"),
    ("\u{43F}\u{440}\u{438}\u{43C}\u{435}\u{440}", "xn--e1afmkfd"),
    ("www.\u{41F}\u{440}\u{438}\u{43C}\u{435}\u{440}.com", "www.xn--e1afmkfd.com"),
    // Final sigma stays; a capital one has no position.
    ("\u{3B2}\u{3CC}\u{3BB}\u{3BF}\u{3C2}", "xn--nxasmm1c"),
    ("\u{3B2}\u{3CC}\u{3BB}\u{3BF}\u{3A3}", "xn--nxasmq6b"),
    ("\u{FF25}\u{FF38}.com", "ex.com"), ("\u{FF11}\u{FF12}\u{FF17}.\u{FF10}.0.1", "127.0.0.1"),
    // Cyrillic a: it looks like "apple" and shows that it isn't.
    ("\u{430}pple.com", "xn--pple-43d.com"),
    ("l\u{B7}l", "xn--ll-0ea"), ("\u{3007}\u{4E00}", "xn--w6j351g"),
    ("\u{DC1}\u{DCA}\u{200D}\u{DBB}\u{DD3}", "xn--10cl1a0b660p"),
    ("xn--bcher-kva.\u{E9}", "xn--bcher-kva.xn--9ca"),
  ])
  func `a name beyond ASCII is asked for in its ASCII form`(name: String, ascii: String) throws {
    #expect(HostName.ascii(name) == ascii)
    let url = try WebSocketURL(parsing: "wss://u@" + name + ":99/x")
    #expect(url.host == ascii)
    #expect(url.hostHeader == ascii + ":99")
    #expect(url.displayString == "wss://u@" + ascii + ":99/x")
    #expect(try WebSocketURL(parsing: url.absoluteString) == url)
  }

  @Test(arguments: [
    ("unassigned", "a\u{378}"), ("a control", "a\u{85}"), ("format", "a\u{200B}\u{E9}"),
    ("a soft hyphen", "\u{E9}\u{AD}a"),
    ("bidi override", "\u{202E}\u{E9}"), ("private use", "\u{E000}"), ("a noncharacter", "\u{FFFE}"),
    ("a blank", "a\u{A0}\u{E9}"), ("a wide blank", "a\u{3000}b"), ("a symbol", "a\u{2665}"),
    ("an emoji", "\u{1F4A9}"),
    ("punctuation", "a\u{2026}"), ("a wide slash", "a\u{FF0F}b\u{E9}"), ("a slash's likeness", "a\u{2044}b"),
    ("a wide percent", "a\u{FF05}41"), ("a wide at", "a\u{FF20}b"), ("a wide colon", "a\u{FF1A}80"),
    ("a mark first", "\u{301}a"), ("a mark first in a later label", "a.\u{5BF}a"),
    ("a hyphen first", "-\u{E9}"),
    ("a hyphen last", "\u{E9}-"), ("hyphens at three and four", "ab--\u{E9}"),
    ("a joiner alone", "a\u{200D}b"),
    ("a joiner first", "\u{200C}\u{E9}"), ("a middle dot between others", "a\u{B7}l"),
    ("a Katakana dot without Katakana", "a\u{30FB}b"), ("Greek numeral sign before Latin", "\u{375}a"),
    ("Hebrew sign first", "\u{5F3}a"), ("both kinds of Arabic digits", "\u{660}\u{6F0}"),
    ("a ligature", "\u{FB01}x"),
    ("a mathematical letter", "\u{1D41A}"), ("a raised letter", "a\u{2B0}"),
    ("a half-wide letter", "\u{FF71}"),
    ("a Roman numeral", "\u{2160}"), ("a vulgar fraction", "\u{BD}"), ("an empty label", "\u{E9}..a"),
    ("an empty first label", ".\u{E9}"), ("nothing but a wide dot", "\u{3002}"),
    ("a filler that shows nothing", "a\u{115F}b"), ("a replacement for bad bytes", "\u{FFFD}"),
    ("a label of 64 bytes", String(repeating: "a", count: 64) + ".\u{E9}"),
  ])
  func `H54 what is no name of a host is refused`(id: String, name: String) {
    #expect(throws: URLError.badInternationalHost(at: 5)) { try WebSocketURL(parsing: "ws://" + name + "/") }
  }

  @Test func `a label has 63 bytes at most, and a name 253 and a dot`() throws {
    // "xn--", the ASCII letters, a hyphen, and three digits for the e with its accent.
    let label = String(repeating: "a", count: 55) + "\u{E9}"
    let encoded = try #require(HostName.ascii(label))
    #expect(encoded.utf8.count == 63)
    #expect(HostName.ascii("a" + label) == nil)
    let name = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
    #expect(try WebSocketURL(parsing: "ws://" + name).host.utf8.count == 253)
    #expect(try WebSocketURL(parsing: "ws://" + name + ".").host.utf8.count == 254)
    #expect(throws: URLError.badInternationalHost(at: 5)) { try WebSocketURL(parsing: "ws://b" + name) }
    #expect(throws: URLError.badInternationalHost(at: 5)) {
      try WebSocketURL(parsing: "ws://" + String(repeating: "\u{E9}", count: 1_000_000))
    }
  }
}
