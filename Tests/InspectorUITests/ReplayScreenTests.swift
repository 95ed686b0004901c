import Canvas
import InspectorUI
import Secrets
import Testing

@testable import InspectorModel

private func replaying(width: Int, height: Int, _ change: (inout ReplayState) -> Void = { _ in })
  -> InspectorModel
{
  var model = pictured(width: width, height: height)
  var state = ReplayState.loginFlow
  change(&state)
  write(":replay login-flow.jsonl", in: &model)
  press(&model, Key(.enter))
  _ = update(&model, .replayMoved(model.tabs[0].id, state), now: 0)
  return model
}

@Test func `an expectation that failed is shown beside what came`() {
  let model = replaying(width: 80, height: 24) { state in
    state.phase = .failed
    state.failed = 1
    state.waiting = nil
    state.next = nil
    state.failure = ReplayState.Failure(
      place: "login-flow.jsonl:12", reason: #"at type: expected "ack", seen "nak""#,
      expected: #"{"type":"ack"}"#, seen: "{\"type\":\"nak\",\"why\":\"\u{1B}[31mno\"}")
  }
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)
    -- Replay login-flow.jsonl -> prod-feed -------------------------- FAILED  2x --
     [#########################.....................................] 412/1000  41%
     FAILED login-flow.jsonl:12  at type: expected "ack", seen "nak"
     expected  {"type":"ack"}
     seen      {"type":"nak","why":"^[[31mno"}
     now   #412 > TEXT {"op":"order","side":"buy","px":"64120.1"}
     sent 412   received 2210   failed 1   skipped 0   file frames: 1000, 3 notes
     R plays a script   Enter to the row sent last   Esc hides this
    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  REPLAY 412/1000  >12 <3392  1.2 MB     FOLLOW   12/12
     i Compose  Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `secrets of the tab do not show in the panel`() {
  var model = replaying(width: 80, height: 24) { state in
    state.now = ReplayState.Step(number: 1, kind: "> TEXT", text: "hunter2hunter2")
  }
  #expect(picture(model).contains("hunter2hunter2"))
  let mask = SecretMask([SecretValue(name: "token", bytes: Array("hunter2hunter2".utf8))])
  _ = update(&model, .secretsKnown(model.tabs[0].id, mask), now: 0)
  #expect(!picture(model).contains("hunter2"))
}
