import FoundationEssentials
import FrameLog
import Glibc
import InspectorModel
import ProfileFiles
import Profiles
import Secrets
import TestSupport
import Testing
import Transport
import WebSocketClient
import WebSocketCore

@testable import Sessions
@testable import wsglass

/// Changes the environment of the process, so its tests run one by one.
@Suite(.serialized) final class ProfileOpeningTests {
  private let temporary = TemporaryFolder()
  private var base: String { temporary.path }
  private let before = getenv("XDG_CONFIG_HOME").map { String(cString: $0) }

  init() {
    setenv("XDG_CONFIG_HOME", temporary.path, 1)
    setenv("WSGLASS_TEST_TOKEN", "t&ken-value", 1)
  }

  deinit {
    if let before { setenv("XDG_CONFIG_HOME", before, 1) } else { unsetenv("XDG_CONFIG_HOME") }
    unsetenv("WSGLASS_TEST_TOKEN")
  }

  private func save(_ text: String, as name: String = "feed") throws {
    try ProfilePlaces.folder.save(name, Array(text.utf8), overwrites: true)
  }

  private func open(_ words: String...) throws(Complaint) -> OpenedProfile {
    try ProfileOpening.open("feed", Arguments(["wsglass"] + words))
  }

  private func complaint(_ body: () throws(Complaint) -> Void) -> String? {
    do throws(Complaint) {
      try body()
      return nil
    } catch {
      return ([error.what] + error.advice).joined(separator: " | ")
    }
  }

  @Test func `the list says how many steps the script of a profile has, or that it is not there`() throws {
    try save(#"{url: "wss://h/", onopen: "subscribe.jsonl"}"#)
    func words() -> String? {
      ProfileSummaries.all().first?.variants.first?.preview.first { $0.label == "on open" }?.text
    }
    #expect(words() == "subscribe.jsonl (not there)")
    let file = ProfilePlaces.file("subscribe.jsonl")
    try Data("{\"script\":1}\n{\"send\":\"a\"}\n\n{\"send\":\"b\"}\n".utf8).write(to: URL(filePath: file))
    #expect(words() == "subscribe.jsonl (2 steps)")
  }

  @Test func `a script gets the secrets that it uses, and they are known as such`() throws {
    try save(
      """
      {url: "ws://h/", variables: {plain: "p", token: "Bearer ${env:WSGLASS_TEST_TOKEN}", other: "${env:NOT_THERE}"},
       environments: {dev: {mine: "${env:WSGLASS_TEST_TOKEN}"}}, environment: "dev"}
      """)
    let opened = try open()
    var variables = try ReplayVariables([], over: opened.variables)
    #expect(variables.values == ["plain": "p"])
    try variables.take(["token", "mine", "plain", "nobody"], of: opened)
    #expect(variables.values == ["plain": "p", "token": "Bearer t&ken-value", "mine": "t&ken-value"])
    #expect(variables.secrets.map { String(decoding: $0.bytes, as: UTF8.self) }.contains("t&ken-value"))
    #expect(variables.ofProfile == ["token", "mine"])
    #expect(complaint { () throws(Complaint) in try variables.take(["other"], of: opened) } != nil)
  }

  @Test func `what the command line gives goes before a profile's secret, which is then not asked for`()
    throws
  {
    try save("{url: \"ws://h/\", variables: {token: \"${env:NOT_THERE}\"}}")
    let opened = try open()
    var variables = try ReplayVariables(["token=mine"], over: opened.variables)
    try variables.take(["token"], of: opened)
    #expect(variables.values == ["token": "mine"])
    #expect(variables.ofProfile == [])
  }

  @Test func `all that a profile says reaches the connection`() throws {
    try save(
      """
      {url: "wss://${host}/?token=${env:WSGLASS_TEST_TOKEN}", headers: {"X-Id": "7", "X-Session": "sessionvalue"},
       subprotocols: ["one"], origin: "https://o", tls: {ca: "ca.pem", cert: "~/c.pem", key: "/k.pem",
       passphrase: "${env:WSGLASS_TEST_TOKEN}", sni: "other", min: "1.3", insecure: true},
       proxy: {url: "socks5h://u:${env:WSGLASS_TEST_TOKEN}@p:1", except: "h"}, compression: "client_max_window_bits=10",
       keepalive: {interval: 2, timeout: 3}, reconnect: {tries: 4, first: 1, longest: 9}, redirects: 2, timeout: 2.5,
       resolve: ["H:443:127.0.0.1"], unixsocket: "s", family: 4, capture: {payloads: false},
       redact: {headers: ["x-session"]}, color: "red", tag: "PROD", environments: {dev: {host: "h"}, prod: {host: "p"}},
       environment: "dev", onopen: ["hi"], snippets: {a: "b"}}
      """)
    let opened = try open()
    let target = try opened.target()
    #expect(
      opened.environment == "dev" && opened.color == .red && opened.tag == "PROD" && opened.script == nil)
    #expect(target.request.url.host == "h")
    #expect(target.request.url.requestTarget == "/?token=t%26ken-value")
    #expect(target.request.headers == [HeaderField("X-Id", "7"), HeaderField("X-Session", "sessionvalue")])
    #expect(target.request.protocols == ["one"] && target.request.origin == "https://o")
    #expect(target.request.compression?.clientMaxWindowBits == .bits(10))
    let folder = "\(base)/wsglass/profiles"
    #expect(
      target.options.tls
        == TLSSettings(
          serverName: "h", serverNameIndication: "other", verify: false, caFile: "\(folder)/ca.pem",
          certificateFile: "\(ProfilePlaces.home)/c.pem", keyFile: "/k.pem",
          keyPassphrase: Secret("t&ken-value"),
          minimumVersion: .tls13))
    #expect(target.options.keepalive == Keepalive(interval: 2_000_000_000, timeout: 3_000_000_000))
    #expect(target.reconnect.attempts == 4 && target.reconnect.longestDelay == 9_000_000_000)
    #expect(target.options.redirects.limit == 2 && target.options.connectTimeout == 2_500_000_000)
    #expect(target.options.resolve == ["h:443": ["127.0.0.1"]] && target.options.unixSocket == "\(folder)/s")
    #expect(target.options.family == .ipv4 && !target.keepsPayload && target.isCaptured)
    #expect(target.greetings == [Array("hi".utf8)])
    guard case .proxy(let proxy, _) = target.options.proxy else { return #expect(Bool(false)) }
    #expect(proxy.credentials == ProxyCredentials(user: Secret("u"), password: Secret("t&ken-value")))
    #expect(target.mask.masked("a t&ken-value b sessionvalue") == "a ******** b ********")
    #expect(try open("--env", "prod").target().request.url.host == "p")
  }

  @Test func `the command line goes before the profile`() throws {
    try save(
      """
      {url: "ws://h/", headers: {"X-Id": "7", "X-Two": "2"}, subprotocols: ["one"], compression: false, keepalive: 5,
       reconnect: true, proxy: false, timeout: 3, family: 6}
      """)
    let target = try open(
      "-H", "x-id: 8", "-s", "two", "--deflate", "client_max_window_bits", "--ping-interval", "1",
      "--reconnect",
      "--reconnect-tries", "2", "--proxy", "p", "--connect-timeout", "1", "-4"
    ).target()
    #expect(target.request.headers == [HeaderField("X-Two", "2"), HeaderField("x-id", "8")])
    #expect(target.request.protocols == ["two"] && target.request.compression?.clientMaxWindowBits == .any)
    #expect(target.options.keepalive?.interval == 1_000_000_000 && target.reconnect.attempts == 2)
    #expect(target.options.connectTimeout == 1_000_000_000 && target.options.family == .ipv4)
    guard case .proxy = target.options.proxy else { return #expect(Bool(false)) }
    let plain = try open().target()
    guard case .direct = plain.options.proxy else { return #expect(Bool(false)) }
    #expect(plain.request.compression == nil && plain.options.keepalive?.interval == 5_000_000_000)
  }

  @Test func `what is wrong is told with place, nearest name and what to run`() throws {
    try save("{url: 'ws://h/${env:WSGLASS_TEST_NOT_SET}'}")
    #expect(
      complaint { () throws(Complaint) in _ = try self.open() }
        == "profile feed, env WSGLASS_TEST_NOT_SET: the variable is not set | read -rs WSGLASS_TEST_NOT_SET; export WSGLASS_TEST_NOT_SET"
    )
    try save("{url: 'ws://h/',\n  colr: 1, color: 'gren'}")
    let path = "\(base)/wsglass/profiles/feed.json"
    #expect(
      complaint { () throws(Complaint) in _ = try self.open() }
        == "feed.json:2:19 color: \"gren\" is none of red, yellow, green, cyan, magenta (did you mean \"green\"?) | correct \(path); wsglass man profile | man -l -"
    )
    try save("{url: 'ws://${host}/', environments: {dev: {host: 'h'}, staging: {}}}")
    #expect(
      complaint { () throws(Complaint) in _ = try self.open("--env", "stagin") }
        == "profile feed: there is no environment \"stagin\" (did you mean \"staging\"?); there are dev, staging | wsglass profiles show feed"
    )
    #expect(
      complaint { () throws(Complaint) in _ = try self.open("--env", "staging") }
        == "profile feed: url: ${host} is not in its variables in this environment | wsglass profiles show feed"
    )
    chmod(path, 0o604)
    #expect(
      complaint { () throws(Complaint) in _ = try self.open() }
        == "profile feed: \(path) is readable by others | chmod 600 \(path)")
    #expect(
      complaint { () throws(Complaint) in _ = try ProfileOpening.load("fed") }?.hasPrefix(
        "there is no profile \"fed\" (did you mean \"feed\"?)") == true)
  }

  @Test func `a profile's name that makes a command is told so where it can't be opened`() {
    let error = Complaint(code: .configuration, what: "there is no profile", advice: ["look"])
    #expect(
      ProfileWords.advice(error, opening: "save") == ":save-profile [NAME] is a command of its own")
    #expect(ProfileWords.advice(error, opening: "feed") == "try: look")
  }

  @Test func `a word is an address, a capture, a profile, or told with the nearest name`() throws {
    try save("{url: 'ws://h/'}")
    let captures = CaptureFolder(path: "\(base)/none")
    func operand(_ word: String) throws -> Operand {
      try Operand(word, captures: captures, profiles: ProfilePlaces.folder)
    }
    #expect(try operand("feed") == .profile("feed"))
    #expect(try operand("ws://feed/") == .address("ws://feed/"))
    #expect(try operand("localhost:8080") == .address("localhost:8080"))
    #expect(try operand("./feed") == .log("./feed"))
    #expect(try operand("x.har") == .log("x.har"))
    #expect {
      try operand("fed")
    } throws: {
      ($0 as? Complaint)?.what == "fed is no address, capture or profile (did you mean \"feed\"?)"
    }
  }

  @Test func `what is saved has its secrets in files of their own, and no file is left without its profile`()
    throws
  {
    var profile = Profile(url: "ws://h/?token=abc")
    profile.headers = [ProfileField("Authorization", "Bearer abc")]
    let saved = try ProfileSaving.save(profile, as: "feed", overwrites: false)
    #expect(
      saved.faults == []
        && saved.secrets == ["headers.Authorization is in \(base)/wsglass/secrets/feed.authorization"])
    let target = try open().target()
    #expect(target.request.url.requestTarget == "/?token=abc")
    #expect(target.request.headers == [HeaderField("Authorization", "Bearer abc")])
    #expect(throws: Complaint.self) { try ProfileSaving.save(profile, as: "feed", overwrites: false) }
    #expect(
      temporary.names(in: "wsglass/secrets") == ["feed.authorization"]
    )
    let text = String(decoding: try ProfilePlaces.folder.load("feed").bytes, as: UTF8.self)
    #expect(!text.contains("abc"))
  }

  @Test func `a comment and an unknown key survive being saved over`() throws {
    try save("{\n  // mine\n  url: 'ws://old/', later: 1,\n  snippets: {a: 'b'},\n}\n")
    _ = try ProfileSaving.save(Profile(url: "ws://new/"), over: "feed", keeping: ["snippets"])
    let text = String(decoding: try ProfilePlaces.folder.load("feed").bytes, as: UTF8.self)
    #expect(text == "{\n  // mine\n  url: \"ws://new/\", later: 1,\n  snippets: {a: 'b'},\n}\n")
  }
}
