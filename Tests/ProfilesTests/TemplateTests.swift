import Secrets
import Testing

@testable import Profiles

@Suite struct TemplateTests {
  @Test func `variables, references and literal brackets are told apart`() throws {
    let template = try Template(
      "a${b-c.d}$${x}${env:X}${file:~/a b}${cmd:['p', \"}\", ']']}${ask}${ask:PIN?}$5")
    #expect(
      template.parts == [
        .text("a"), .variable("b-c.d"), .text("${x}"), .secret(.env("X")), .secret(.file("~/a b")),
        .secret(.cmd(["p", "}", "]"])), .secret(.ask("")), .secret(.ask("PIN?")), .text("$5"),
      ])
    #expect(
      template.secrets.map(\.text).joined()
        == "${env:X}${file:~/a b}${cmd:[\"p\",\"}\",\"]\"]}${ask}${ask:PIN?}")
    for reference in template.secrets { #expect(try Template(reference.text).secrets == [reference]) }
  }

  @Test func `a text that is to stand as it is comes back as it was`() throws {
    for text in ["", "$", "${", "$${", "a${b}c", "$$$${${", "}{"] {
      #expect(try Template(Template.literal(text)).literalText == text)
    }
  }

  @Test(arguments: [
    ("${", Template.Fault.Kind.unclosed, 0), ("x${a", .unclosed, 1), ("${1a}", .badName("1a"), 0),
    ("${}", .badName(""), 0),
    ("${pass:x}", .unknownForm("pass"), 0), ("${cmd:pass}", .badCommand, 0), ("${cmd:[]}", .badCommand, 0),
    ("${cmd:['a'}", .badCommand, 0), ("${cmd:['a', 1]}", .badCommand, 0), ("${cmd:['a']", .unclosed, 0),
    ("${env:A B}", .badName("A B"), 0),
    ("${file:}", .emptyReference("file"), 0),
  ])
  func `what is none of the forms is refused`(text: String, kind: Template.Fault.Kind, offset: Int) {
    #expect(throws: Template.Fault(kind: kind, offset: offset)) { try Template(text) }
  }

  private func filled(_ text: String, environment: String? = nil, _ secrets: [SecretReference: String] = [:])
    throws -> FilledProfile
  {
    let profile = try #require(Profile.read(Array(text.utf8)).profile)
    var found = ProfileSecrets()
    for (reference, value) in secrets { found[reference] = Array(value.utf8) }
    return try FilledProfile(profile, environment: environment, secrets: found)
  }

  @Test func `an environment's variables go before the others, also where they stand in each other`() throws {
    let text = """
      {url: "wss://${host}/${path}", variables: {path: "${v}/x", v: "v1", host: "h"},
       environments: {dev: {host: "localhost:8080"}, prod: {v: "v2"}}, environment: "dev"}
      """
    #expect(try filled(text).url == "wss://localhost:8080/v1/x")
    #expect(try filled(text, environment: "prod").url == "wss://h/v2/x")
    #expect(throws: FilledProfile.Fault.unknownEnvironment("prd", known: ["dev", "prod"])) {
      try filled(text, environment: "prd")
    }
  }

  @Test func `a variable of itself, and one that only another environment has, are told`() throws {
    #expect(throws: FilledProfile.Fault.circle("a", key: "url")) {
      try filled("{url: '${a}', variables: {a: '${b}', b: '${a}'}}")
    }
    #expect(throws: FilledProfile.Fault.unknownVariable("host", key: "url", known: [])) {
      try filled("{url: '${host}', environments: {dev: {}, prod: {host: 'h'}}}", environment: "dev")
    }
    // 2 to the power of 60 letters.
    let doubled = (0..<60).map { "v\($0): '${v\($0 + 1)}${v\($0 + 1)}'" }.joined(separator: ", ")
    #expect(throws: FilledProfile.Fault.self) {
      try filled("{url: '${v0}', variables: {\(doubled), v60: 'x'}}")
    }
  }

  @Test func `what references give is filled in, encoded where a URL needs it, and known as a secret`() throws
  {
    let filled = try filled(
      """
      {url: "wss://me:${env:P}@h/${env:P}?t=${env:P}", headers: {"X-Key": "a ${env:P}"}, auth: {bearer: "${ask}"},
       subprotocols: ["b.${env:Q}"], redact: {values: ["more"]}, onopen: ["hi ${env:Q}"]}
      """, [.env("P"): "a&b", .env("Q"): "q", .ask(""): "typed"])
    #expect(filled.url == "wss://me:a%26b@h/a&b?t=a%26b")
    #expect(
      filled.headers.map { "\($0.name): \(String(decoding: $0.value, as: UTF8.self))" } == [
        "X-Key: a a&b", "Authorization: Bearer typed",
      ])
    #expect(filled.subprotocols == ["b.q"] && filled.messages == [Array("hi q".utf8)])
    #expect(
      filled.secrets.map { "\($0.name)=\(String(decoding: $0.bytes, as: UTF8.self))" } == [
        "P=a&b", "asked=typed", "Q=q", "redact=more",
      ])
  }

  @Test func `basic authorization is made of what references give`() throws {
    let filled = try filled(
      "{url: 'ws://h/', auth: {user: 'Aladdin', password: '${env:P}'}}", [.env("P"): "open sesame"])
    #expect(
      filled.headers == [
        FilledProfile.Header(name: "Authorization", value: Array("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".utf8))
      ])
    #expect(!"\(filled)".contains("sesame") && !String(reflecting: filled).contains("sesame"))
    #expect(throws: FilledProfile.Fault.unresolved(.env("P"), key: "url")) {
      try self.filled("{url: 'ws://${env:P}/'}")
    }
  }

  @Test func `what has to be resolved is told once each, for the environment`() throws {
    let profile = try #require(
      Profile.read(
        Array(
          """
          {url: "${host}?${env:A}", headers: {x: "${env:A}${file:f}"}, variables: {host: "ws://h/"},
           environments: {prod: {host: "${cmd:['x']}"}}}
          """.utf8)
      ).profile)
    #expect(try profile.references() == [.env("A"), .file("f")])
    #expect(try profile.references(in: "prod") == [.cmd(["x"]), .env("A"), .file("f")])
  }

  @Test func `secrets that stand in a profile go to files of their own, and fill in the same`() throws {
    var profile = Profile(url: "wss://me:p%40ss@h/?a=1&token=t%26t&x=y")
    profile.headers = [
      ProfileField("Authorization", "Bearer abc"), ProfileField("X-Api-Key", "k"), ProfileField("X-Id", "7"),
      ProfileField("Cookie", "sid=1; b=2"), ProfileField("X-Token", "${env:T}"), ProfileField("X-Mine", "m"),
    ]
    profile.redact.headers = ["x-mine"]
    profile.subprotocols = ["v1", "base64url.bearer.authorization.k8s.io.QUJD"]
    profile.proxy = .url("http://u:pw@p:1", except: nil, ca: nil)
    profile.auth = Profile.Auth(user: "u", password: "$${x}")
    profile.tls.passphrase = "pp"
    profile.variables = [ProfileField("api_token", "v"), ProfileField("host", "h")]
    var taken: [LiteralSecret] = []
    let before = try FilledProfile(
      profile,
      secrets: {
        var secrets = ProfileSecrets()
        secrets[.env("T")] = [1]
        return secrets
      }())
    profile.takeSecrets { secret in
      taken.append(secret)
      return SecretReference.file("s\(taken.count)").text
    }
    #expect(
      taken.map { "\($0.key) \($0.name)=\(String(decoding: $0.value, as: UTF8.self))" } == [
        "headers.Authorization authorization=abc", "headers.X-Api-Key x-api-key=k",
        "headers.Cookie cookie=sid=1; b=2",
        "headers.X-Mine x-mine=m", "url password=p@ss", "url token=t&t",
        "subprotocols subprotocol=authorization.k8s.io.QUJD",
        "auth.password password=${x}", "tls.passphrase passphrase=pp", "proxy password=pw",
        "variables.api_token api_token=v",
      ])
    #expect(profile.headers[0].value == "Bearer ${file:s1}" && profile.headers[2].value == "7")
    #expect(profile.headers[4].value == "${env:T}")
    #expect(profile.url == "wss://me:${file:s5}@h/?a=1&token=${file:s6}&x=y")
    var secrets = ProfileSecrets()
    secrets[.env("T")] = [1]
    for (index, secret) in taken.enumerated() { secrets[.file("s\(index + 1)")] = secret.value }
    let after = try FilledProfile(profile, secrets: secrets)
    #expect(
      after.url == before.url && after.headers == before.headers && after.subprotocols == before.subprotocols)
    #expect(after.proxy == before.proxy && after.passphrase == before.passphrase)
  }

  @Test func `a connection that is saved has references where their secrets were, and what was changed`()
    throws
  {
    var origin = Profile(url: "ws://${host}/?t=${env:T}")
    origin.headers = [
      ProfileField("X-Odd", "a ${env:T}"), ProfileField("X-Pin", "${ask}"), ProfileField("X-Id", "12345"),
    ]
    origin.variables = [ProfileField("host", "h")]
    var secrets = ProfileSecrets()
    secrets[.env("T")] = Array("tok&en${x}".utf8)
    secrets[.ask("")] = Array("1234".utf8)
    var made = Profile(url: Template.literal("ws://h/?t=tok%26en%24%7Bx%7D"))
    made.headers = [
      ProfileField("X-Odd", Template.literal("a tok&en${x}")), ProfileField("X-Pin", "1234"),
      ProfileField("X-Id", "12345"),
    ]
    let before = made.restoringReferences(secrets)
    #expect(before.url == "ws://h/?t=${env:T}")
    #expect(before.headers == origin.headers)
    #expect(origin.taking(before, where: before) == origin)
    made.headers.append(ProfileField("X-New", "n"))
    made.keepalive = Profile.Keepalive(interval: 5)
    let saved = origin.taking(made.restoringReferences(secrets), where: before)
    #expect(saved.url == origin.url && saved.variables == origin.variables)
    #expect(saved.headers == before.headers + [ProfileField("X-New", "n")] && saved.keepalive?.interval == 5)
  }

  @Test func `names are safe on a command line, in a path and on a screen`() throws {
    for name in ["prod-feed", "a", "A.b_c+1", String(repeating: "x", count: 64)] {
      try ProfileName.check(name)
    }
    for (name, fault) in [
      ("", ProfileName.Fault.empty), (".a", .badStart), ("-k", .badStart), ("a/b", .badByte(0x2F)),
      ("a b", .badByte(0x20)),
      ("é", .badByte(0xC3)), ("a\u{1B}", .badByte(0x1B)), (String(repeating: "x", count: 65), .tooLong),
      ("record", .taken("record")),
    ] {
      #expect(throws: fault) { try ProfileName.check(name, reserved: ["record"]) }
    }
    #expect(ProfileName.made(from: " Feed (prod)/ü ") == "Feed-prod")
    #expect(ProfileName.made(from: "..") == "")
  }
}
