import Scripts
import Testing
import WebSocketCore

@Suite struct RecordingTests {
  /// As an export has it: a greeting, a ping that is answered by itself, a message in fragments, a close.
  private let lines = [
    #"{"format":"wsglass-frames","version":1,"redacted":"structure"}"#,
    #"{"seq":1,"time":"2026-11-22T12:00:00.000000000Z","event":"opened","mono":1000000000,"text":"x","facts":{"url":"wss://feed.example.com:8443/v2?token=********","peer":"","local":"","steps":[],"subprotocol":"chat"}}"#,
    #"{"seq":2,"time":"2026-11-22T12:00:00.010000000Z","dir":"in","op":"text","fin":true,"rsv":0,"length":7,"mono":1010000000,"data":"welcome"}"#,
    #"{"seq":3,"time":"2026-11-22T12:00:00.100000000Z","dir":"out","op":"text","fin":true,"rsv":0,"length":9,"mask":"01020304","mono":1100000000,"data":"{\"a\":\"${x}\"}"}"#,
    #"{"seq":4,"time":"2026-11-22T12:00:00.120000000Z","dir":"in","op":"ping","fin":true,"rsv":0,"length":0,"mono":1120000000,"data":""}"#,
    #"{"seq":5,"time":"2026-11-22T12:00:00.120000000Z","dir":"out","op":"pong","fin":true,"rsv":0,"length":0,"mask":"01020304","flags":["automatic"],"mono":1120000000,"data":""}"#,
    #"{"seq":6,"time":"2026-11-22T12:00:00.150000000Z","dir":"in","op":"text","fin":true,"rsv":4,"length":40,"mono":1150000000,"data":"{\"ok\":true,\"at\":\"2026-11-22T12:00:00Z\"}"}"#,
    #"{"seq":7,"time":"2026-11-22T12:00:00.300000000Z","dir":"out","op":"binary","fin":false,"rsv":0,"length":2,"fragment":1,"mask":"01020304","mono":1300000000,"base64":"//4="}"#,
    #"{"seq":8,"time":"2026-11-22T12:00:00.350000000Z","dir":"out","op":"continuation","fin":true,"rsv":0,"length":1,"fragment":2,"mask":"01020304","mono":1350000000,"base64":"/Q=="}"#,
    #"{"seq":9,"time":"2026-11-22T12:00:00.360000000Z","dir":"out","op":"text","fin":true,"rsv":0,"length":900,"mask":"01020304","flags":["shortened"],"mono":1360000000,"data":"cut"}"#,
    #"{"seq":10,"time":"2026-11-22T12:00:00.400000000Z","dir":"out","op":"close","fin":true,"rsv":0,"length":5,"mask":"01020304","mono":1400000000,"code":1000,"reason":"bye","base64":"A+hieWU="}"#,
    #"{"seq":11,"time":"2026-11-22T12:00:00.420000000Z","dir":"in","op":"close","fin":true,"rsv":0,"length":2,"mono":1420000000,"code":1000,"reason":"","base64":"A+g="}"#,
    #"{"seq":12,"time":"2026-11-22T12:00:00.430000000Z","event":"closed","mono":1430000000,"text":"x"}"#,
  ]

  private var text: String { lines.joined(separator: "\n") + "\n" }

  @Test func `an export is a script: what was sent is sent again, as it was and when it was`() throws {
    var player = Player(try script(text))
    #expect(player.play() == .passed)
    #expect(
      player.log == [
        #"100 text {"a":"${x}"}"#, "300 binary… [255, 254]", "350 continuation [253]", "400 close 1000 bye",
      ])
    #expect(player.run.script.recording == recording(frames: 10, notes: 2, skipped: 5, unplayable: 1))
  }

  private func recording(frames: Int, notes: Int, skipped: Int, unplayable: Int) -> Script.Recording {
    var recording = Script.Recording()
    (recording.frames, recording.notes) = (frames, notes)
    (recording.skipped, recording.unplayable) = (skipped, unplayable)
    return recording
  }

  @Test func `whom it was recorded with is known`() throws {
    let script = try script(text)
    #expect(script.recordedOrigin == ScriptOrigin(isSecure: true, host: "feed.example.com", port: 8443))
    #expect(script.recordedURL == "wss://feed.example.com:8443/v2?token=********")
    #expect(script.recordedSubprotocol == "chat")
    #expect(script.plannedTime == 400_000_000)
  }

  @Test func `what was received is expected where that is asked for, with its times left open`() throws {
    var player = Player(try script(text) { $0.expectsReplies = true })
    #expect(player.run.script.expectations.count == 3)
    player.comes("welcome", after: 3)
    player.answer = {
      $0.hasPrefix("{") ? [(10, .text, #"{"ok":true,"at":"2027-01-01T00:00:00Z"}"#)] : []
    }
    player.comes([3, 232], after: 1000, as: .close)
    #expect(player.play() == .passed)
    #expect(player.run.progress(now: player.now).matched == 3)
    var changed = Player(try script(text) { $0.expectsReplies = true })
    changed.comes("welcome", after: 3)
    changed.answer = {
      $0.hasPrefix("{") ? [(10, .text, #"{"ok":false,"at":"2027-01-01T00:00:00Z"}"#)] : []
    }
    #expect(changed.play() == .failed)
    #expect(changed.run.failures.first?.differences.map(\.kind) == [.changed])
    #expect(changed.run.failures.first?.step.place.line == 7)
  }

  @Test func `a secret that was taken out becomes a variable that has to be given`() throws {
    let text =
      #"{"seq":1,"dir":"out","op":"text","mono":5,"data":"{\"auth\":\"‹redacted:token:0a1b2c3d›\",\"x\":\"${y}\"}"}"#
    let script = try script(text)
    #expect(script.needs.map(\.name) == ["token"])
    #expect(script.missing(in: []) == ["token"] && script.missing(in: ["token"]) == [])
    var player = Player(script) { $0.variables = ["token": "s3cr3t"] }
    #expect(player.play() == .passed)
    #expect(player.log == [#"0 text {"auth":"s3cr3t","x":"${y}"}"#])
    // Of what is shown the secret is no part.
    #expect(player.run.progress(now: player.now).current?.text == #"{"auth":"${token}","x":"$${y}"}"#)
  }

  @Test func `steps of one's own may stand between the lines of a recording`() throws {
    let text =
      lines[3] + "\n" + #"{"expect":"ok","within":"1s"}"# + "\n"
      + lines[9].replacing("shortened", with: "replayed")
    var player = Player(try script(text))
    player.answer = { _ in [(20, .text, "ok")] }
    #expect(player.play() == .passed)
    #expect(player.log == [#"0 text {"a":"${x}"}"#, "280 text cut"])
  }

  @Test func `a faulty line of a recording is told by its place`() {
    #expect(
      faults(#"{"seq":1,"dir":"up","op":"text","data":"x"}"#)
        == [#"t.jsonl:1:16: "dir" is in or out in a recording"#])
    #expect(
      faults(#"{"seq":1,"dir":"out","op":"txt","data":"x"}"#)
        == [#"t.jsonl:1:27: "op" is text, binary, continuation, close, ping or pong in a recording"#])
    #expect(
      faults(#"{"seq":1,"dir":"out","op":"binary","base64":"‹redacted›"}"#)
        == [
          "t.jsonl:1:45: this is no base64 (where a secret was taken out of bytes, they can't be sent again)"
        ])
    #expect(
      faults(#"{"seq":1,"dir":"in","op":"text","data":"x"}"#)
        == ["t.jsonl:1:1: there is no step in it (nothing was sent in this recording)"])
  }
}
