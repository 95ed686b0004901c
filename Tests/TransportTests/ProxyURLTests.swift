import Testing

@testable import Transport

@Suite struct ProxyURLTests {
  @Test(arguments: [
    ("http://proxy.test:3128", Proxy(kind: .http, host: "proxy.test", port: 3128)),
    ("proxy.test:3128", Proxy(kind: .http, host: "proxy.test", port: 3128)),
    ("proxy.test", Proxy(kind: .http, host: "proxy.test", port: 80)),
    ("HTTPS://Proxy.Test/", Proxy(kind: .https, host: "proxy.test", port: 443)),
    ("socks5://127.0.0.1", Proxy(kind: .socks5, host: "127.0.0.1", port: 1080)),
    ("socks5h://[::1]:9050", Proxy(kind: .socks5h, host: "::1", port: 9050)),
    ("socks5h://[::1]:", Proxy(kind: .socks5h, host: "::1", port: 1080)),
    ("http://@proxy.test", Proxy(kind: .http, host: "proxy.test", port: 80)),
  ])
  func `a proxy is read from its URL`(text: String, proxy: Proxy) throws {
    #expect(try Proxy(parsing: text) == proxy)
  }

  @Test func `user and password are decoded, and the last at sign parts them from the host`() throws {
    let proxy = try Proxy(parsing: "http://us%65r:p%40ss:w@rd@proxy.test:8080")
    #expect(proxy.host == "proxy.test")
    #expect(proxy.credentials?.user.bytes == Array("user".utf8))
    #expect(proxy.credentials?.password.bytes == Array("p@ss:w@rd".utf8))
    let noPassword = try Proxy(parsing: "socks5://user@proxy.test").credentials
    #expect(noPassword == ProxyCredentials(user: Secret("user"), password: Secret("")))
  }

  @Test(
    arguments: [
      ("", .empty), ("ftp://proxy.test", .unknownScheme("ftp")), ("socks4://h", .unknownScheme("socks4")),
      ("http://", .noHost), ("http://user@", .noHost), (":80", .noHost), ("http://h:0", .badPort),
      ("http://h:65536", .badPort), ("http://h:+80", .badPort), ("http://h:8a", .badPort),
      ("a:b:c", .badHost),
      ("http://[::1", .badHost), ("http://[::1]x", .badHost), ("http://[1.2.3.4]", .badHost),
      ("http://h%41", .badHost), ("http://[fe80::1%25lo]", .badHost), ("http://h/path", .hasPath),
      ("http://h?q", .hasPath), ("http://h#f", .hasPath), ("http://u%4:p@h", .badEscape),
      ("http://u%zz@h", .badEscape), ("http://u%3Ax:p@h", .badCredentials),
      ("http://u:%0D%0A@h", .badCredentials),
      ("http://h\r\nX: y", .badCharacter(offset: 8)), ("http://h h", .badCharacter(offset: 8)),
      ("http://é", .badCharacter(offset: 7)),
    ] as [(String, ProxyURLError)])
  func `what is no proxy URL is refused with its reason`(text: String, error: ProxyURLError) {
    #expect(throws: error) { try Proxy(parsing: text) }
  }

  @Test func `P14: user and password are printed nowhere`() throws {
    let proxy = try Proxy(parsing: "socks5h://alice:hunter2@[::1]:1080")
    #expect(proxy.masked == "socks5h://********@[::1]:1080")
    var dumped = ""
    dump(proxy, to: &dumped)
    dump(DialTarget(host: "h", port: 1, proxy: proxy), to: &dumped)
    for text in ["\(proxy)", String(reflecting: proxy), "\(proxy.credentials as Any)", dumped] {
      #expect(!text.contains("alice") && !text.contains("hunter2"), "\(text)")
    }
  }
}

@Suite struct ProxyEnvironmentTests {
  private func host(
    _ environment: [String: String], _ isSecure: Bool = false, for host: String = "example.com"
  ) throws -> String? {
    try ProxyEnvironment(environment).proxy(for: host, port: 80, isSecure: isSecure)?.host
  }

  @Test func `ws and wss look at their own variables first, lower case before upper`() throws {
    let all = [
      "http_proxy": "a", "HTTP_PROXY": "b", "https_proxy": "c", "HTTPS_PROXY": "d", "all_proxy": "e",
      "ALL_PROXY": "f",
    ]
    #expect(try host(all) == "a")
    #expect(try host(all, true) == "c")
    #expect(try host(all.filter { !$0.key.hasPrefix("http_") }) == "b")
    #expect(try host(all.filter { !$0.key.hasPrefix("https_") }, true) == "d")
    #expect(try host(["all_proxy": "e", "ALL_PROXY": "f"]) == "e")
    #expect(try host(["ALL_PROXY": "f"], true) == "f")
    #expect(try host(["https_proxy": "c"]) == nil)
    #expect(try host([:]) == nil)
    #expect(try host(["http_proxy": "", "all_proxy": "e"]) == "e")
  }

  @Test func `HTTP_PROXY is not believed in a CGI program`() throws {
    #expect(try host(["HTTP_PROXY": "evil", "REQUEST_METHOD": "GET"]) == nil)
    #expect(try host(["HTTP_PROXY": "b", "http_proxy": "a", "REQUEST_METHOD": "GET"]) == "a")
  }

  @Test func `a wrong URL is an error and no way past the proxy, and its variable can be named`() throws {
    let environment = ProxyEnvironment(["ALL_PROXY": "ftp://x"])
    #expect(throws: ProxyURLError.unknownScheme("ftp")) {
      try environment.proxy(for: "h", port: 1, isSecure: true)
    }
    #expect(environment.variable(isSecure: true) == "ALL_PROXY")
    #expect(ProxyEnvironment([:]).variable(isSecure: true) == nil)
  }

  @Test func `no_proxy counts before NO_PROXY`() throws {
    #expect(try host(["http_proxy": "a", "NO_PROXY": "example.com"]) == nil)
    #expect(try host(["http_proxy": "a", "no_proxy": "other", "NO_PROXY": "example.com"]) == "a")
  }

  @Test(arguments: [
    ("*", "anything", true), ("example.com", "example.com", true), ("example.com", "EXAMPLE.com.", true),
    ("example.com", "www.example.com", true), (".example.com", "www.example.com", true),
    (".example.com", "example.com", true), ("*.example.com", "a.b.example.com", true),
    ("example.com", "badexample.com", false), ("example.com", "example.com.evil", false),
    ("a,b example.com", "example.com", true), (" , example.com,", "example.com", true), ("", "h", false),
    ("com", "example.com", true), ("example.com:80", "example.com", true),
    ("example.com:81", "example.com", false), ("*:81", "h", false), ("*:80", "h", true),
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3/8", "10.9.9.9", true),
    ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false), ("0.0.0.0/0", "1.2.3.4", true),
    ("0.0.0.0/0", "::1", false), ("10.0.0.0/33", "10.0.0.0", false), ("10.0.0.0/", "10.0.0.0", false),
    ("10.0.0.0/-1", "10.0.0.0", false), ("10.0.0.0/8", "name.test", false), ("1", "10.0.0.1", false),
    ("192.168.1.128/25", "192.168.1.127", false), ("192.168.1.128/25", "192.168.1.255", true),
    ("::1", "::1", true), ("[::1]", "0:0:0:0:0:0:0:1", true), ("[::1]:80", "::1", true),
    ("[::1]:81", "::1", false), ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
    ("2001:db8::/64", "2001:db8::ffff:1", true), ("2001:db8::/64", "2001:db8:0:1::1", false),
    ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("2001:db8::/65", "2001:db8::7000:0:0:1", true),
    ("::/0", "2001::", true), ("fd00::/129", "fd00::", false), ("10.0.0.1:80", "10.0.0.1", true),
  ])
  func `no_proxy names what is reached directly`(list: String, target: String, isDirect: Bool) throws {
    let found = try host(["http_proxy": "a", "no_proxy": list], for: target)
    #expect((found == nil) == isDirect)
  }
}
