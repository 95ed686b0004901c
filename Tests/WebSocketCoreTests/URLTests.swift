import Testing
import WebSocketCore

@Suite struct URLTests {
  @Test(arguments: [
    ("ws://example.com", "example.com", 80, "/", "example.com"),
    ("wss://example.com", "example.com", 443, "/", "example.com"),
    ("WS://Example.COM:80/Path?Q", "example.com", 80, "/Path?Q", "example.com"),
    ("http://h:81/", "h", 81, "/", "h:81"),
    ("https://h", "h", 443, "/", "h"),
    ("ws://h?a=b", "h", 80, "/?a=b", "h"),
    ("ws://h:443", "h", 443, "/", "h:443"),
    ("ws://h:/x", "h", 80, "/x", "h"),
    ("ws://[::1]:9000/x", "::1", 9000, "/x", "[::1]:9000"),
    ("wss://[2001:DB8::192.0.2.1]", "2001:db8::192.0.2.1", 443, "/", "[2001:db8::192.0.2.1]"),
    ("ws://127.0.0.1:65535/%41?x=%20", "127.0.0.1", 65535, "/%41?x=%20", "127.0.0.1:65535"),
    ("ws://h/caf\u{E9}?q={\"a\"}", "h", 80, "/caf%C3%A9?q=%7B%22a%22%7D", "h"),
    ("ws://h//x/../y", "h", 80, "//x/../y", "h"),
    ("ws://h\\@evil.example/", "h", 80, "/%5C@evil.example/", "h"),
    ("ws://my_host.local./", "my_host.local.", 80, "/", "my_host.local."),
  ])
  func `a URL gives what to dial and what to ask`(
    text: String, host: String, port: UInt16, target: String, hostHeader: String
  ) throws {
    let url = try WebSocketURL(parsing: text)

    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.requestTarget == target)
    #expect(url.hostHeader == hostHeader)
    #expect(url.userinfo == nil)
  }

  @Test(
    arguments: [
      ("H54 no scheme", "example.com/x", .schemeMissing), ("H54 nothing", "", .schemeMissing),
      ("H54 another scheme", "ftp://h", .badScheme("ftp")), ("H54 empty scheme", "://h", .badScheme("")),
      ("H54 fragment", "ws://h/a#b", .fragment(at: 8)), ("H54 empty fragment", "ws://h#", .fragment(at: 6)),
      ("H54 empty host", "ws://", .emptyHost), ("H54 empty host, path", "ws:///x", .emptyHost),
      ("H54 empty host, port", "ws://:80/", .emptyHost), ("H54 empty host, userinfo", "ws://a@/", .emptyHost),
      ("H54 port 0", "ws://h:0/", .badPort(at: 7)), ("H54 port 65536", "ws://h:65536", .badPort(at: 7)),
      ("H54 port of 30 digits", "ws://h:100000000000000000000000000000", .badPort(at: 7)),
      ("H54 port with a sign", "ws://h:+80", .badPort(at: 7)),
      ("H54 port with a letter", "ws://h:8a", .badPort(at: 7)),
      ("H54 zone", "ws://[::1%25lo]/", .zoneIdentifier(at: 9)),
      ("H54 IDN that is none", "ws://u@ex\u{2665}mple/", .badInternationalHost(at: 7)),
      ("H54 host with %", "ws://a%2Eb/", .badHost(at: 6)),
      ("H54 host with a blank", "ws://a b/", .badHost(at: 6)),
      ("H54 IPv6 not closed", "ws://[::1", .badIPv6(at: 5)),
      ("H54 IPv6 of 9 groups", "ws://[1:2:3:4:5:6:7:8:9]", .badIPv6(at: 5)),
      ("H54 IPv6 with two gaps", "ws://[1::2::3]", .badIPv6(at: 5)),
      ("H54 IPv6 without colons", "ws://[12]", .badIPv6(at: 5)),
      ("H54 IPv6 with a bad IPv4 end", "ws://[::1.2.3.256]", .badIPv6(at: 5)),
      ("H54 after the bracket", "ws://[::1]x", .badHost(at: 10)),
      ("H54 two ports", "ws://h:1:2", .badPort(at: 7)),
      ("H53 CR LF", "ws://h/\r\nX: y", .controlByte(at: 7)), ("H53 NUL", "ws://h/\0", .controlByte(at: 7)),
      ("H53 LF in the host", "ws://h\n/", .controlByte(at: 6)),
      ("H53 CR LF in the userinfo", "ws://a%0D%0Ab@h/", .badUserinfo(at: 5)),
      ("H53 blank in the path", "ws://h/a b", .forbiddenByte(at: 8)),
      ("a lone percent", "ws://h/%4", .forbiddenByte(at: 7)),
      ("a colon in the user's name", "ws://a%3Ab@h", .badUserinfo(at: 5)),
    ] as [(String, String, URLError)])
  func `a bad URL says what is wrong with it`(id: String, text: String, error: URLError) {
    #expect(throws: error) { try WebSocketURL(parsing: text) }
  }

  @Test func `userinfo is decoded, and its password hidden`() throws {
    let url = try WebSocketURL(parsing: "wss://al%20ice:p%40ss:x@h/")

    #expect(url.host == "h")
    #expect(url.userinfo?.user == Array("al ice".utf8))
    #expect(url.userinfo?.password == Array("p@ss:x".utf8))
    #expect(url.displayString == "wss://al ice:********@h/")
    #expect(url.absoluteString == "wss://al%20ice:p%40ss%3Ax@h/")
    #expect(try WebSocketURL(parsing: url.absoluteString) == url)
  }

  @Test(arguments: [
    ("ws://h/?a=1&token=abc&b=2", "ws://h/?a=1&token=********&b=2"),
    ("ws://h/?API_KEY=x", "ws://h/?API_KEY=********"), ("ws://h/?to%6Ben=x", "ws://h/?to%6Ben=********"),
    ("ws://h/?jwt=a=b", "ws://h/?jwt=********"), ("ws://h/?tokens=1&key", "ws://h/?tokens=1&key"),
    ("ws://h/token=x", "ws://h/token=x"), ("ws://u@h/", "ws://u@h/"),
  ])
  func `query values that look like secrets are hidden`(text: String, shown: String) throws {
    #expect(try WebSocketURL(parsing: text).displayString == shown)
  }
}
