import Scripts
import Testing
import WebSocketCore

@Suite struct ScriptDraftTests {
  private func frame(
    _ direction: Direction, _ text: String, at milliseconds: UInt64, _ opcode: Opcode = .text,
    isFinal: Bool = true, _ flags: FrameFlags = []
  ) -> ScriptDraft.Frame {
    ScriptDraft.Frame(
      direction: direction, opcode: opcode, isFinal: isFinal, payload: Array(text.utf8),
      time: milliseconds * 1_000_000, flags: flags)
  }

  private func lines(_ draft: ScriptDraft) -> [String] {
    String(decoding: draft.text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `what was sent becomes steps, what was received is expected, volatile values are left open`()
    throws
  {
    let draft = ScriptDraft(
      from: [
        frame(.sent, #"{"op":"sub","id":1,"t":"‹redacted:token:0a1b2c3d›","v":"${x}"}"#, at: 1000),
        frame(
          .received,
          #"{"type":"ack","id":1,"requestId":"a81f-77c2e9","at":"2026-11-22T12:00:00.5Z","ts":1764244800123,"#
            + #" "seq":88123,"uuid":"0f8fad5b-d9cb-469f-a165-70867728950e","px":"64120.30","n":[{"seq":1}]}"#,
          at: 1040),
        frame(.sent, "ping", at: 1250, .ping),
        frame(.received, "plain ${y}", at: 1300),
        frame(.received, "", at: 1310, .pong, isFinal: true, .automatic),
        frame(.sent, "abc", at: 2000, isFinal: false), frame(.sent, "de", at: 2001, .continuation),
      ])
    #expect(
      lines(draft) == [
        #"{"script":1,"needs":["token"]}"#,
        #"{"send":"{\"op\":\"sub\",\"id\":1,\"t\":\"${token}\",\"v\":\"$${x}\"}"}"#,
        #"{"expect":{"json":{"type":"ack","id":1,"requestId":"${any:text}","at":"${any:time}","ts":"${any:time}","#
          + #""seq":"${any:number}","uuid":"${any:uuid}","px":"64120.30","n":[{"seq":"${any:number}"}]}}}"#,
        #"{"ping":"ping","after":"210ms"}"#,
        #"{"expect":{"text":"plain $${y}"}}"#,
        #"{"send":"abcde","fragment":3,"after":"701ms"}"#,
      ])
    #expect(draft.steps == 5 && draft.omitted == 1 && draft.relaxed == 6 && draft.needs == ["token"])
  }

  @Test func `only what is asked for is relaxed, and timing can be left out`() {
    var options = ScriptDraft.Options()
    options.relaxation = .uuids
    options.keepsTiming = false
    options.name = "a \"b\""
    options.url = "wss://h/"
    options.patience = 2_000_000_000
    let draft = ScriptDraft(
      from: [
        frame(.sent, "x", at: 1), frame(.received, #"{"seq":5,"at":"2026-11-22T12:00:00Z"}"#, at: 2),
        frame(.sent, "y", at: 500),
      ], options: options)
    #expect(
      lines(draft) == [
        #"{"script":1,"name":"a \"b\"","url":"wss://h/"}"#, #"{"send":"x"}"#,
        #"{"expect":{"json":{"seq":5,"at":"2026-11-22T12:00:00Z"}},"within":"2s"}"#, #"{"send":"y"}"#,
      ])
  }

  @Test func `bytes and Close frames are written as they can be read again`() throws {
    let draft = ScriptDraft(from: [
      ScriptDraft.Frame(direction: .sent, opcode: .binary, payload: [255, 0], time: 0),
      ScriptDraft.Frame(direction: .received, opcode: .binary, payload: [1], time: 1),
      ScriptDraft.Frame(direction: .received, opcode: .text, payload: Array("[1,\n 2]".utf8), time: 1),
      ScriptDraft.Frame(direction: .received, opcode: .ping, payload: [1], time: 1),
      ScriptDraft.Frame(direction: .sent, opcode: .close, payload: [3, 232] + Array("é".utf8), time: 1),
      ScriptDraft.Frame(direction: .received, opcode: .close, payload: [], time: 1),
      // No reason that is no UTF-8, no code that may not travel.
      ScriptDraft.Frame(direction: .sent, opcode: .close, payload: [3, 232, 0xFF], time: 1),
      ScriptDraft.Frame(direction: .sent, opcode: .close, payload: [3, 238, 0x61], time: 1),
    ])
    #expect(
      lines(draft) == [
        #"{"script":1}"#, #"{"send":"/wA=","as":"base64"}"#, #"{"expect":{"op":"binary","base64":"AQ=="}}"#,
        #"{"expect":{"json":[1,2]}}"#, #"{"expect":{"op":"ping"}}"#, #"{"close":1000,"reason":"é"}"#,
        #"{"expect":{"code":1005}}"#, #"{"close":1000}"#, #"{"close":null}"#,
      ])
    var player = Player(try script(String(decoding: draft.text, as: UTF8.self)))
    player.comes([1], after: 1, as: .binary)
    player.comes("[1, 2.0]", after: 2)
    player.comes("\u{1}", after: 3, as: .ping)
    player.comes([], after: 4, as: .close)
    #expect(player.play() == .passed)
    #expect(player.log == ["0 binary [255, 0]", "3 close 1000 é", "4 close 1000 ", "4 close 0 "])
  }
}
