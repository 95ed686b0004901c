import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptExpectingTests {
  private static let meeting: [(String, String, Bool)] = [
    ("'pong'", "pong", true), ("'pong'", "pong ", false),
    ("{'contains':'ong'}", "pong", true), ("{'contains':'x'}", "pong", false), ("{'contains':''}", "", true),
    ("{'filter':'json.n>5 size<20'}", #"{"n":6}"#, true), ("{'filter':'json.n>5'}", #"{"n":5}"#, false),
    ("{'regex':'^p.+g$'}", "pong", true), ("{'regex':'P'}", "pong", false),
    ("{'json':{'a':1}}", #"{"b":2, "a":1.0}"#, true), ("{'json':{'a':1}}", #"{"a":2}"#, false),
    ("{'json':{'a':[1,{'x':1}]}}", #"{"a":[1,{"x":1,"y":2}]}"#, true),
    ("{'json':{'a':[1]}}", #"{"a":[1,2]}"#, false), ("{'json':{'a':1}}", "a", false),
    ("{'json':{'t':'${any:time}','u':'${any}'}}", #"{"t":"2026-11-27T12:00:00Z","u":null}"#, true),
    ("{'json':{'t':'${any:time}'}}", #"{"t":"noon"}"#, false), ("{'json':{'u':'${any}'}}", "{}", false),
    ("{'exactly':{'a':1}}", #"{"a":1,"b":2}"#, false), ("{'exactly':{'a':1,'b':2}}", #"{"b":2,"a":1}"#, true),
    ("{'exactly':{'a':1},'ignore':['**.b']}", #"{"a":1,"b":2}"#, true),
    ("{'at':{'u.id':7,'u.tags[*]':'x'}}", #"{"u":{"id":7,"tags":["y","x"]}}"#, true),
    ("{'at':{'u.id':7}}", #"{"u":{"id":"7"}}"#, false), ("{'at':{'u.id':7}}", "{}", false),
    ("{'hex':'70 6f'}", "po", true), ("{'base64':'cG8='}", "po", true), ("{'base64':'cG8='}", "px", false),
    ("{'text':'a','contains':'b'}", "a", false),
  ]

  @Test(arguments: meeting.indices)
  func `a message meets all conditions, or is passed over`(_ index: Int) throws {
    let (condition, message, isMet) = Self.meeting[index]
    var player = try playing("{'expect':\(condition),'within':10}")
    player.comes(message)
    #expect(player.play() == (isMet ? .passed : .failed))
  }

  @Test func `an expectation passes over what doesn't match and goes on behind what does`() throws {
    var player = try playing("{'send':'x'}\n{'expect':'b'}\n{'expect':'c'}\n{'expect':'a','within':20}")
    player.answer = { _ in [(1, .text, "a"), (2, .text, "b"), (2, .text, "c")] }
    #expect(player.play() == .failed)
    let progress = player.run.progress(now: player.now)
    #expect(progress.matched == 2 && progress.failed == 1 && progress.skipped == 1 && progress.received == 3)
    let failure = try #require(player.run.failures.first)
    #expect(failure.cause == .timeout(20_000_000) && failure.seen == nil)
    #expect(failure.step.place.words == "t.jsonl:4:1" && failure.step.number == 4)
    #expect(failure.time - 1_000_000_000 == 22_000_000)
  }

  @Test func `several conditions are met in any order, each by a message of its own`() throws {
    var player = try playing("{'expect':['a',{'contains':'b'}],'within':100}\n{'expect':'c'}")
    for text in ["xb", "z", "a", "c"] { player.comes(text, after: 1) }
    #expect(player.play() == .passed)
    var alone = try playing("{'expect':['a','a'],'within':10}")
    alone.comes("a")
    #expect(alone.play() == .failed)
  }

  @Test func `the next message has to match where that is asked for, a ping doesn't count`() throws {
    var player = try playing("{'expect':{'json':{'type':'ack','n':1}},'next':true}")
    player.comes("", as: .ping)
    player.comes(#"{"type":"ack","n":2}"#, after: 3)
    #expect(player.play() == .failed)
    let failure = try #require(player.run.failures.first)
    #expect(failure.cause == .mismatch)
    #expect(failure.differences.map(\.path.words) == ["n"])
    #expect(player.now == 1_003_000_000)
  }

  @Test func `of what came instead, the nearest is told with what differs`() throws {
    var player = try playing("{'expect':{'json':{'type':'ack','id':1,'ok':true}},'within':50}")
    for text in [#"{"type":"tick"}"#, #"{"type":"ack","id":1,"ok":false}"#, "no JSON"] {
      player.comes(text, after: 1)
    }
    #expect(player.play() == .failed)
    let failure = try #require(player.run.failures.first)
    #expect(failure.seen == Array(#"{"type":"ack","id":1,"ok":false}"#.utf8))
    #expect(failure.examined == 3)
    #expect(failure.expected == Array(#"{"type":"ack","id":1,"ok":true}"#.utf8))
    let difference = try #require(failure.differences.first)
    #expect(difference.path.words == "ok" && difference.kind == .changed)
    #expect(difference.expected == Array("true".utf8) && difference.seen == Array("false".utf8))
  }

  @Test func `what is never to come fails the run when it comes`() throws {
    var player = try playing("{'never':{'contains':'error'},'within':100}\n{'expect':'a'}")
    player.comes("a", after: 10)
    #expect(player.play() == .passed)
    #expect(player.now == 1_100_000_000)
    var failing = try playing("{'never':{'contains':'error'},'within':100}")
    failing.comes("an error", after: 10)
    #expect(failing.play() == .failed)
    #expect(failing.run.failures.map(\.cause) == [.appeared])
    #expect(failing.now == 1_010_000_000)
  }

  @Test func `a soft failure is counted and the run goes on`() throws {
    var player = try playing("{'expect':'a','within':5,'soft':true}\n{'send':'b'}")
    #expect(player.play() == .failed)
    #expect(player.log == ["5 text b"])
    var on = try playing("{'expect':'a','within':5}\n{'send':'b'}") { $0.goesOn = true }
    #expect(on.play() == .failed)
    #expect(on.log == ["5 text b"])
    var off = try playing("{'expect':'a','within':5}\n{'send':'b'}")
    #expect(off.play() == .failed)
    #expect(off.log == [])
  }

  @Test func `control frames and the end are expected, too`() throws {
    var player = try playing(
      """
      {'expect':{'op':'ping','text':'hey'}}
      {'expect':{'op':'pong'}}
      {'expect':{'code':['1000-1002',4001],'reason':'done'}}
      """)
    player.comes("hey", as: .ping)
    player.comes("", as: .pong)
    player.comes([0x0F, 0xA1] + Array("done".utf8), as: .close)
    #expect(player.play() == .passed)
    var lost = try playing("{'expect':{'code':1006},'within':'10s'}")
    lost.run.closed(
      Closure(status: .init(code: .abnormal), initiator: .nobody, isClean: false), now: lost.now)
    #expect(lost.play() == .passed)
  }

  @Test func `when the connection has ended nothing is waited for, and nothing sent`() throws {
    let closure = Closure(status: .init(code: .goingAway), initiator: .peer, isClean: true)
    var player = try playing("{'expect':'x','within':'10s'}")
    player.run.closed(closure, now: player.now)
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.closed(.goingAway)])
    var sending = try playing("{'send':'x'}") { $0.goesOn = true }
    sending.run.closed(closure, now: sending.now)
    #expect(sending.play() == .failed)
    #expect(sending.log == [])
    var quiet = try playing("{'never':'x','within':'10s'}\n{'close':1000}")
    quiet.run.closed(closure, now: quiet.now)
    #expect(quiet.play() == .passed)
    #expect(quiet.log == [])
  }

  @Test func `what is sent can be expected where it is asked for`() throws {
    var player = try playing("{'expect':{'dir':'out','op':'pong'},'within':10}")
    Array("hey".utf8).withUnsafeBytes { bytes in
      player.run.received(
        FrameEvent(
          header: FrameHeader(firstByte: 0x8A, byteCount: 6, isMasked: true, maskKey: 1, payloadLength: 3),
          direction: .sent, flags: .automatic, fragmentIndex: 0, time: player.now, payload: bytes))
    }
    #expect(player.play() == .passed)
  }

  @Test func `fragments that are received are one message`() throws {
    var player = try playing("{'expect':'abcd','within':10}")
    for (first, text, flags) in [
      (UInt8(0x01), "ab", FrameFlags.fragment), (0x89, "p", []), (0x80, "cd", [.fragment, .endsMessage]),
    ] {
      Array(text.utf8).withUnsafeBytes { bytes in
        player.run.received(
          FrameEvent(
            header: FrameHeader(
              firstByte: first, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: bytes.count),
            direction: .received, flags: flags, fragmentIndex: 1, time: player.now, payload: bytes))
      }
    }
    #expect(player.play() == .passed)
    #expect(player.run.progress(now: player.now).received == 2)
  }
}
