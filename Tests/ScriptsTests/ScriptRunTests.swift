import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptRunTests {
  private func player(
    _ text: String, files: [String: String] = [:], _ change: (inout ScriptRun.Settings) -> Void = { _ in }
  ) throws -> Player {
    var settings = ScriptRun.Settings()
    change(&settings)
    return Player(try script(q(text), files: files) { $0.given = Set(settings.variables.keys) }, change)
  }

  // MARK: Sending

  @Test func `a text is sent as it is, other JSON as it was written`() throws {
    var player = try player(
      #"""
      {'send':'héllo \u20ac\n'}
      {'send':{ 'a' : 1.50, 'b':[true] }}
      {'send':'quoted','as':'json'}
      {'send':42}
      """#)
    #expect(player.play() == .passed)
    #expect(
      player.log == [
        "0 text héllo €\n", q("0 text { 'a' : 1.50, 'b':[true] }"), "0 text \"quoted\"", "0 text 42",
      ])
  }

  @Test func `bytes come from base64, from hex and from files`() throws {
    var player = try player(
      """
      {'send':'//4=','as':'base64'}
      {'send':'ff 00 7F','as':'hex'}
      {'send':'b.bin','as':'file'}
      {'send':'b.bin','as':'text-file'}
      {'ping':'ff','as':'hex'}
      {'pong':'hi'}
      """, files: ["b.bin": "from a file ${not a variable}"])
    #expect(player.play() == .passed)
    #expect(
      player.log == [
        "0 binary [255, 254]", "0 binary [255, 0, 127]", "0 binary from a file ${not a variable}",
        "0 text from a file ${not a variable}", "0 ping [255]", "0 pong hi",
      ])
  }

  @Test func `a message goes in fragments of so many bytes`() throws {
    var player = try player(
      "{'send':'abcdefg','fragment':3}\n{'send':'abc','fragment':3}\n{'send':'','fragment':1}")
    #expect(player.play() == .passed)
    #expect(
      player.log == ["0 text… abc", "0 continuation… def", "0 continuation g", "0 text abc", "0 text "])
    #expect(player.run.progress(now: player.now).sent == 3)
  }

  @Test func `a Close frame has a code and a reason, or none`() throws {
    var player = try player("{'close':4001,'reason':'bye ${connection}'}")
    #expect(player.play() == .passed)
    #expect(player.log == ["0 close 4001 bye 1"])
    var bare = try self.player("{'close':null}")
    #expect(bare.play() == .passed)
    #expect(bare.log == ["0 close 0 "])
  }

  // MARK: Time

  @Test func `waiting is counted from when the step before was due, and scaled by the speed`() throws {
    let text = "{'send':'a'}\n{'wait':'100ms'}\n{'send':'b'}\n{'send':'c','after':50}"
    var player = try player(text)
    player.play()
    #expect(player.log == ["0 text a", "100 text b", "150 text c"])
    var fast = try self.player(text) { $0.speed = .times(10) }
    fast.play()
    #expect(fast.log == ["0 text a", "10 text b", "15 text c"])
    var most = try self.player(text) { $0.speed = .maximum }
    most.play()
    #expect(most.log == ["0 text a", "0 text b", "0 text c"])
  }

  @Test func `a step that is late makes no later one late`() throws {
    var run = ScriptRun(try script(q("{'repeat':1000,'steps':[{'send':'x','after':1}]}")), now: 0, wall: 0)
    var now: UInt64 = 0
    var last: UInt64 = 0
    loop: while true {
      switch run.next(now) {
      // Each time 300 µs too late.
      case .wait(let until): now = until + 300_000
      case .send: last = now
      default: break loop
      }
    }
    #expect(last == 1_000_300_000)
  }

  @Test func `what follows a reply is counted from the reply`() throws {
    var player = try player("{'send':'a'}\n{'expect':'b'}\n{'send':'c','after':100}")
    player.answer = { $0 == "a" ? [(40, .text, "b")] : [] }
    #expect(player.play() == .passed)
    #expect(player.log == ["0 text a", "140 text c"])
  }

  @Test func `a rate is kept, however long the rounds take`() throws {
    var player = try player("{'repeat':3,'rate':10,'steps':[{'send':'${iteration}'},{'expect':'ok'}]}")
    player.answer = { _ in [(30, .text, "ok")] }
    #expect(player.play() == .passed)
    #expect(player.log == ["0 text 1", "100 text 2", "200 text 3"])
    #expect(player.run.script.plannedTime == 300_000_000)
    var slow = try self.player("{'repeat':3,'rate':10,'steps':[{'send':'${iteration}'},{'expect':'ok'}]}")
    slow.answer = { $0 == "1" ? [(250, .text, "ok")] : [(1, .text, "ok")] }
    #expect(slow.play() == .passed)
    #expect(slow.log == ["0 text 1", "250 text 2", "251 text 3"])
  }

  @Test func `the speed can change on the way`() throws {
    var run = ScriptRun(
      try script(q("{'wait':1000}\n{'send':'x'}\n{'send':'y','after':1000}")), now: 0, wall: 0)
    guard case .wait(until: 1_000_000_000) = run.next(0) else { throw Unexpected() }
    // Half of the time has passed at speed 1; the other half goes by twice as fast.
    run.setSpeed(.times(2), now: 500_000_000)
    guard case .wait(until: 750_000_000) = run.next(500_000_000) else { throw Unexpected() }
    run.setSpeed(.maximum, now: 600_000_000)
    guard case .send = run.next(600_000_000), case .send = run.next(600_000_000) else { throw Unexpected() }
  }

  @Test func `a pause shifts what is planned and the deadline; a step goes on alone`() throws {
    var run = ScriptRun(
      try script(
        q("{'send':'a'}\n{'send':'b','after':100}\n{'send':'c','after':100}\n{'expect':'x','within':50}")),
      now: 0, wall: 0)
    let ms: UInt64 = 1_000_000
    guard case .send = run.next(0) else { throw Unexpected() }
    run.pause(now: 20 * ms)
    guard case .paused = run.next(300 * ms) else { throw Unexpected() }
    #expect(run.progress(now: 300 * ms).isPaused)
    run.step(now: 300 * ms)
    guard case .send(let frame) = run.next(300 * ms) else { throw Unexpected() }
    #expect(Array(frame.payload) == Array("b".utf8))
    guard case .paused = run.next(300 * ms) else { throw Unexpected() }
    run.resume(now: 400 * ms)
    guard case .wait(until: 500_000_000) = run.next(400 * ms), case .send = run.next(500 * ms),
      case .expecting(deadline: 550_000_000) = run.next(500 * ms)
    else { throw Unexpected() }
    run.pause(now: 510 * ms)
    guard case .expecting(deadline: .max) = run.next(900 * ms) else { throw Unexpected() }
    run.resume(now: 910 * ms)
    guard case .expecting(deadline: 950_000_000) = run.next(910 * ms) else { throw Unexpected() }
    run.stop(now: 920 * ms)
    guard case .finished(.stopped) = run.next(920 * ms) else { throw Unexpected() }
  }

  struct Unexpected: Error {}

  // MARK: Variables

  @Test func `values are filled in, in JSON with its escapes, and raw without its quotes`() throws {
    var player = try player(
      #"""
      {'set':{'n':5,'text':'say \"hi\"','id':'${uuid}','copy':'${text}'}}
      {'send':'${n} ${text} $${n}'}
      {'send':{'n':'${n:raw}','t':'${copy}','given':'${given}'}}
      {'send':'${seq} ${seq} ${iteration} ${connection}'}
      {'send':'${b}','as':'base64'}
      {'send':'${now} ${now:s} ${now:iso}','after':1500}
      """#
    ) { $0.variables = ["given": "é", "b": "aGk="] }
    #expect(player.play() == .passed)
    #expect(
      player.log == [
        "0 text 5 say \"hi\" ${n}", #"0 text {"n":5,"t":"say \"hi\"","given":"é"}"#, "0 text 1 2 1 1",
        "0 binary hi",
        "1500 text 1764244801500 1764244801 2025-11-27T12:00:01.500Z",
      ])
  }

  @Test func `what is made up follows from the seed and the connection`() throws {
    let text = "{'send':'${uuid} ${random:1-6} ${random:hex8} ${random:letters5}'}"
    func sent(_ seed: UInt64, _ connection: Int) throws -> [String] {
      var player = try player(text) {
        $0.seed = seed
        $0.connection = connection
      }
      player.play()
      return player.log
    }
    #expect(try sent(1, 1) == sent(1, 1))
    #expect(try sent(1, 1) != sent(2, 1) && sent(1, 1) != sent(1, 2))
    let words = try sent(7, 1)[0].split(separator: " ").dropFirst(2).map(String.init)
    #expect(words[0].count == 36 && words[0].split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    #expect(words[0].dropFirst(14).first == "4")
    #expect((1...6).contains(Int(words[1]) ?? 0) && words[2].count == 8 && words[3].count == 5)
  }

  @Test func `the first line sets what nobody gives`() throws {
    let text = "{'script':1,'set':{'who':'anna','n':'1'}}\n{'send':'${who}${n}'}"
    var player = try player(text) { $0.variables = ["who": "ben"] }
    player.play()
    #expect(player.log == ["0 text ben1"])
  }

  // MARK: Expecting

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
    var player = try player("{'expect':\(condition),'within':10}")
    player.comes(message)
    #expect(player.play() == (isMet ? .passed : .failed))
  }

  @Test func `an expectation passes over what doesn't match and goes on behind what does`() throws {
    var player = try player("{'send':'x'}\n{'expect':'b'}\n{'expect':'c'}\n{'expect':'a','within':20}")
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
    var player = try player("{'expect':['a',{'contains':'b'}],'within':100}\n{'expect':'c'}")
    for text in ["xb", "z", "a", "c"] { player.comes(text, after: 1) }
    #expect(player.play() == .passed)
    var alone = try self.player("{'expect':['a','a'],'within':10}")
    alone.comes("a")
    #expect(alone.play() == .failed)
  }

  @Test func `the next message has to match where that is asked for, a ping doesn't count`() throws {
    var player = try player("{'expect':{'json':{'type':'ack','n':1}},'next':true}")
    player.comes("", as: .ping)
    player.comes(#"{"type":"ack","n":2}"#, after: 3)
    #expect(player.play() == .failed)
    let failure = try #require(player.run.failures.first)
    #expect(failure.cause == .mismatch)
    #expect(failure.differences.map(\.path.words) == ["n"])
    #expect(player.now == 1_003_000_000)
  }

  @Test func `of what came instead, the nearest is told with what differs`() throws {
    var player = try player("{'expect':{'json':{'type':'ack','id':1,'ok':true}},'within':50}")
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
    var player = try player("{'never':{'contains':'error'},'within':100}\n{'expect':'a'}")
    player.comes("a", after: 10)
    #expect(player.play() == .passed)
    #expect(player.now == 1_100_000_000)
    var failing = try self.player("{'never':{'contains':'error'},'within':100}")
    failing.comes("an error", after: 10)
    #expect(failing.play() == .failed)
    #expect(failing.run.failures.map(\.cause) == [.appeared])
    #expect(failing.now == 1_010_000_000)
  }

  @Test func `a soft failure is counted and the run goes on`() throws {
    var player = try player("{'expect':'a','within':5,'soft':true}\n{'send':'b'}")
    #expect(player.play() == .failed)
    #expect(player.log == ["5 text b"])
    var on = try self.player("{'expect':'a','within':5}\n{'send':'b'}") { $0.goesOn = true }
    #expect(on.play() == .failed)
    #expect(on.log == ["5 text b"])
    var off = try self.player("{'expect':'a','within':5}\n{'send':'b'}")
    #expect(off.play() == .failed)
    #expect(off.log == [])
  }

  @Test func `control frames and the end are expected, too`() throws {
    var player = try player(
      """
      {'expect':{'op':'ping','text':'hey'}}
      {'expect':{'op':'pong'}}
      {'expect':{'code':['1000-1002',4001],'reason':'done'}}
      """)
    player.comes("hey", as: .ping)
    player.comes("", as: .pong)
    player.comes([0x0F, 0xA1] + Array("done".utf8), as: .close)
    #expect(player.play() == .passed)
    var lost = try self.player("{'expect':{'code':1006},'within':'10s'}")
    lost.run.closed(
      Closure(status: .init(code: .abnormal), initiator: .nobody, isClean: false), now: lost.now)
    #expect(lost.play() == .passed)
  }

  @Test func `when the connection has ended nothing is waited for, and nothing sent`() throws {
    let closure = Closure(status: .init(code: .goingAway), initiator: .peer, isClean: true)
    var player = try player("{'expect':'x','within':'10s'}")
    player.run.closed(closure, now: player.now)
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.closed(.goingAway)])
    var sending = try self.player("{'send':'x'}") { $0.goesOn = true }
    sending.run.closed(closure, now: sending.now)
    #expect(sending.play() == .failed)
    #expect(sending.log == [])
    var quiet = try self.player("{'never':'x','within':'10s'}\n{'close':1000}")
    quiet.run.closed(closure, now: quiet.now)
    #expect(quiet.play() == .passed)
    #expect(quiet.log == [])
  }

  @Test func `what is sent can be expected where it is asked for`() throws {
    var player = try player("{'expect':{'dir':'out','op':'pong'},'within':10}")
    Array("hey".utf8).withUnsafeBytes { bytes in
      player.run.received(
        FrameEvent(
          header: FrameHeader(firstByte: 0x8A, byteCount: 6, isMasked: true, maskKey: 1, payloadLength: 3),
          direction: .sent, flags: .automatic, fragmentIndex: 0, time: player.now, payload: bytes))
    }
    #expect(player.play() == .passed)
  }

  @Test func `fragments that are received are one message`() throws {
    var player = try player("{'expect':'abcd','within':10}")
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

  // MARK: Capturing

  @Test func `values are taken out of replies and used`() throws {
    var player = try player(
      #"""
      {'send':'login'}
      {'expect':{'json':{'ok':true}},'capture':{'token':'auth.token','id':{'regex':'\'id\':([0-9]+)','group':1}}}
      {'capture':{'n':'auth.list[1]'}}
      {'send':{'t':'${token}','id':'${id:raw}','n':'${n:raw}'}}
      """#)
    player.answer = {
      $0 == "login"
        ? [(5, .text, #"{"ok":true,"auth":{"token":"s\u00e9","list":[1,{"x":2}]},"id":417}"#)] : []
    }
    #expect(player.play() == .passed)
    #expect(player.log.last == #"5 text {"t":"sé","id":417,"n":{"x":2}}"#)
    #expect(player.run.variables["token"] == "sé")
  }

  @Test func `where nothing is to be captured, that is a failure`() throws {
    var player = try player("{'expect':{'contains':'a'},'capture':{'x':'auth.token'}}\n{'send':'${x}'}")
    player.comes("{\"a\":1}")
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.notFound("auth.token")])
    #expect(player.log == [])
  }

  @Test func `what a step becomes with its variables is checked once more`() throws {
    let long = String(repeating: "x", count: 126)
    var player = try player("{'ping':'${a}'}") { $0.variables = ["a": long] }
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.invalid("a ping carries at most 125 bytes")])
    var json = try self.player("{'expect':{'json':{'a':'${a:raw}'}}}") { $0.variables = ["a": "{"] }
    #expect(json.play() == .failed)
    #expect(
      json.run.failures.map(\.cause) == [
        .invalid("with its variables filled in, what is expected is no JSON")
      ])
  }

  // MARK: Steps in steps

  @Test func `a loop goes over the rows of a file, round again where there are more rounds than rows`() throws
  {
    let files = [
      "u.csv": "user,note\r\nanna,\"a, \"\"b\"\"\"\r\nben,\r\n",
      "u.jsonl": #"{"user":"anna","n":1}"# + "\n\n" + #"{"user":"ben","o":{"a":[1]}}"#,
    ]
    var player = try player("{'repeat':3,'over':'u.csv','steps':[{'send':'${user}/${note}'}]}", files: files)
    player.play()
    #expect(player.log == [#"0 text anna/a, "b""#, "0 text ben/", #"0 text anna/a, "b""#])
    var lines = try self.player(
      "{'repeat':null,'over':'u.jsonl','steps':[{'send':'${user}/${n}/${o}'}]}", files: files)
    lines.play()
    #expect(lines.log == ["0 text anna/1/", #"0 text ben//{"a":[1]}"#])
  }

  @Test func `loops stand in loops, and included steps where they are included`() throws {
    var player = try player(
      """
      {'repeat':2,'steps':[{'send':'a${iteration}'},{'repeat':2,'steps':'in.jsonl'},{'repeat':0,'steps':[{'send':'no'}]}]}
      {'include':'in.jsonl'}
      """, files: ["in.jsonl": q("// a comment\n{'send':'b${iteration}'}\n")])
    #expect(player.run.script.total == 7)
    #expect(player.run.script.stepCount == 7)
    player.play()
    #expect(player.log.map { $0.dropFirst(7) } == ["a1", "b1", "b2", "a2", "b1", "b2", "b1"])
    #expect(player.run.progress(now: player.now).done == 7)
  }

  @Test func `a file that is included is looked for beside the one that names it`() throws {
    var asked: [String] = []
    let files = [
      "sub/a.jsonl": q("{'include':'deep/b.jsonl'}\n{'send':'a'}"),
      "deep/b.jsonl": q("{'send':'c.txt','as':'text-file'}"),
      "c.txt": "hi",
    ]
    let script = try Script(parsing: Array(q("{'include':'sub/a.jsonl'}").utf8), named: "/s/main.jsonl") {
      request throws(ScriptFileError) in
      asked.append("\(request.from) \(request.name)")
      return Array((files[request.name] ?? "").utf8)
    }
    #expect(
      asked == ["/s/main.jsonl sub/a.jsonl", "/s/sub/a.jsonl deep/b.jsonl", "/s/sub/deep/b.jsonl c.txt"])
    var player = Player(script)
    player.play()
    #expect(player.log == ["0 text hi", "0 text a"])
    #expect(player.run.progress(now: player.now).current?.place.words == "/s/sub/a.jsonl:2:1")
  }

  @Test func `a thousand million rounds take no memory, and can be stopped`() throws {
    var player = try player("{'repeat':1000000000,'steps':[{'repeat':1000000000,'steps':[{'send':'x'}]}]}")
    #expect(player.run.script.total == 1_000_000_000_000_000_000)
    #expect(player.play(limit: 1000) == nil)
    #expect(player.log.count == 1000)
    // Rounds that do nothing outside come back for once, too.
    var idle = try self.player("{'repeat':1000000000,'steps':[{'set':{'a':'1'}}]}")
    guard case .wait(let until) = idle.run.next(idle.now) else { throw Unexpected() }
    #expect(until == idle.now)
  }

  @Test func `the same steps run on several connections, with the variables of the first`() throws {
    var player = try player(
      """
      {'set':{'room':'r1'}}
      {'parallel':2,'spread':'4s','steps':[{'send':'${room} ${connection}'},{'expect':'ok','within':20}]}
      {'send':'after'}
      """)
    player.answer = { $0.hasPrefix("r1") ? [(7, .text, "ok")] : [] }
    #expect(player.play() == .passed)
    #expect(player.log == ["0 fork 2 over 4000", "#1 0 text r1 1", "#2 0 text r1 2", "0 text after"])
    #expect(player.run.tallies[0].matched == 2)
    #expect(player.run.tallies[0].latency.percentile(50) / 100_000 == 70)
    var failing = try self.player("{'parallel':3,'steps':[{'expect':'ok','within':20}]}\n{'send':'after'}")
    #expect(failing.play() == .failed)
    #expect(failing.run.failureCount == 4)
    #expect(failing.run.failures.last?.cause == .branches(failed: 3, of: 3))
  }

  // MARK: Standing

  @Test func `the panel is told what was done, what is next, and how long it will take`() throws {
    var player = try player(
      """
      {'send':'a'}
      {'expect':{'at':{'type':'ack'}},'name':'ack','within':'5s'}
      {'send':{'op':'cancel'},'after':'240ms'}
      {'wait':'1s'}
      """)
    guard case .send = player.run.next(player.now), case .expecting = player.run.next(player.now) else {
      throw Unexpected()
    }
    let waiting = player.run.progress(now: player.now)
    #expect(waiting.done == 1 && waiting.total == 4)
    #expect(waiting.waitingFor?.text == #"{"at":{"type":"ack"}}"# && waiting.waitingFor?.name == "ack")
    #expect(waiting.waitingFor?.number == 2 && waiting.deadline == 6_000_000_000)
    #expect(waiting.next?.text == q("{'op':'cancel'}") && waiting.next?.number == 3)
    player.comes("{\"type\":\"ack\"}")
    player.now += 40_000_000
    for (_, opcode, payload) in player.coming {
      payload.withUnsafeBytes { player.run.received(opcode, $0, at: player.now) }
    }
    guard case .wait(until: 1_280_000_000) = player.run.next(player.now) else { throw Unexpected() }
    let ready = player.run.progress(now: player.now)
    #expect(ready.next?.number == 3 && ready.nextAt == 1_280_000_000 && ready.matched == 1)
    #expect(ready.remaining == 1_240_000_000)
    #expect(player.run.tallies[0].latency.most == 40_000_000)
    #expect(player.run.script.expectations.map(\.name) == ["ack"])
  }

  @Test func `thresholds and names of expectations are told for reports`() throws {
    let script = try script(
      q("{'expect':'x','p95':'200ms','p50':20,'name':'answer'}\n{'expect':{'contains':'y'}}"))
    #expect(script.expectations.map(\.name) == ["answer", q("{'contains':'y'}")])
    #expect(
      script.expectations[0].thresholds == [
        .init(percentile: 95, limit: 200_000_000), .init(percentile: 50, limit: 20_000_000),
      ])
  }

  @Test func `too much that nobody takes goes from the front, and is counted`() throws {
    var player = try player("{'wait':1}\n{'expect':'last'}")
    for _ in 0..<ScriptRun.inboxLimit.messages { player.comes("noise") }
    player.comes("last")
    #expect(player.play() == .passed)
    let progress = player.run.progress(now: player.now)
    #expect(progress.dropped == 1 && progress.skipped == 10_000 && progress.received == 10_001)
  }

  @Test func `of thousands of expectations, those beyond a thousand share one line of the report`() throws {
    let text = (1...5000).map { "{'expect':{'json':{'n':\($0)}}}" }.joined(separator: "\n")
    var player = try player(text)
    for number in 1...5000 { player.comes("{\"n\":\(number)}") }
    #expect(player.play() == .passed)
    #expect(player.run.script.expectations.count == 1001)
    #expect(player.run.script.expectations.last?.name == "all other expectations")
    #expect(player.run.tallies[999].matched == 1 && player.run.tallies[1000].matched == 4000)
    #expect(
      faults(q(text + "\n{'expect':'x','p50':1}")) == [
        "t.jsonl:5001:1: p50, p95 and p99 stand in the first 1000 expectations only"
      ])
  }

  @Test func `what comes when nobody looks any more is counted and not kept`() throws {
    var player = try player("{'expect':'a'}\n{'wait':1}\n{'send':'b'}")
    for text in ["a", "x", "y"] { player.comes(text) }
    #expect(player.play() == .passed)
    let progress = player.run.progress(now: player.now)
    #expect(progress.received == 3 && progress.skipped == 2)
    var later = try self.player("{'expect':'a'}\n{'wait':1}\n{'send':'b'}")
    later.comes("a")
    later.comes("x", after: 1)
    #expect(later.play() == .passed)
    #expect(
      later.run.progress(now: later.now).received == 2 && later.run.progress(now: later.now).skipped == 0)
  }

  @Test func `a frame that could not be sent ends the run`() throws {
    var player = try player("{'send':'a'}\n{'send':'b'}")
    _ = player.run.next(player.now)
    player.run.sendFailed("the queue is full", now: player.now)
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.notSent("the queue is full")])
  }
}
