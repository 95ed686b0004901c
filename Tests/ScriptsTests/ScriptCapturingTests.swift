import JSONBytes
import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptCapturingTests {
  @Test func `values are taken out of replies and used`() throws {
    var player = try playing(
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
    var player = try playing("{'expect':{'contains':'a'},'capture':{'x':'auth.token'}}\n{'send':'${x}'}")
    player.comes("{\"a\":1}")
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.notFound("auth.token")])
    #expect(player.log == [])
  }

  @Test func `what a step becomes with its variables is checked once more`() throws {
    let long = String(repeating: "x", count: 126)
    var player = try playing("{'ping':'${a}'}") { $0.variables = ["a": long] }
    #expect(player.play() == .failed)
    #expect(player.run.failures.map(\.cause) == [.invalid("a ping carries at most 125 bytes")])
    var json = try playing("{'expect':{'json':{'a':'${a:raw}'}}}") { $0.variables = ["a": "{"] }
    #expect(json.play() == .failed)
    #expect(
      json.run.failures.map(\.cause) == [
        .invalid("with its variables filled in, what is expected is no JSON")
      ])
  }
}
