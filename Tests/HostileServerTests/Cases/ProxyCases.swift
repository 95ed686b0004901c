import Sessions
import Testing
import Transport
import WebSocketClient
import WebSocketCore

/// Part 2e of the catalogue: proxies, here for ws. The target has a name that no DNS knows.
enum ProxyCases {
  static let all: [HostileCase] = tunnels + refusals + limits + socksTalk + socksReplies + requests

  private static let established = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
  private static let ended = FrameCases.ended
  /// The upgrade inside the tunnel.
  private static let upgrade: [Step] = [.request, .say(Head.good.bytes), .say(FrameCases.end)]

  private static func through(
    _ kind: Proxy.Kind, host: String = "target.test", credentials: (String, String)? = nil,
    resolve: String? = nil, headers: [HeaderField] = []
  ) -> @Sendable (inout SessionTarget) -> Void {
    { target in
      let port = target.request.url.port
      guard let url = try? WebSocketURL(parsing: "ws://\(host)/hostile") else { return }
      target.request = UpgradeRequest(url: url, headers: headers)
      if let resolve { target.options.resolve["\(host):80"] = [resolve] }
      let secret = credentials.map {
        ProxyCredentials(user: Secret(Array($0.0.utf8)), password: Secret(Array($0.1.utf8)))
      }
      target.options.proxy = .proxy(
        Proxy(kind: kind, host: "127.0.0.1", port: port, credentials: secret), except: ProxyExceptions())
    }
  }

  private static func tunnel(_ id: String, _ title: String, _ answer: [UInt8]) -> HostileCase {
    HostileCase(
      id, title, [.say(answer)] + upgrade, .closes(.normal, log: ended), prepare: through(.http),
      also: { seen in
        let heads = seen.heads.map { String(decoding: $0, as: UTF8.self) }
        #expect(heads.first == "CONNECT target.test:80 HTTP/1.1\r\nHost: target.test:80\r\n\r\n")
        #expect(heads.last?.hasPrefix("GET /hostile HTTP/1.1\r\nHost: target.test\r\n") == true)
      })
  }

  // MARK: P01-P06, CONNECT

  static var tunnels: [HostileCase] {
    let interim = "HTTP/1.1 102 Processing\r\n\r\n"
    func interims(_ count: Int) -> [UInt8] {
      Array(String(repeating: interim, count: count).utf8) + established
    }
    return [
      tunnel("P01", "200 of HTTP/1.1", established),
      tunnel("P01", "200 of HTTP/1.0", Array("HTTP/1.0 200 OK\r\n\r\n".utf8)),
      tunnel(
        "P01", "200 with a body's length",
        Head.status("200 OK", "Content-Length: 5", "Transfer-Encoding: chunked", "Via: x")),
      tunnel("P02", "seven interim answers", interims(7)),
      tunnel("P02", "eight interim answers", interims(8)),
      HostileCase(
        "P02", "nine interim answers", [.say(interims(9))],
        .fails(.proxy(.malformed(.interim, offset: 9 * interim.utf8.count - 1))), prepare: through(.http)),
      HostileCase(
        "P05", "bytes after the head are the tunnel's first",
        [.say(established + Head.status("418 Teapot", "Content-Length: 0")), .request], .fails(.http(418)),
        prepare: through(.http)),
    ]
  }

  static var refusals: [HostileCase] {
    let authorization = HeaderField("Authorization", "Bearer 0riginOnly")
    let challenge = Head.status(
      "407 Proxy Authentication Required", "Proxy-Authenticate: Basic", "Content-Length: 0")
    @Sendable func secrets(_ seen: Observation) {
      for secret in ["pr0xyPass", "bWU6cHIweHlQYXNz", "0riginOnly"] {
        #expect(!seen.screen.contains(secret))
        #expect(!seen.noteTexts.contains { $0.contains(secret) })
      }
    }
    let statuses = [301, 403, 500, 503].map { status in
      HostileCase(
        "P04", "\(status)",
        [
          .say(
            Head.status(
              "\(status) No", "Location: http://127.0.0.1:1/", "Content-Length: 4", body: "b\u{1B}]x"))
        ], .fails(.proxyRefused(status, body: Array("b\u{1B}]x".utf8))), prepare: through(.http),
        also: { #expect($0.screen.contains("the proxy refused: HTTP \(status)")) })
    }
    return statuses + [
      HostileCase(
        "P03", "407 without credentials", [.say(challenge)], .fails(.proxyRefused(407)),
        prepare: through(.http)),
      HostileCase(
        "P03", "407 with credentials: they are sent once", [.say(challenge)], .fails(.proxyRefused(407)),
        prepare: through(.http, credentials: ("me", "pr0xyPass"), headers: [authorization]),
        also: { seen in
          let head = String(decoding: seen.heads.first ?? [], as: UTF8.self)
          #expect(head.contains("\r\nProxy-Authorization: Basic bWU6cHIweHlQYXNz\r\n"))
          #expect(!head.contains("\r\nAuthorization"))
          #expect(seen.heads.count == 1)
          secrets(seen)
        }),
      HostileCase(
        "P14", "credentials go to the proxy only, and are shown nowhere", [.say(established)] + upgrade,
        .closes(.normal, log: ended),
        prepare: through(.http, credentials: ("me", "pr0xyPass"), headers: [authorization]),
        also: { seen in
          let heads = seen.heads.map { String(decoding: $0, as: UTF8.self) }
          #expect(heads.first?.contains("Proxy-Authorization: Basic bWU6cHIweHlQYXNz") == true)
          #expect(heads.first?.contains("0riginOnly") == false)
          #expect(heads.last?.contains("Proxy-Authorization") == false)
          #expect(heads.last?.contains("\r\nAuthorization: Bearer 0riginOnly\r\n") == true)
          secrets(seen)
        }),
    ]
  }

  static var limits: [HostileCase] {
    func bad(_ title: String, _ bytes: [UInt8], _ error: ProxyError) -> HostileCase {
      HostileCase("P06", title, [.say(bytes), .end], .fails(.proxy(error)), prepare: through(.http))
    }
    func timedOut(_ title: String, _ script: [Step]) -> HostileCase {
      HostileCase("P06", title, script, .fails(.dialTimedOut(.proxy))) { target in
        through(.http)(&target)
        target.options.connectTimeout = 300_000_000
      }
    }
    let cuts = [0, 1, 9, 20, established.count - 1].map { count in
      bad("FIN after \(count) bytes", Array(established.prefix(count)), .closed(after: count))
    }
    return cuts + [
      bad("no line end for ever", repeated([0x61], 100_000), .malformed(.statusLine, offset: 0)),
      bad(
        "a long line", Array("HTTP/1.1 200 OK\r\nX: ".utf8) + repeated([0x61], 100_000),
        .malformed(.lineTooLong, offset: 17 + 8192)),
      bad(
        "fields for ever", Array(("HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 1000)).utf8),
        .malformed(.tooManyFields, offset: 17 + 128 * 6 + 5)),
      timedOut("silence", [.linger]),
      timedOut("a byte now and then", [.drip(established, every: 90_000_000)]),
      HostileCase(
        "P06", "the tunnel stands, and silence in it", [.say(established), .request, .linger],
        .fails(.upgradeTimedOut)
      ) { target in
        through(.http)(&target)
        target.options.connectTimeout = 300_000_000
      },
    ]
  }

  // MARK: P07-P12, SOCKS5

  private static let granted = hex("05 00 00 01 00 00 00 00 00 00")
  /// The greeting is 3 bytes without credentials; a request with target.test is 18 bytes.
  private static func asked(_ reply: [UInt8]) -> [Step] { [.take(3), .say([5, 0]), .take(18), .say(reply)] }

  static var socksTalk: [HostileCase] {
    let me = ("me", "pr0xyPass")
    func bad(
      _ id: String, _ title: String, _ script: [Step], _ error: ProxyError,
      credentials: (String, String)? = nil
    ) -> HostileCase {
      HostileCase(
        id, title, script, .fails(.proxy(error)), prepare: through(.socks5h, credentials: credentials),
        also: { #expect(!$0.screen.contains("pr0xyPass")) }
      ).raw
    }
    let signedIn: [Step] = [.take(4), .say([5, 2]), .take(14)]
    return [
      bad("P07", "version 4", [.take(3), .say([4, 0])], .malformed(.version(4), offset: 0)),
      bad("P07", "no method will do", [.take(3), .say([5, 0xFF])], .noAcceptableMethod),
      bad("P07", "a method that was not offered", [.take(3), .say([5, 1])], .methodNotOffered(1)),
      bad(
        "P07", "user and password, which were not offered", [.take(3), .say([5, 2])], .methodNotOffered(2)),
      bad("P07", "version 4 in the reply", asked([4, 0]), .malformed(.version(4), offset: 2)),
      bad("P08", "refused", signedIn + [.say([1, 1])], .credentialsRefused(status: 1), credentials: me),
      bad(
        "P08", "version 5", signedIn + [.say([5, 0])], .malformed(.authenticationVersion(5), offset: 2),
        credentials: me),
      HostileCase("P08", "silence", signedIn + [.linger], .fails(.dialTimedOut(.proxy))) { target in
        through(.socks5h, credentials: me)(&target)
        target.options.connectTimeout = 300_000_000
      }.raw,
      HostileCase(
        "P12", "a byte at a time",
        [.take(4), .drip([5, 2]), .take(14), .drip([1, 0]), .take(18), .drip(granted)] + upgrade,
        .closes(.normal, log: ended), prepare: through(.socks5h, credentials: me)
      ).raw,
    ]
  }

  static var socksReplies: [HostileCase] {
    let codes = (Array(1...8) + [9, 0x7F, 0xFF]).map { code in
      HostileCase(
        "P09", "reply \(code)", asked([5, UInt8(code), 0, 1, 0, 0, 0, 0, 0, 0]),
        .fails(.proxy(.socks(SocksReply(rawValue: UInt8(code))))), prepare: through(.socks5h),
        also: { #expect($0.screen.contains("the SOCKS proxy could not connect: ")) }
      ).raw
    }
    func bound(_ title: String, _ address: [UInt8]) -> HostileCase {
      HostileCase(
        "P10", title, asked([5, 0, 0] + address + [0, 80]) + upgrade, .closes(.normal, log: ended),
        prepare: through(.socks5h)
      ).raw
    }
    return codes + [
      bound("IPv4", [1, 127, 0, 0, 1]), bound("IPv6", [4] + zeros(16)),
      bound("a name of 255 bytes", [3, 255] + zeros(255)), bound("a name of no bytes", [3, 0]),
      HostileCase(
        "P10", "an unknown type", asked([5, 0, 0, 2]), .fails(.proxy(.malformed(.addressType(2), offset: 5))),
        prepare: through(.socks5h)
      ).raw,
      HostileCase(
        "P10", "a name cut short", asked([5, 0, 0, 3, 9, 0x61]) + [.end], .fails(.proxy(.closed(after: 8))),
        prepare: through(.socks5h)
      ).raw,
    ]
  }

  // MARK: P11, P13

  static var requests: [HostileCase] {
    func refused(_ title: String, _ fault: ProxyRequestFault, _ credentials: (String, String)) -> HostileCase
    {
      HostileCase(
        "P11", title, [], .fails(.proxy(.cannotAsk(fault))),
        prepare: through(.socks5h, credentials: credentials), also: { #expect($0.connections == 0) }
      ).raw
    }
    let long = String(repeating: "x", count: 256)
    let name = Array("target.test".utf8)
    return [
      refused("user of 256 bytes", .user, (long, "p")), refused("no user", .user, ("", "p")),
      refused("password of 256 bytes", .password, ("me", long)),
      HostileCase(
        "P13", "socks5h gives the name", asked(granted) + upgrade, .closes(.normal, log: ended),
        prepare: through(.socks5h),
        also: { #expect($0.heard[3..<21].elementsEqual([5, 1, 0, 3, 11] + name + [0, 80])) }
      ).raw,
      HostileCase(
        "P13", "socks5 looks the name up here, and gives the address",
        [.take(3), .say([5, 0]), .take(10), .say(granted)] + upgrade, .closes(.normal, log: ended),
        prepare: through(.socks5, resolve: "192.0.2.7"),
        also: { #expect($0.heard[3..<13].elementsEqual([5, 1, 0, 1, 192, 0, 2, 7, 0, 80])) }
      ).raw,
    ]
  }
}
