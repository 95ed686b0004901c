import JSON5
import TestSupport
import Testing

@testable import Profiles

@Suite struct ImportTests {
  private func read(_ text: String, path: String = "file") throws -> [ImportedProfile] {
    try ProfileImport.read([ImportFile(path: path, bytes: Array(text.utf8))])
  }

  /// Written and read again: an imported profile has no faults.
  private func check(_ imported: ImportedProfile) {
    let reading = Profile.read(imported.profile.written)
    #expect(reading.faults == [] && reading.profile == imported.profile)
  }

  @Test func `a curl command becomes a profile called after its host`() throws {
    let imported = try #require(
      try read(
        #"""
        curl "wss://feed.example.com:8443/v2?t=$T" -H 'Sec-WebSocket-Protocol: v12.stomp' -H 'Sec-WebSocket-Key: x' \
          -H 'Origin: https://app' -b sid=1 -u me -k --cacert ca.pem -x http://p:1 --noproxy h -L --tlsv1.3 --compressed
        """#
      ).first)
    check(imported)
    #expect(imported.name == "feed.example.com")
    let profile = imported.profile
    #expect(profile.url == "wss://feed.example.com:8443/v2?t=${env:T}")
    #expect(profile.headers == [ProfileField("Cookie", "sid=1")])
    #expect(profile.subprotocols == ["v12.stomp"] && profile.origin == "https://app")
    #expect(profile.auth == Profile.Auth(user: "me", password: "${ask:Password of me}"))
    #expect(profile.tls.insecure && profile.tls.ca == "ca.pem" && profile.tls.min == "1.3")
    #expect(profile.proxy == .url("http://p:1", except: "h", ca: nil) && profile.redirects == 5)
    #expect(imported.leftovers == [Leftover("header Sec-WebSocket-Key", .madeAnew)])
  }

  @Test func `a HAR gives a profile for each of its WebSocket entries`() throws {
    let found = try read(
      #"""
      {"log": {"entries": [
        {"request": {"url": "https://x/"}},
        {"_resourceType": "websocket", "request": {"method": "GET", "url": "wss://h.example/a?x=${1}", "headers": [
          {"name": "Host", "value": "h.example"}, {"name": "Cookie", "value": "a=1"}, {"name": "X-Id", "value": "7"},
          {"name": "Sec-WebSocket-Extensions", "value": "permessage-deflate; client_max_window_bits, x-other"},
          {"name": ":method", "value": "GET"}, {"name": "Upgrade", "value": "websocket"}]},
         "_webSocketMessages": [{"type": "send", "data": "x"}]},
        {"request": {"url": "ws://other/"}}
      ]}}
      """#)
    for imported in found { check(imported) }
    #expect(found.map(\.name) == ["h.example", "other"])
    #expect(found[0].profile.url == "wss://h.example/a?x=$${1}")
    #expect(found[0].profile.headers == [ProfileField("X-Id", "7"), ProfileField("Cookie", "a=1")])
    #expect(found[0].profile.compression == .parameters("client_max_window_bits"))
    #expect(
      found[0].leftovers == [
        Leftover("extension x-other", .unsupported, line: 5), Leftover("header :method", .madeAnew, line: 6),
        Leftover("header Upgrade", .madeAnew, line: 6), Leftover("1 messages", .ownMatter, line: 7),
      ])
  }

  static let bruno = """
    meta {
      name: ws multi msg
      type: ws
      seq: 1
    }

    ws {
      url: ws://{{host}}/ws/echo?a={{process.env.A}}
      body: ws
      auth: bearer
    }

    headers {
      X-Id: 7
      ~X-Off: no
      "X:Odd": {{id}}
      Sec-WebSocket-Protocol: v1, v2
    }

    auth:bearer {
      token: {{token}}
    }

    body:ws {
      name: message 1
      type: json
      content: '''
        {
          "action":"subscribe"
        }
      '''
    }

    body:ws {
      name: message 1
      type: text
      content: hello
    }

    vars:pre-request {
      host: localhost:8081
      ~off: x
    }

    settings {
      timeout: 2500
      keepAliveInterval: 15000
      encodeUrl: true
    }

    script:pre-request {
      if (x) {
      }
    }

    docs {
      text
    }
    """

  @Test func `a request of Bruno keeps address, headers, messages and settings`() throws {
    let imported = try #require(try read(Self.bruno, path: "multi.bru").first)
    check(imported)
    #expect(imported.name == "ws multi msg")
    let profile = imported.profile
    #expect(profile.url == "ws://${host}/ws/echo?a=${env:A}")
    #expect(profile.headers == [ProfileField("X-Id", "7")])
    #expect(profile.subprotocols == ["v1", "v2"])
    #expect(profile.auth == Profile.Auth(bearer: "${token}"))
    #expect(
      profile.snippets == [
        ProfileField("message 1", "{\n  \"action\":\"subscribe\"\n}"), ProfileField("message 1 2", "hello"),
      ])
    #expect(profile.timeout == 2.5 && profile.keepalive == Profile.Keepalive(interval: 15))
    #expect(profile.variables.map(\.name) == ["host", "token"])
    #expect(
      imported.leftovers == [
        Leftover("header X-Off", .disabled, line: 15), Leftover("header X:Odd", .unsupported, line: 16),
        Leftover("setting encodeUrl", .ownMatter, line: 48),
        Leftover("script:pre-request", .script, line: 51),
        Leftover("docs", .ownMatter, line: 56), Leftover("variable token", .inherited),
      ])
  }

  @Test func `the environments of a Bruno collection come with its requests`() throws {
    let request =
      "meta {\n  name: r\n  type: ws\n}\nws {\n  url: wss://{{host}}/{{id}}\n}\nvars:pre-request {\n  id: 7\n}\n"
    let dev = "vars {\n  host: localhost:1\n  id: 8\n  ~off: x\n}\nvars:secret [\n  key,\n  ~old\n]\n"
    let files = [
      ("mine/requests/r.bru", request), ("mine/environments/dev.bru", dev),
      ("mine/environments/prod.bru", "vars {\n  host: h.example\n}\n"),
      ("other/environments/dev.bru", "vars {\n  host: wrong\n}\n"),
    ].map { ImportFile(path: $0.0, bytes: Array($0.1.utf8)) }
    let found = try ProfileImport.read(files)
    #expect(found.count == 1)
    let imported = try #require(found.first)
    check(imported)
    #expect(
      imported.profile.environments == [
        Profile.Environment(
          "dev", [ProfileField("host", "localhost:1"), ProfileField("key", "${ask:key of dev}")]),
        Profile.Environment("prod", [ProfileField("host", "h.example")]),
      ])
    #expect(imported.profile.variables == [ProfileField("id", "7")])
    #expect(imported.leftovers == [Leftover("variable off of dev", .disabled)])
  }

  @Test(arguments: [
    ("meta {\n  type: ws\n", ImportFault.Kind.badLine, 1), ("meta {\n}\nnonsense\n", .badLine, 3),
    ("ws {\n  no colon\n}", .badLine, 2),
    ("meta {\n  type: ws\n}\nws {\n  body: ws\n}", .missing("ws.url"), 4),
    ("ws {\n  url: '''\n}", .badLine, 2),
  ])
  func `a fault in a file of Bruno has its line`(text: String, kind: ImportFault.Kind, line: Int) {
    #expect(throws: ImportFault(kind, file: "x.bru", place: TextPlace(line: line, column: 1))) {
      try read(text, path: "x.bru")
    }
  }

  @Test func `a request of OpenCollection keeps the same`() throws {
    let imported = try #require(
      try read(
        """
        info:
          name: Updates
          type: websocket
          seq: 1
        websocket:
          url: wss://pets.test/{{path}}  # where
          headers:
            - name: X-Id
              value: "7"
            - {name: X-Off, value: no, disabled: true}
          message:
            - title: Hello
              selected: true
              message:
                type: json
                data: |-
                  {"a": 1}
            - title: Bye
              message: {type: text, data: 'it''s'}
          auth:
            type: basic
            username: me
            password: "p\\u0041ss"
        settings:
          timeout: 1000
          keepAliveInterval: 0
        runtime:
          variables:
            - name: path
              value: v2
          scripts: []
        """
      ).first)
    check(imported)
    let profile = imported.profile
    #expect(imported.name == "Updates" && profile.url == "wss://pets.test/${path}")
    #expect(profile.headers == [ProfileField("X-Id", "7")])
    #expect(profile.snippets == [ProfileField("Hello", "{\"a\": 1}"), ProfileField("Bye", "it's")])
    #expect(profile.auth == Profile.Auth(user: "me", password: "pAss"))
    #expect(profile.timeout == 1 && profile.keepalive == nil)
    #expect(profile.variables == [ProfileField("path", "v2")])
    #expect(
      imported.leftovers == [
        Leftover("header X-Off", .disabled, line: 10), Leftover("scripts", .script, line: 31),
      ])
  }

  @Test func `an export of Insomnia gives requests with payloads and environments`() throws {
    let found = try read(
      """
      _type: export
      __export_format: 4
      __export_date: 2024-01-01T00:00:00.000Z
      resources:
        - _id: ws-req_1
          parentId: fld_1
          name: basic-auth
          url: "ws://{{ _.host }}/basic-auth"
          description: ""
          headers:
            - id: pair_1
              name: duration
              value: "5"
              description: ""
          authentication:
            type: basic
            useISO88591: false
            disabled: false
            username: user
            password: password
          parameters:
            - name: q
              value: a b{{ _.x }}
          settingEncodeUrl: true
          settingStoreCookies: true
          settingSendCookies: false
          settingFollowRedirects: global
          _type: websocket_request
        - _id: ws-payload_1
          parentId: ws-req_1
          name: New Payload
          value: |
            {"op": "hi",
              "n": 1}
          mode: application/json
          _type: websocket_payload
        - _id: fld_1
          parentId: wrk_1
          _type: request_group
        - _id: wrk_1
          parentId: null
          name: W
          _type: workspace
        - _id: env_1
          parentId: wrk_1
          name: Base Environment
          data:
            host: localhost:4010
            list: [1]
          _type: environment
        - _id: env_2
          parentId: env_1
          name: Prod EU
          data: {host: prod.example}
          _type: environment
        - {_id: req_1, _type: request}
      """)
    let imported = try #require(found.first)
    check(imported)
    let profile = imported.profile
    #expect(found.count == 1 && imported.name == "basic-auth")
    #expect(profile.url == "ws://${host}/basic-auth?q=a%20b${x}")
    #expect(profile.headers == [ProfileField("duration", "5")])
    #expect(profile.auth == Profile.Auth(user: "user", password: "password"))
    #expect(profile.snippets == [ProfileField("New Payload", "{\"op\": \"hi\",\n  \"n\": 1}\n")])
    #expect(profile.variables == [ProfileField("host", "localhost:4010"), ProfileField("x", "")])
    #expect(profile.environments == [Profile.Environment("Prod-EU", [ProfileField("host", "prod.example")])])
    #expect(
      imported.leftovers == [
        Leftover("settingStoreCookies", .unsupported, line: 25),
        Leftover("variable list", .unsupported, line: 49),
        Leftover("variable x", .inherited),
      ])
    // The same in JSON, which Insomnia writes too.
    let json =
      #"{"_type":"export","__export_format":4,"resources":[{"_id":"a","_type":"websocket_request","url":"ws://h/"}]}"#
    #expect(try read(json).first?.profile == Profile(url: "ws://h/"))
    #expect(
      throws: ImportFault(.missing("__export_format: 4"), file: "file", place: TextPlace(line: 2, column: 18))
    ) {
      try read("_type: export\n__export_format: 5\n")
    }
  }

  @Test func `a folder of Postman gives a request with its messages`() throws {
    let files = [
      ImportFile(
        path: "c/Updates.request.yaml",
        bytes: Array(
          """
          $kind: websocket-request
          url: wss://pets.test/updates
          headers: {Authorization: "Bearer {{token}}"}
          messages: .resources/Updates.resources/messages
          settings:
            handshakeTimeout: 3000
            retryCount: 4
            retryDelay: 500
            maxPayload: 10
            strictSSL: false
          description: >-
            some
            words
          """.utf8)),
      ImportFile(
        path: "c/.resources/Updates.resources/messages/Sub.message.yaml",
        bytes: Array("$kind: websocket-message\ncontent: '{\"op\":\"subscribe\"}'\ncontentType: json\n".utf8)),
      ImportFile(
        path: "c/.resources/Updates.resources/messages/Bin.message.yaml",
        bytes: Array("$kind: websocket-message\ncontent: AAAA\ncontentType: base64\n".utf8)),
      ImportFile(path: "c/collection.yaml", bytes: Array("$kind: collection\n".utf8)),
    ]
    let found = try ProfileImport.read(files)
    let imported = try #require(found.first)
    check(imported)
    let profile = imported.profile
    #expect(found.count == 1 && imported.name == "Updates" && profile.url == "wss://pets.test/updates")
    #expect(profile.headers == [ProfileField("Authorization", "Bearer ${token}")])
    #expect(
      profile.timeout == 3 && profile.reconnect == Profile.Reconnect(tries: 4, first: 0.5)
        && profile.tls.insecure)
    #expect(profile.snippets == [ProfileField("Sub", "{\"op\":\"subscribe\"}")])
    #expect(
      imported.leftovers == [
        Leftover("setting maxPayload", .unsupported, line: 9), Leftover("message Bin (base64)", .unsupported),
        Leftover("description", .ownMatter, line: 11), Leftover("variable token", .inherited),
      ])
  }

  @Test func `what is none of these, and what has no connection in it, is told`() {
    #expect(throws: ImportFault(.unknownFormat, file: "file")) { try read("hello") }
    #expect(throws: ImportFault(.noWebSocket, file: "file")) { try read(#"{"log": {"entries": []}}"#) }
    #expect(throws: ImportFault(.noWebSocket, file: "file")) { try read("meta {\n  type: http\n}\n") }
    #expect(throws: ImportFault(.curl(.noURL), file: "file")) { try read("curl -k") }
    #expect(
      throws: ImportFault(.syntax(.unexpected(0x7D)), file: "file", place: TextPlace(line: 2, column: 11))
    ) {
      try read("{\"log\":\n  {x: 1,}}}")
    }
  }

  @Test(arguments: [
    ("a: &x 1", JSON5Fault.Kind.yamlFeature("an anchor"), 3), ("a: *x", .yamlFeature("an alias"), 3),
    ("a: !!str x", .yamlFeature("a tag"), 3), ("%YAML 1.2\n---\na: 1", .yamlFeature("a directive"), 0),
    ("a: 1\n---\nb: 2", .yamlFeature("a second document"), 5), ("a: 1\n   b: 2", .badIndentation, 8),
    ("a:\n\t- b", .badIndentation, 3), ("a: \"x", .unclosedString, 3), ("a: {b: 1", .unexpectedEnd, 8),
    ("a: 1\na: 2", .repeatedName("a"), 5), ("a: [1, 2] x", .unexpected(0x78), 10),
  ])
  func `YAML beyond the plain shapes is refused with its place`(
    text: String, kind: JSON5Fault.Kind, offset: Int
  ) {
    if text.hasPrefix("a: 1\n   b") {
      // A plain value goes on in lines that are further right, and what it says is a text then.
      #expect((try? YAMLDocument(Array(text.utf8)))?.root["a"]?.string == "1 b: 2")
      return
    }
    #expect(throws: JSON5Fault(kind, at: offset)) { try YAMLDocument(Array(text.utf8)) }
  }

  @Test func `ten thousand mutations of imported files are read or told, and none traps`() throws {
    var random = Mutator(seed: 11)
    let yaml = Array(
      "info:\n  name: 'U'\nwebsocket:\n  url: \"ws://h/{{a}}\"\n  headers: [{name: a, value: b}]\n  message:\n    data: |-\n      x\n        y\n    - z\n"
        .utf8)
    var read = 0
    for index in 0..<10_000 {
      let text = index % 2 == 0 ? yaml : Array(Self.bruno.utf8)
      let file = ImportFile(path: "f", bytes: random.mutated(text))
      if let found = try? ProfileImport.read([file]).first {
        read += 1
        if read % 16 == 0 { _ = Profile.read(found.profile.written) }
      }
    }
    #expect(read > 1000 && read < 9900)
  }
}
