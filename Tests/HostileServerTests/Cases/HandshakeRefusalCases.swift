import Sessions
import Testing
import WebSocketClient
import WebSocketCore

/// Answers other than a plain 101, what follows one, and our own request.
extension HandshakeCases {
  static var interims: [HostileCase] {
    let hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    func interim(_ count: Int) -> [UInt8] {
      Array((0..<count).map { $0 == 0 ? "HTTP/1.1 100 Continue\r\n\r\n" : hints }.joined().utf8)
        + Head.good.bytes
    }
    let frames = frame(0x81, "a") + frame(0x82, "b") + close(1000)
    let framed = ["< 81 'a'", "< 82 'b'", "< 88 03E8", "> 88 03E8 auto"]
    let head = Head.good.bytes
    let second = Array("HTTP/1.1 200 OK\r\n\r\n".utf8)
    let glued = (0...4).map { split in
      HostileCase(
        "H39", "split \(split) bytes before the end of the head",
        [.say(head.dropLast(split)), .say(head.suffix(split) + frames)], .closes(.normal, log: framed))
    }
    let ignored = ["Content-Length: 5", "Transfer-Encoding: chunked"].map { field in
      HostileCase(
        "H38", field, [.say(Head.good.adding(field).bytes + frames)], .closes(.normal, log: framed),
        also: warns(.bodyLengthIgnored))
    }
    return ignored + glued + [
      opens("H37", "seven interim responses", interim(7)),
      opens("H37", "eight interim responses", interim(8)),
      refuses("H37", "nine interim responses", interim(9), .tooManyInterimResponses(limit: 8)),
      opens("H37", "102", Array("HTTP/1.1 102 Processing\r\nX: y\r\n\r\n".utf8) + head),
      HostileCase(
        "H39", "in one write", [.say(head + frames)], .closes(.normal, log: framed)),
      HostileCase(
        "H40", "a second response", [.say(head + second)],
        .breaks(
          .reservedBits(firstByte: 0x48), log: ["< 48 54502F312E3120323030204F4B0D0A0D0A !"])),
    ]
  }

  static var refusals: [HostileCase] {
    let html = "<html>\u{1B}]0;owned\u{7}\u{202E}</html>"
    let redirects = [301, 302, 303, 307, 308].map { status in
      HostileCase(
        "H42", "\(status)",
        [.say(Head.status("\(status) Moved", "Location: ws://127.0.0.1:1/x", "Content-Length: 0"))],
        .fails(.http(status)), also: { #expect($0.screen.contains("Location: ws://127.0.0.1:1/x")) })
    }
    let challenges = [1, 50].map { count in
      HostileCase(
        "H43", "401 with \(count) challenges",
        [
          .say(
            Head(
              start: "HTTP/1.1 401 Unauthorized",
              fields: ["Content-Length: 0"] + (0..<count).map { "WWW-Authenticate: Basic realm=\"\($0)\"" }
            ).bytes)
        ], .fails(.http(401)),
        also: { seen in
          #expect(seen.connections == 1)
          #expect(!seen.heads.contains { String(decoding: $0, as: UTF8.self).contains("Authorization") })
        })
    }
    let others: [(String, String)] = [
      ("403 Forbidden", "X: y"), ("404 Not Found", "X: y"),
      ("426 Upgrade Required", "Sec-WebSocket-Version: 8, 13"),
      ("429 Too Many", "Retry-After: 1e99"), ("503 Busy", "Retry-After: -1"),
      ("503 Busy", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),
      ("503 Busy", "Retry-After: 99999999999999999999999"),
    ]
    let refused = others.map { line, field in
      HostileCase(
        "H44", "\(line), \(field)", [.say(Head.status(line, field, "Content-Length: 0"))],
        .fails(.http(Int(line.prefix(3)) ?? 0)),
        also: { #expect($0.screen.contains("HTTP \(line.prefix(3))")) })
    }
    return redirects + challenges + refused + [
      HostileCase(
        "H41", "200 with a page",
        [
          .say(
            Head.status("200 OK", "Content-Type: text/html", "Content-Length: \(html.utf8.count)", body: html)
          )
        ],
        .fails(.http(200, body: Array(html.utf8))),
        also: { seen in
          #expect(seen.screen.contains("HTTP/1.1 200 OK"))
          #expect(seen.screen.contains("<html>␛]0;owned␇<U+202E></html>"))
        }),
      HostileCase(
        "H41", "404 in HTTP/1.0", [.say(Array("HTTP/1.0 404 Not Found\r\n\r\ngone".utf8)), .end],
        .fails(.http(404, body: Array("gone".utf8)))),
    ]
  }

  static var refusalBodies: [HostileCase] {
    func chunked(_ title: String, _ body: String, _ kept: String, _ warning: HandshakeWarning?) -> HostileCase
    {
      HostileCase(
        "H45", title, [.say(Head.status("500 Oh", "Transfer-Encoding: chunked", body: body)), .end],
        .fails(.http(500, body: Array(kept.utf8), warning)),
        also: { if warning != nil { #expect($0.screen.contains("(the body is cut here)")) } })
    }
    func ambiguous(_ fields: String...) -> HostileCase {
      HostileCase(
        "H46", fields.joined(separator: ", "),
        [.say(Head(start: "HTTP/1.1 400 Bad", fields: fields).bytes + Array("5\r\nhello\r\n".utf8))],
        .fails(.http(400, .bodyLengthAmbiguous)))
    }
    func long(_ count: Int, _ warning: HandshakeWarning?) -> HostileCase {
      let kept = repeated([0x61], min(count, 1 << 20))
      return HostileCase(
        "H48", "body of \(count) bytes without a length",
        [.say(Head.status("502 Bad Gateway") + repeated([0x61], count)), .end],
        .fails(.http(502, body: kept, warning)))
    }
    let gzip = hex("1F 8B 08 00 00 00 00 00 00 03 4B 04 00 43 BE B7 E8 01 00 00 00")
    return [
      chunked("size G", "5\r\nhello\r\nG\r\n", "hello", .badChunk),
      chunked("17 hex digits", "5\r\nhello\r\n11111111111111111\r\n", "hello", .badChunk),
      chunked("size -1", "-1\r\n", "", .badChunk),
      chunked("1 MiB of extensions", "5;" + String(repeating: "x", count: 1 << 20), "", .badChunk),
      chunked("no CRLF after the data", "5\r\nhelloX", "hello", .badChunk),
      chunked("no end", "5\r\nhello\r\n", "hello", .bodyIncomplete),
      chunked("trailers", "5\r\nhello\r\n0\r\nX: y\r\n\r\n", "hello", nil),
      ambiguous("Content-Length: 5", "Transfer-Encoding: chunked"),
      ambiguous("Content-Length: 5", "Content-Length: 6"),
      ambiguous("Content-Length: 5,5"), ambiguous("Content-Length: 1e3"),
      ambiguous("Content-Length: 18446744073709551616"), ambiguous("Content-Length: -5"),
      HostileCase(
        "H47", "gzip, once and a thousand times named",
        [
          .say(
            Head(
              start: "HTTP/1.1 500 Oh",
              fields: [
                "Content-Encoding: " + String(repeating: "gzip,", count: 1000) + "gzip",
                "Content-Length: \(gzip.count)",
              ]
            ).bytes + gzip)
        ], .fails(.http(500, body: gzip))),
      long((1 << 20) - 1, nil), long(1 << 20, nil), long((1 << 20) + 1, .bodyTooLong(limit: 1 << 20)),
      HostileCase(
        "H48", "a body that goes on at the deadline",
        [.say(Head.status("502 Bad Gateway", body: "part"))],
        .fails(.http(502, body: Array("part".utf8), .bodyIncomplete))
      ) { $0.options.connectTimeout = 300_000_000 },
    ]
  }

  static var endings: [HostileCase] {
    let cookie = "Set-Cookie: a=b"
    return [
      HostileCase("H49", "FIN before a byte", [.end], .fails(.rule(.endedAfter(byteCount: 0)))),
      HostileCase(
        "H49", "FIN after 9 bytes", [.say(Array("HTTP/1.1 ".utf8)), .end],
        .fails(.rule(.endedAfter(byteCount: 9)))),
      HostileCase("H49", "RST after 9 bytes", [.say(Array("HTTP/1.1 ".utf8)), .reset], .fails(.reset)),
      HostileCase("H50", "silence", [.linger], .fails(.upgradeTimedOut)) {
        $0.options.connectTimeout = 300_000_000
      },
      bad("H51", "\(cookie)\rX-Evil: 1", .bareCarriageReturn(at: 49)),
      opens("H51", "120 cookies", Head.good.adding((0..<120).map { "\(cookie)\($0)" }).bytes).also { seen in
        #expect(seen.status.upgrade?.head.fields.values(named: "Set-Cookie").count == 120)
      },
      refuses(
        "H51", "10,000 cookies", Head.good.adding(repeatElement(cookie, count: 10_000).map { $0 }).bytes,
        .tooManyFields(limit: 128)),
    ]
  }

  /// Nothing of these may reach the network.
  static var ownRequest: [HostileCase] {
    func own(
      _ title: String, _ error: HandshakeError, prepare: @escaping @Sendable (inout SessionTarget) -> Void
    ) -> HostileCase {
      HostileCase(
        "H53", title, [], .fails(.rule(error)), prepare: prepare, also: { #expect($0.connections == 0) })
    }
    return [
      own("CR LF in a value", .headerControlByte(name: "X", at: 1)) {
        $0.request.headers = [HeaderField("X", "v\r\nX-Evil: 1")]
      },
      own("NUL in a value", .headerControlByte(name: "X", at: 1)) {
        $0.request.headers = [HeaderField("X", "v\u{0}")]
      },
      own("LF in a name", .headerNameInvalid("X\nY")) { $0.request.headers = [HeaderField("X\nY", "v")] },
      own("CR LF in a subprotocol", .protocolInvalid("chat\r\nX: y")) {
        $0.request.protocols = ["chat\r\nX: y"]
      },
      own("LF in Origin", .headerControlByte(name: "Origin", at: 11)) {
        $0.request.origin = "https://a.b\nX: y"
      },
      own("our own field", .headerForbidden("sec-websocket-key")) {
        $0.request.headers = [HeaderField("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")]
      },
      opens(
        "H54", "user and password in the address", Head.good.bytes,
        prepare: { target in
          let port = target.request.url.port
          guard let url = try? WebSocketURL(parsing: "ws://me:s3cret@127.0.0.1:\(port)/x?token=t0p") else {
            return
          }
          target.request = UpgradeRequest(url: url)
        }
      ).also { seen in
        let head = seen.heads.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(head.contains("\r\nAuthorization: Basic bWU6czNjcmV0\r\n"))
        for secret in ["s3cret", "t0p", "bWU6czNjcmV0"] {
          #expect(!seen.screen.contains(secret))
          #expect(!seen.noteTexts.contains { $0.contains(secret) })
        }
      },
    ]
  }
}
