import JSON5
import Secrets
import TestSupport
import Testing

@testable import Profiles

@Suite struct ProfileTests {
  /// Says everything that the table has.
  static let whole = #"""
    {
      // the feed
      url: "wss://${host}/v2?token=${env:FEED_TOKEN}",
      headers: {"Authorization": "Bearer ${env:FEED_TOKEN}", "X-Two": ["a", "b"]},
      subprotocols: ["v12.stomp", "v11.stomp"],
      origin: "https://app.example.com",
      tls: {ca: "ca.pem", cafolder: "cas", crl: "crl.pem", cert: "c.pem", key: "k.pem",
            passphrase: "${ask:Passphrase}", sni: "feed.internal", min: 1.3, insecure: true},
      proxy: {url: "socks5h://me:${file:~/p}@127.0.0.1:1080", except: "localhost", ca: "p.pem"},
      compression: "client_max_window_bits=10",
      keepalive: {interval: 20, timeout: 10},
      reconnect: {tries: 10, first: 1, longest: 30},
      redirects: 2, timeout: 2.5, resolve: ["h:443:127.0.0.1"], unixsocket: "/run/s", family: "4",
      capture: {payloads: false},
      redact: {headers: ["X-Session"], query: ["s"], values: ["${env:DB_PASSWORD}"]},
      color: "red", tag: "PROD",
      variables: {version: "v2", host: "nowhere"},
      environments: {dev: {host: "localhost:8080"}, prod: {host: "feed.example.com"}},
      environment: "dev",
      onopen: ["{\"op\":\"hello\",\"v\":\"${version}\"}"],
      snippets: {ping: "{\"op\":\"ping\"}"},
      later: {kept: true},
    }
    """#

  private func read(_ text: String) -> ProfileReading { Profile.read(Array(text.utf8)) }

  @Test func `a whole profile is read, and what is not known is kept and told`() throws {
    let reading = read(Self.whole)
    #expect(reading.faults == [])
    let known = ProfileKey.names(under: "")
    #expect(
      reading.warnings == [ProfileWarning(key: "later", known: known, place: TextPlace(line: 22, column: 3))])
    let profile = try #require(reading.profile)
    #expect(
      profile.headers == [
        ProfileField("Authorization", "Bearer ${env:FEED_TOKEN}"), ProfileField("X-Two", "a"),
        ProfileField("X-Two", "b"),
      ])
    #expect(profile.tls.min == "1.3" && profile.tls.insecure && profile.tls.passphrase == "${ask:Passphrase}")
    #expect(
      profile.proxy == .url("socks5h://me:${file:~/p}@127.0.0.1:1080", except: "localhost", ca: "p.pem"))
    #expect(profile.keepalive == Profile.Keepalive(interval: 20, timeout: 10))
    #expect(profile.reconnect == Profile.Reconnect(tries: 10, first: 1, longest: 30))
    #expect(profile.capture == .on(payloads: false))
    #expect(profile.color == .red && profile.tag == "PROD" && profile.family == 4 && profile.redirects == 2)
    #expect(profile.environments.map(\.name) == ["dev", "prod"])
    #expect(profile.onOpen == .messages(["{\"op\":\"hello\",\"v\":\"${version}\"}"]))
  }

  @Test func `what is written reads the same`() throws {
    let profile = try #require(read(Self.whole).profile)
    let again = Profile.read(profile.written)
    #expect(again.faults == [] && again.profile == profile)
  }

  @Test func `headers of one name with others between them keep their order`() throws {
    var profile = Profile(url: "ws://h/")
    profile.headers = [ProfileField("A", "1"), ProfileField("B", "2"), ProfileField("A", "3")]
    #expect(Profile.read(profile.written).profile == profile)
    #expect(String(decoding: profile.written, as: UTF8.self).contains(#"["A: 1", "B: 2", "A: 3"]"#))
  }

  @Test func `a profile written over its file keeps comments and unknown keys`() throws {
    var profile = try #require(read(Self.whole).profile)
    profile.url = "ws://other/"
    profile.tag = nil
    profile.keepalive = nil
    profile.tls.min = "1.2"
    let text = String(decoding: try profile.written(over: Array(Self.whole.utf8)), as: UTF8.self)
    #expect(text.contains("// the feed") && text.contains("later: {kept: true}"))
    #expect(read(text).profile == profile)
  }

  @Test(arguments: ProfileKey.table) func `a wrong kind of value is a fault of its key`(key: ProfileKey) {
    let parts = key.path.split(separator: ".").map(String.init)
    // No key takes a list of numbers.
    let value = "[1]"
    let inner = parts.count == 1 ? "\(parts[0]): \(value)" : "\(parts[0]): {\(parts[1]): \(value)}"
    let url = key.path == "url" ? "" : "url: 'ws://h/', "
    let reading = read("{\(url)\(inner)}")
    #expect(reading.faults.contains { $0.key == key.path || $0.key.hasPrefix(key.path) }, "\(reading.faults)")
    #expect(reading.warnings == [])
  }

  @Test(arguments: ProfileKey.table.filter { !$0.example.isEmpty })
  func `the example of each key is read without fault`(key: ProfileKey) throws {
    let parts = key.path.split(separator: ".").map(String.init)
    let helpers = "variables: {host: 'h'}, environments: {dev: {}}"
    let entry =
      switch key.path {
      case "variables", "environments": "variables: {version: 'v2'}"
      case "auth.password": "auth: {user: 'u', password: \(key.example)}"
      default: parts.count == 1 ? "\(key.path): \(key.example)" : "\(parts[0]): {\(parts[1]): \(key.example)}"
      }
    let url = key.path == "url" ? "" : "url: 'ws://h/', "
    let more = key.path == "variables" || key.path == "environments" ? "" : helpers + ", "
    let proxy = key.path.hasPrefix("proxy.") && key.path != "proxy.url" ? ["missing"] : []
    let reading = read("{\(url)\(more)\(entry)}")
    #expect(reading.faults.map { "\($0.kind)" } == proxy)
  }

  @Test(
    arguments: [
      ("{}", "url", ProfileFault.Kind.missing, 1, 1), ("[]", "", .wrongKind(.group), 1, 1),
      ("{url: ''}", "url", .empty, 1, 7),
      ("{url: 'ws://h/',\n tls: {min: 1.4}}", "tls.min", .unknownWord("1.4", known: ["1.2", "1.3"]), 2, 13),
      (
        "{url: 'ws://h/${hots}', variables: {host: 'h'}}", "url", .unknownVariable("hots", known: ["host"]),
        1, 7
      ),
      ("{url: 'ws://h/${env:}'}", "url", .template(.emptyReference("env")), 1, 15),
      ("{url: 'ws://h/?${evn:X}'}", "url", .template(.unknownForm("evn")), 1, 16),
      ("{url: 'ws://h/${'}", "url", .template(.unclosed), 1, 15),
      ("{url: 'ws://h/', headers: {'X Y': 'a'}}", "headers.X Y", .badHeader, 1, 35),
      ("{url: 'ws://h/', headers: {'X': 'a\\nb'}}", "headers.X", .badHeader, 1, 33),
      ("{url: 'ws://h/', timeout: 0}", "timeout", .outOfRange(0.001...3600), 1, 27),
      (
        "{url: 'ws://h/', environment: 'x', environments: {dev: {}}}", "environment",
        .unknownEnvironment("x", known: ["dev"]), 1, 31
      ),
      ("{url: 'ws://h/', tag: 'thirteen long'}", "tag", .tagTooLong, 1, 23),
      ("{url: 'ws://h/', auth: {user: 'u', bearer: 'b'}}", "auth", .authUnclear, 1, 24),
      ("{url: 'ws://h/' 'x': 1}", "", .syntax(.unexpected(0x27)), 1, 17),
      ("{url: 'ws://h/', variables: {'a b': 'c'}}", "variables.a b", .badName("a b"), 1, 30),
    ] as [(String, String, ProfileFault.Kind, Int, Int)])
  func `a fault names its key and its place`(
    text: String, key: String, kind: ProfileFault.Kind, line: Int, column: Int
  ) {
    #expect(read(text).faults == [ProfileFault(kind, key: key, place: TextPlace(line: line, column: column))])
  }

  @Test func `all faults are told, not only the first`() {
    #expect(read("{url: 1, tag: 2, redirects: 'x'}").faults.map(\.key) == ["url", "tag", "redirects"])
  }

  @Test func `ten thousand mutations are read or told by place, and written the same again`() {
    var random = Mutator(seed: 42)
    let bytes = Array(Self.whole.utf8)
    var usable = 0
    for _ in 0..<10_000 {
      let mutated = random.mutated(bytes)
      let reading = Profile.read(mutated)
      let lines = mutated.count { $0 == 0x0A } + 1
      #expect((reading.profile == nil) == !reading.faults.isEmpty)
      for fault in reading.faults {
        #expect((1...lines).contains(fault.place.line) && fault.place.column >= 1)
      }
      guard let profile = reading.profile else { continue }
      usable += 1
      if usable % 8 == 0 {
        #expect(Profile.read(profile.written).profile == profile)
        #expect((try? profile.written(over: mutated)).map(Profile.read)?.profile == profile)
      }
    }
    #expect(usable > 1000 && usable < 9900)
  }
}
