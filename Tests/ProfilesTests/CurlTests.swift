import JSON5
import TestSupport
import Testing

@testable import Profiles

@Suite struct CurlTests {
  private func words(_ text: String) throws -> [String] { try ShellWords(text).words }

  @Test func `words are taken apart as a shell does it`() throws {
    #expect(try words(#"curl a'b c'"d e"\ f"#) == ["curl", "ab cd e f"])
    #expect(try words("curl \\\n  -k \\\r\n wss://h/") == ["curl", "-k", "wss://h/"])
    #expect(try words(#"curl "a\"b\\c\x$" '' """#) == ["curl", #"a"b\c\x$"#, "", ""])
    #expect(try words(#"curl $'a\'b\n\x41\u00e9\101\\' # comment"#) == ["curl", "a'b\nAéA\\"])
    #expect(try words("curl a#b") == ["curl", "a#b"])
  }

  @Test func `a variable of the shell becomes a reference, and what looks like one is kept apart`() throws {
    #expect(
      try words(#"curl "Bearer $TOKEN" ${A_1}x '$NO' '${no}' $ $9"#) == [
        "curl", "Bearer ${env:TOKEN}", "${env:A_1}x", "$NO", "$${no}", "$", "$9",
      ])
  }

  @Test func `what only a shell could tell is refused with its place`() throws {
    #expect(throws: ShellWords.Fault(kind: .unclosedQuote, place: TextPlace(line: 2, column: 5))) {
      try ShellWords("curl \\\n -H 'x")
    }
    #expect(throws: ShellWords.Fault(kind: .substitution, place: TextPlace(line: 1, column: 9))) {
      try ShellWords("curl -H \"$(pass)\"".replacingFirst("\"$", with: "$"))
    }
    #expect(throws: ShellWords.Fault(kind: .substitution, place: TextPlace(line: 1, column: 7))) {
      try ShellWords("curl \"`date`\"")
    }
    #expect(throws: ShellWords.Fault(kind: .expansion, place: TextPlace(line: 1, column: 6))) {
      try ShellWords("curl ${A:-b}")
    }
  }

  @Test func `what follows the command is told and not run`() throws {
    #expect(try ShellWords("curl wss://h/ 2>/dev/null | jq .").rest == "2>/dev/null | jq .")
    #expect(try ShellWords("curl wss://h/ 2>/dev/null").words == ["curl", "wss://h/"])
    let command = try CurlCommand(parsing: "curl wss://h/?a=1 && echo hi")
    #expect(command.url == "wss://h/?a=1")
    #expect(command.leftovers == [Leftover("&& echo hi", .afterCommand)])
  }

  @Test func `a browser's copy of an upgrade keeps what a connection needs`() throws {
    let command = try CurlCommand(
      parsing: #"""
        curl 'wss://feed.example.com/v2?x=1' \
          -H 'Upgrade: websocket' \
          -H 'Origin: https://app.example.com' \
          -H 'Cache-Control: no-cache' \
          -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
          -H 'Cookie: sid=abc' -b 'theme=dark' \
          -H 'Sec-WebSocket-Protocol: v12.stomp, v11.stomp' \
          -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits' \
          -H 'Sec-WebSocket-Version: 13' --compressed
        """#)
    #expect(command.url == "wss://feed.example.com/v2?x=1")
    #expect(command.headers == [ProfileField("Cache-Control", "no-cache")])
    #expect(command.origin == "https://app.example.com")
    #expect(command.cookie == "sid=abc; theme=dark")
    #expect(command.subprotocols == ["v12.stomp", "v11.stomp"])
    #expect(command.deflate == "client_max_window_bits")
    #expect(
      command.leftovers == [
        Leftover("header Upgrade", .madeAnew), Leftover("header Sec-WebSocket-Key", .madeAnew),
        Leftover("header Sec-WebSocket-Version", .madeAnew),
      ])
  }

  @Test func `options of the way there are carried over`() throws {
    let command = try CurlCommand(
      parsing: #"""
        curl -skL -u me:pa:ss -A "agent 1" -e http://r/ --cacert ca.pem -E 'c\:1.pem:phrase' --key k.pem \
          -xsocks5h://p:1081 -U 'gate:p@ss' --noproxy h --tlsv1.3 --connect-timeout 2.5 --max-redirs 3 -4 \
          --resolve h:443:127.0.0.1 --unix-socket /s --proto =https,wss --oauth2-bearer t --limit-rate 1k \
          -d @body -X POST -H @file -b jar.txt -o out h/path second:80
        """#)
    #expect(command.isInsecure && command.followsRedirects && command.requiresTLS13)
    #expect(command.url == "ws://h/path")
    #expect(command.user == "me" && command.password == "pa:ss" && command.bearer == "t")
    #expect(command.headers == [ProfileField("User-Agent", "agent 1"), ProfileField("Referer", "http://r/")])
    #expect(command.caFile == "ca.pem" && command.certificateFile == "c:1.pem" && command.keyFile == "k.pem")
    #expect(command.keyPassphrase == "phrase")
    #expect(command.proxy == "socks5h://gate:p%40ss@p:1081" && command.noProxy == "h")
    #expect(command.connectTimeout == 2.5 && command.mostRedirects == 3 && command.addressFamily == 4)
    #expect(command.resolve == ["h:443:127.0.0.1"] && command.unixSocket == "/s")
    #expect(
      command.leftovers == [
        Leftover("--proto", .unsupported), Leftover("--limit-rate", .unsupported),
        Leftover("--data", .noBody),
        Leftover("-X POST", .noBody), Leftover("-H @file", .otherFile), Leftover("-b jar.txt", .otherFile),
        Leftover("URL second:80", .unsupported),
      ])
  }

  @Test func `headers that curl takes away or sends empty are read as curl reads them`() throws {
    let command = try CurlCommand(words: ["curl", "-H", "Accept:", "-H", "X-Empty;", "-HX-Id:7", "ws://h/"])
    #expect(command.headers == [ProfileField("X-Empty", ""), ProfileField("X-Id", "7")])
  }

  @Test(arguments: [
    ("wget ws://h/", CurlCommand.Fault.notCurl), ("curl", .noURL), ("curl -H", .valueMissing(option: "-H")),
    ("curl --hea x ws://h/", .unknownOption("--hea", suggestions: ["head", "header"])),
    ("curl -@ ws://h/", .unknownOption("-@", suggestions: [])),
    ("curl ^\"ws://h/^\" -H ^\"A: b^\"", .windows),
    ("curl 'ws://h/", .unclosedQuote(TextPlace(line: 1, column: 6))),
  ])
  func `what is no curl command is refused`(text: String, fault: CurlCommand.Fault) {
    #expect(throws: fault) { try CurlCommand(parsing: text) }
  }

  @Test func `ten thousand mutations of a command are read or refused, and none traps`() {
    let seed = Array(
      #"curl -skL 'wss://h/p?t=${x}' -H "A: $B \"c\"" -H $'D: \x41\'' -u a:b -x socks5://p -E 'c\:d:e' | jq"#
        .utf8)
    var random = Mutator(seed: 1)
    var read = 0
    for _ in 0..<10_000 {
      let text = String(decoding: random.mutated(seed), as: UTF8.self)
      if (try? CurlCommand(parsing: text)) != nil { read += 1 }
    }
    #expect(read > 500 && read < 10_000)
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let (before, after) = components(around: text) else { return self }
    return before + other + after
  }
}
