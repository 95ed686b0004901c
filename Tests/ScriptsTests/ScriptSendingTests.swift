import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptSendingTests {
  // MARK: Sending

  @Test func `a text is sent as it is, other JSON as it was written`() throws {
    var player = try playing(
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
    var player = try playing(
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
    var player = try playing(
      "{'send':'abcdefg','fragment':3}\n{'send':'abc','fragment':3}\n{'send':'','fragment':1}")
    #expect(player.play() == .passed)
    #expect(
      player.log == ["0 text… abc", "0 continuation… def", "0 continuation g", "0 text abc", "0 text "])
    #expect(player.run.progress(now: player.now).sent == 3)
  }

  @Test func `a Close frame has a code and a reason, or none`() throws {
    var player = try playing("{'close':4001,'reason':'bye ${connection}'}")
    #expect(player.play() == .passed)
    #expect(player.log == ["0 close 4001 bye 1"])
    var bare = try playing("{'close':null}")
    #expect(bare.play() == .passed)
    #expect(bare.log == ["0 close 0 "])
  }

  // MARK: Variables

  @Test func `values are filled in, in JSON with its escapes, and raw without its quotes`() throws {
    var player = try playing(
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
      var player = try playing(text) {
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
    var player = try playing(text) { $0.variables = ["who": "ben"] }
    player.play()
    #expect(player.log == ["0 text ben1"])
  }
}
