import Canvas
import FrameLog
import InspectorUI
import Profiles
import Secrets
import Testing

@testable import InspectorModel

private let minute: Int64 = 60_000_000_000

private func profiles() -> [ProfileSummary] {
  let preview: [ProfileSummary.Line] = [
    .init("headers", "Authorization: Bearer ******** (env FEED_TOKEN)"),
    .init("subprotocol", "v12.stomp"), .init("way", "ping 20 s   reconnect 1 s .. 30 s"),
    .init("on open", "subscribe.jsonl"), .init("last", "closed 1000 normal closure after 12 m 03 s"),
  ]
  return [
    ProfileSummary(
      name: "prod-feed",
      variants: [
        .init(environment: "prod", address: "wss://feed.example.com/v2", preview: preview),
        .init(environment: "dev", address: "ws://localhost:8080/v2", preview: preview),
      ], traits: "bearer  deflate", used: 10_000 * minute, color: .red),
    ProfileSummary(
      name: "prod-orders-of-the-year", variants: [.init(address: "wss://orders.example.com/ws")],
      traits: "mTLS",
      used: 8_000 * minute),
    ProfileSummary(name: "proxy-test", variants: [.init(address: "ws://127.0.0.1:9001/echo")]),
    ProfileSummary(
      name: "other", variants: [], fault: "other.json:3:12 tls.min: \"1.4\" is none of 1.2, 1.3"),
  ]
}

private func choosing(width: Int, height: Int) -> InspectorModel {
  var model = pictured(width: width, height: height)
  _ = update(&model, .profiles(profiles(), now: 10_002 * minute), now: 0)
  return model
}

@Suite struct ProfileScreenTests {
  @Test func `the list of profiles at 80x24, with what was typed`() {
    var model = choosing(width: 80, height: 24)
    press(&model, Key("p"), Key("r"), Key("o"))
    let expected =
      #"""
       [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
           #  TIME          D OP    FL   SIZE  PAYLOAD
          +- Profiles -------------------------------------------------- 3 of 4 -+han~
          | > pro                                                                |:"B~
          | -------------------------------------------------------------------- |"}
          | > prod-feed      wss://feed.example.com/v2  @prod       2 min ago    |
          |   prod-orders-o~ wss://orders.example.com/ws            yesterday    |
          |   proxy-test     ws://127.0.0.1:9001/echo               never        |,"t~
          |                                                                      | 1a~
          |                                                                      |0m"}
          |                                                                      |
          | -------------------------------------------------------------------- |
          |  prod-feed      wss://feed.example.com/v2                            |
          |  environment    [prod] dev                                           |
          |  headers        Authorization: Bearer ******** (env FEED_TOKEN)      |
          |  subprotocol    v12.stomp                                            |
          |  way            ping 20 s   reconnect 1 s .. 30 s                    |
          |  on open        subscribe.jsonl                                      |
          |  last           closed 1000 normal closure after 12 m 03 s           |
      -- C+- Enter connect  ^E edit  Alt-N new  Del delete  Alt-C duplicate -----+e --


       OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
       type to filter  Enter Connect  Alt-Enter Edit first  Esc Close  F1 Help
      """#
    #expect(picture(model) == expected)
  }

  @Test func `a faulty one is told in full, and a marked one has its sign`() {
    var model = choosing(width: 80, height: 24)
    press(&model, Key(.tab), Key(.down), Key(.down))
    let expected =
      #"""
       [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
           #  TIME          D OP    FL   SIZE  PAYLOAD
          +- Profiles ---------------------------------------- 1 marked, 4 of 4 -+han~
          | >                                                                    |:"B~
          | -------------------------------------------------------------------- |"}
          |  *prod-feed      wss://feed.example.com/v2  @prod       2 min ago    |
          |   prod-orders-o~ wss://orders.example.com/ws            yesterday    |
          |   proxy-test     ws://127.0.0.1:9001/echo               never        |,"t~
          | > other          faulty                                 never        | 1a~
          |                                                                      |0m"}
          |                                                                      |
          | -------------------------------------------------------------------- |
          |  other                                                               |
          | other.json:3:12 tls.min: "1.4" is none of 1.2, 1.3                   |
          |                                                                      |
          |                                                                      |
          |                                                                      |
          |                                                                      |
          |                                                                      |
      -- C+- Enter connect  ^E edit  Alt-N new  Del delete  Alt-C duplicate -----+e --


       OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
       type to filter  Enter Connect  Alt-Enter Edit first  Esc Close  F1 Help
      """#
    #expect(picture(model) == expected)
  }

  @Test func `what a profile's references gave is hidden in the dialog, whatever header it is in`() {
    var model = pictured(width: 80, height: 24)
    var options = ConnectOptions(url: "wss://h/p4th-s3cret/x")
    options.headers = ["X-Pin: hunt42xy"]
    let mask = SecretMask([
      SecretValue(name: "pin", bytes: Array("hunt42xy".utf8)),
      SecretValue(name: "path", bytes: Array("p4th-s3cret".utf8)),
    ])
    _ = update(&model, .profileToEdit(options, ProfileMark(name: "pin"), mask), now: 0)
    #expect(picture(model).contains("X-Pin: ********") && picture(model).contains("wss://h/***********/x"))
    press(&model, Key(.tab), Key(.enter), Key(.up))
    #expect(!picture(model).contains("hunt"))
  }

  @Test func `a secret that is typed is stars, and nothing else`() {
    var model = pictured(width: 80, height: 24)
    _ = update(&model, .profileAsks(question: "PIN (profile feed)"), now: 0)
    press(&model, Key("h"), Key("u"), Key("n"), Key("t"), Key("q"))
    let lines = picture(model).split(separator: "\n", omittingEmptySubsequences: false).suffix(8)
    let expected =
      #"""

      -- * Secret, not shown ---------------------------------------------------------
       PIN (profile feed)> *****
      -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


       OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
       Enter OK  Esc Cancel  Up/Down History  Tab Complete
      """#
    #expect(lines.joined(separator: "\n") == expected)
    #expect(!picture(model).contains("hunt"))
  }

  @Test func `the tag of a profile stands before its tab's name and wears its colour`() {
    var model = pictured(width: 120, height: 24)
    let mark = ProfileMark(name: "feed", environment: "prod", color: .red, tag: "PROD")
    _ = update(&model, .profileGiven(address: "wss://h/", mark, variables: [:], activates: false), now: 0)
    // Without a tag the name itself wears it.
    let plain = ProfileMark(name: "dev", color: .green)
    _ = update(&model, .profileGiven(address: "wss://h/", plain, variables: [:], activates: false), now: 0)
    var canvas = Canvas(size: model.size, repertoire: .ascii)
    drawInspector(model, on: &canvas)
    let line = canvas.text.split(separator: "\n").first.map(String.init) ?? ""
    #expect(
      line
        == " [1+prod-feed]  2~staging   3-local-echo   4~PROD feed@prod   5~dev                           o Open  p Profiles  ? Help"
    )
    #expect((0..<120).filter { canvas.cells(inRow: 0)[$0].role == .frameIn } == [64, 65, 66])
    let columns = (0..<120).filter { canvas.cells(inRow: 0)[$0].role == .frameCloseError }
    #expect(columns == [45, 46, 47, 48])
  }
}
