import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptNestingTests {
  @Test func `a loop goes over the rows of a file, round again where there are more rounds than rows`() throws
  {
    let files = [
      "u.csv": "user,note\r\nanna,\"a, \"\"b\"\"\"\r\nben,\r\n",
      "u.jsonl": #"{"user":"anna","n":1}"# + "\n\n" + #"{"user":"ben","o":{"a":[1]}}"#,
    ]
    var player = try playing("{'repeat':3,'over':'u.csv','steps':[{'send':'${user}/${note}'}]}", files: files)
    player.play()
    #expect(player.log == [#"0 text anna/a, "b""#, "0 text ben/", #"0 text anna/a, "b""#])
    var lines = try playing(
      "{'repeat':null,'over':'u.jsonl','steps':[{'send':'${user}/${n}/${o}'}]}", files: files)
    lines.play()
    #expect(lines.log == ["0 text anna/1/", #"0 text ben//{"a":[1]}"#])
  }

  @Test func `loops stand in loops, and included steps where they are included`() throws {
    var player = try playing(
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
    var player = try playing("{'repeat':1000000000,'steps':[{'repeat':1000000000,'steps':[{'send':'x'}]}]}")
    #expect(player.run.script.total == 1_000_000_000_000_000_000)
    #expect(player.play(limit: 1000) == nil)
    #expect(player.log.count == 1000)
    // Rounds that do nothing outside come back for once, too.
    var idle = try playing("{'repeat':1000000000,'steps':[{'set':{'a':'1'}}]}")
    guard case .wait(let until) = idle.run.next(idle.now) else { throw Unexpected() }
    #expect(until == idle.now)
  }

  @Test func `the same steps run on several connections, with the variables of the first`() throws {
    var player = try playing(
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
    var failing = try playing("{'parallel':3,'steps':[{'expect':'ok','within':20}]}\n{'send':'after'}")
    #expect(failing.play() == .failed)
    #expect(failing.run.failureCount == 4)
    #expect(failing.run.failures.last?.cause == .branches(failed: 3, of: 3))
  }
}
