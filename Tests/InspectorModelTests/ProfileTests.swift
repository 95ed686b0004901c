import Canvas
import Profiles
import Testing

@testable import InspectorModel

private let minute: Int64 = 60_000_000_000

private func summary(
  _ name: String, _ address: String = "wss://h/", used: Int64? = nil, environments: [String] = [],
  fault: String? = nil
) -> ProfileSummary {
  ProfileSummary(
    name: name,
    variants: environments.isEmpty
      ? [.init(address: address)] : environments.map { .init(environment: $0, address: "\(address)\($0)") },
    used: used, fault: fault)
}

private let profiles = [
  summary("prod-feed", "wss://feed.example.com/v2", used: 100 * minute, environments: ["dev", "prod"]),
  summary("prod-orders", "wss://orders.example.com/ws", used: 200 * minute),
  summary("proxy-test", "ws://127.0.0.1:9001/echo"),
  summary("broken", fault: "broken.json:1:2 it ends too early"),
]

private func choosing(frames: Int = 0) -> Fixture {
  var fixture = Fixture(frames: frames)
  #expect(fixture.press(Key("p")) == [.listProfiles])
  fixture.take(.profiles(profiles, now: 300 * minute))
  return fixture
}

private func picker(_ fixture: Fixture) -> ProfilePicker? {
  if case .profiles(let picker)? = fixture.model.overlay { picker } else { nil }
}

@Suite struct ProfileTests {
  @Test func `what was used last comes first, and Enter opens it in its own environment`() {
    var fixture = choosing()
    #expect(picker(fixture)?.found.map(\.name) == ["prod-orders", "prod-feed", "proxy-test", "broken"])
    fixture.press(Key(.down))
    #expect(
      fixture.press(Key(.enter)) == [.openProfiles([ProfileChoice(name: "prod-feed", environment: "dev")])])
    #expect(fixture.model.overlay == nil)
  }

  @Test(
    arguments: [
      ("prod", ["prod-orders", "prod-feed"]), ("FEED", ["prod-feed"]), ("pft", ["proxy-test"]),
      ("pfd", ["prod-feed"]),
      ("example ord", ["prod-orders"]), ("9001", ["proxy-test"]), ("test", ["proxy-test"]), ("zz", []),
      ("pro", ["prod-orders", "prod-feed", "proxy-test"]),
    ] as [(String, [String])])
  func `typing leaves what fits, the best first`(typed: String, names: [String]) {
    var fixture = choosing()
    fixture.type(typed)
    let expected = typed == "pft" ? [] : names
    #expect(picker(fixture)?.found.map(\.name) == expected)
  }

  @Test func `another environment is chosen, and several profiles are opened at once`() {
    var fixture = choosing()
    fixture.press(Key(.down), Key("e", .alt))
    #expect(picker(fixture)?.chosen.map { picker(fixture)?.variant(of: $0).environment } == "prod")
    fixture.press(Key(.tab), Key(.up), Key(.up), Key(.tab))
    #expect(picker(fixture)?.marked == ["prod-feed", "prod-orders"])
    #expect(
      fixture.press(Key(.enter)) == [
        .openProfiles([
          ProfileChoice(name: "prod-feed", environment: "prod"), ProfileChoice(name: "prod-orders"),
        ])
      ])
    fixture = choosing()
    #expect(fixture.press(Key("e", .alt)).count == 1)
    #expect(fixture.model.notice?.text == "prod-orders has no other environment")
  }

  @Test func `a faulty profile says what is wrong and opens nothing`() {
    var fixture = choosing()
    fixture.type("broken")
    #expect(fixture.press(Key(.enter)) == [])
    #expect(fixture.model.notice?.text == "broken.json:1:2 it ends too early")
    #expect(fixture.press(Key("e", .control)) == [.editProfile("broken")])
    #expect(picker(fixture) != nil)
  }

  @Test func `deleting asks first, and starts on No`() {
    var fixture = choosing()
    fixture.press(Key(.delete))
    #expect(fixture.press(Key(.enter)) == [.listProfiles])
    fixture = choosing()
    fixture.press(Key(.delete))
    #expect(fixture.press(Key("y")) == [.deleteProfile("prod-orders")])
  }

  @Test func `a new one, a copy and the saved connection ask for a name that can be one`() {
    var fixture = choosing()
    fixture.press(Key("n", .alt))
    fixture.type("a b")
    #expect(fixture.press(Key(.enter)) == [])
    #expect(fixture.model.overlay != nil)
    fixture.press(Key("u", .control))
    fixture.type("ab")
    #expect(fixture.press(Key(.enter)) == [.newProfile("ab")])
    fixture = choosing()
    fixture.press(Key("c", .alt))
    #expect(fixture.press(Key(.enter)) == [.duplicateProfile("prod-orders", as: "prod-orders-2")])
    fixture = Fixture()
    let tab = fixture.tab.id
    fixture.type(":save-profile mine")
    #expect(fixture.press(Key(.enter)).contains(.saveProfile(tab, name: "mine", overwrites: false)))
    fixture.take(.profileExists(tab, name: "mine"))
    #expect(fixture.press(Key("y")) == [.saveProfile(tab, name: "mine", overwrites: true)])
  }

  @Test func `a list that is read again keeps what was typed, marked and chosen`() {
    var fixture = choosing()
    fixture.type("pro")
    fixture.press(Key(.tab))
    fixture.take(.profiles(Array(profiles.dropFirst()), now: 301 * minute))
    #expect(picker(fixture)?.find.string == "pro")
    #expect(picker(fixture)?.marked == ["prod-orders"])
    #expect(picker(fixture)?.found.map(\.name) == ["prod-orders", "proxy-test"])
  }

  @Test func `commands open, list and make profiles`() {
    var fixture = Fixture()
    fixture.type(":profile feed staging")
    #expect(
      fixture.press(Key(.enter)).contains(
        .openProfiles([ProfileChoice(name: "feed", environment: "staging")])))
    fixture.type(":profile")
    #expect(fixture.press(Key(.enter)).contains(.listProfiles))
    fixture.type(":new-profile x")
    #expect(fixture.press(Key(.enter)).contains(.newProfile("x")))
  }

  @Test func `a secret that is asked for is answered, or not`() {
    var fixture = Fixture()
    fixture.take(.profileAsks(question: "PIN (profile feed)"))
    fixture.type("12q")
    #expect(fixture.press(Key(.enter)) == [.answerProfile("12q")])
    fixture.take(.profileAsks(question: "PIN"))
    #expect(fixture.press(Key(.escape)) == [.answerProfile(nil)])
    #expect(fixture.model.overlay == nil)
    // It is in no history.
    fixture.press(Key(":"), Key(.up))
    if case .prompt(let prompt)? = fixture.model.overlay { #expect(!prompt.editor.string.contains("12q")) }
  }

  @Test func `a profile's tab has its name, its environment and its variables`() {
    var fixture = Fixture()
    let mark = ProfileMark(name: "feed", environment: "prod", color: .red, tag: "PROD")
    fixture.take(.profileGiven(address: "wss://h/?token=x", mark, variables: ["host": "h"], activates: true))
    #expect(fixture.tab.title == "feed@prod" && fixture.tab.profile == mark)
    #expect(fixture.tab.composer.variables.values == ["host": "h"])
  }

  @Test func `editing first fills the dialog, and its tab is the profile's`() {
    var fixture = choosing()
    #expect(fixture.press(Key(.enter, .alt)) == [.dialogForProfile(ProfileChoice(name: "prod-orders"))])
    let mark = ProfileMark(name: "prod-orders")
    fixture.take(.profileToEdit(ConnectOptions(url: "wss://orders.example.com/ws"), mark))
    let effects = fixture.press(Key(.enter))
    #expect(effects == [.connectWith(fixture.tab.id, ConnectOptions(url: "wss://orders.example.com/ws"))])
    #expect(fixture.tab.profile == mark && fixture.tab.title == "prod-orders")
  }

  @Test func `times are told as people say them`() {
    let now = 1_795_349_067_000_000_000 as Int64
    let hour = 60 * minute
    #expect(
      [0, 59_000_000_000, 2 * minute, 3 * hour, 25 * hour, 72 * hour, 24 * 30 * hour].map {
        Figures.ago(now - $0, now: now)
      }
        == ["just now", "just now", "2 min ago", "3 h ago", "yesterday", "3 days ago", "2026-10-23"])
  }
}
