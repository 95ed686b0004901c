import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

private func made(width: Int, height: Int) -> InspectorModel {
  let log = LogBuilder()
  log.note(.opened, "open", at: 0, .made)
  LogBuilder.feed(log)
  return pictured(width: width, height: height, log: log)
}

@Test func `the handshake is told with its steps, what was agreed, TLS and both heads`() {
  var model = made(width: 120, height: 70)
  press(&model, Key("I"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo                                                      o Open  p Profiles  ? Help
      +- Frame [Handshake] Why it ended  Figures  Messages --------------------------------------------------------------+
      | wss://feed.example.com/v2?token=********                                                                         |
      |                                                                                                                  |"}
      | Opened       2026-11-22 12:04:27.000  #1                                                                         |s~
      | Sockets      192.168.1.7:51514 -> 93.184.216.34:443                                                              |
      |                                                                                                                  |
      | CONNECT, 51 ms IN ALL                                                                                            |
      | dns            4.2 ms  |#####                                               |  feed.example.com: 93.184.216.34   |"~
      | connect         10 ms  |    ############                                    |  93.184.216.34:443                 |n~
      | tls             24 ms  |                 #############################              |                            |
      | request         40 us  |                                             #              |                            |
      | response        11 ms  |                                             ###############|                            |
      |                                                                                                                  |
      | AGREED                                                                                                           |
      | Subprotocol  v12.stomp                                                                                           |
      |              offered: v12.stomp, v11.stomp                                                                       |
      | Extensions   permessage-deflate; server_no_context_takeover; client_max_window_bits=12                           |
      |              offered: permessage-deflate; client_max_window_bits                                                 |
      |              the server compresses each message on its own                                                       |
      |              our window is 4.0 KB                                                                                |
      |                                                                                                                  |
      | TLS                                                                                                              |
      | Version      TLSv1.3  TLS_AES_256_GCM_SHA384                                                                     |
      | ALPN         http/1.1                                                                                            |
      | Verified     yes: the chain ends in a trusted root, and the name is the host's                                   |
      | Chain        CN=*.example.com                                                                                    |
      |              issued by CN=R3                                                                                     |
      |              valid 2026-09-21 to 2026-11-30, 7 days left                                                         |
      |              SHA-256 5e884898da28047151d0e56f8dc62927                                                            |
      |              CN=R3                                                                                               |
      |              issued by CN=ISRG X1                                                                                |
      |              valid 2020-09-13 to 2030-03-17, 1211 days left                                                      |
      |              SHA-256 b8cd1d3bf7c3b4b5aae3d1a6ff9e5a11                                                            |
      |                                                                                                                  |
      | REQUEST, AS SENT                                                                                                 |
      | GET /v2?token=******** HTTP/1.1                                                                                  |
      | Host: feed.example.com                                                                                           |
      | Upgrade: websocket                                                                                               |
      | Connection: Upgrade                                                                                              |
      | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==                                                                      |
      | Sec-WebSocket-Version: 13                                                                                        |
      | Sec-WebSocket-Protocol: v12.stomp, v11.stomp                                                                     |
      | Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits                                             |
      | Authorization: ********                                                                                          |
      |                                                                                                                  |
      | RESPONSE                                                                                                         |
      | HTTP/1.1 101 Switching Protocols                                                                                 |
      | Upgrade: websocket                                                                                               |
      | Connection: Upgrade                                                                                              |
      | Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=                                                               |
      | Sec-WebSocket-Protocol: v12.stomp                                                                                |
      | Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=12              |
      | Server: ^[]0;owned^G                                                                                             |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
    --|                                                                                                                  |--
      |                                                                                                                  |
      |                                                                                                                  |
      |                                                                                                                  |
      +------------------------------------------------------------------------------------------------------------------+

     OPEN wss://feed.example.com/v2  TLS1.3 deflate  >12 <3392  1.2 MB  4.1/s _=_.#...  rtt 28 ms             FOLLOW   13/13
     Down Scroll  Tab Next page  y Copy  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the handshake at 80x24 scrolls`() {
  var model = made(width: 80, height: 24)
  press(&model, Key("I"), Key(" "))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Frame [Handshake] Why it ended  Figures  Messages ----------------------+
      |              the server compresses each message on its own               |
      |              our window is 4.0 KB                                        |n~
      |                                                                          |B~
      | TLS                                                                      |
      | Version      TLSv1.3  TLS_AES_256_GCM_SHA384                             |
      | ALPN         http/1.1                                                    |
      | Verified     yes: the chain ends in a trusted root, and the name is the  |t~
      |              host's                                                      |a~
      | Chain        CN=*.example.com                                            |"}
      |              issued by CN=R3                                             |
      |              valid 2026-09-21 to 2026-11-30, 7 days left                 |
      |              SHA-256 5e884898da28047151d0e56f8dc62927                    |
      |              CN=R3                                                       |
      |              issued by CN=ISRG X1                                        |
      |              valid 2020-09-13 to 2030-03-17, 1211 days left              |
      |              SHA-256 b8cd1d3bf7c3b4b5aae3d1a6ff9e5a11                    |
      |                                                                          |
    --| REQUEST, AS SENT                                                         |--
      +-------------------------------------------------------------- v 19 more -+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   13/13
     Down Scroll  Tab Next page  y Copy  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the handshake on a small screen has its steps first`() {
  var model = made(width: 40, height: 12)
  press(&model, Key("I"))
  let expected =
    #"""
     [1+prod-feed]  2~staging  <1 more>
    +-[Handshake]--------------------------+
    | wss://feed.example.com/v2?token=**** |
    | ****                                 |
    |                                      |
    | Opened   2026-11-22 12:04:27.000  #1 |
    | Sockets  192.168.1.7:51514 ->        |
    |          93.184.216.34:443           |
    |                                      |
    +-------------------------- v 70 more -+
     OPEN feed.example.com/~  FOLLOW   13/13
     Down Scroll  Tab Next page  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `nothing of a header reaches the screen as it is, and no secret`() {
  var model = made(width: 80, height: 70)
  press(&model, Key("I"))
  var canvas = Canvas(size: model.size)
  drawInspector(model, on: &canvas)
  #expect(!canvas.text.contains("c2VjcmV0"))
  #expect(canvas.text.contains("Server: ␛]0;owned␇"))
}

@Test func `why it ended says what all ends have in common`() {
  var model = pictured(width: 80, height: 30, log: .dying)
  let id = model.tabs[0].id
  var status = model.tabs[0].status
  status.phase = .closed
  status.outcome = .closed(
    Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false),
    openFor: 60_060_000_000)
  _ = update(&model, .tabChanged(id, status), now: 0)
  press(&model, Key("I"))
  let expected =
    #"""
     [1-prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Frame  Handshake [Why it ended] Figures  Messages ----------------------+
      | CLOSED  the server ended the stream without a Close frame                |
      |                                                                          |
      | Code         local code 1006: no Close frame came back                   |i~
      | Who          nobody said Close                                           |
      | Clean        no: no Close frame travelled                                |
      | Ended by     FIN: the server, or something on the way, ended the stream  |
      | Sent         no Close frame                                              |
      | Came         no Close frame                                              |i~
      | Open for     1 m 00 s, since 12:06:35.000                                |
      | Idle         nothing came for 1 m 00 s; last was #13 TEXT                |
      |              nothing was sent for 1 m 00 s; last was #12 TEXT            |
      | Pings        none is unanswered                                          |
      | Unsent       nothing: all that was queued went out                       |i~
      |                                                                          |
    +-| Try          The last 3 each ended after 1 m 00 s of silence: an idle    |-+
    | |              limit, of the server or of a proxy on the way. Pings keep   | |
    | |              it awake: ^O, Ping every 20 s (--ping-interval 20)          | |
    | |                                                                          | |
    | | ENDS SO FAR (3)                                                          | |
    | | 12:07:35.060  #14  open 1 m 00 s, idle 1 m 00 s  code 1006               | |
    | | 12:06:31.060  #9  open 1 m 00 s, idle 1 m 00 s  code 1006                | |
    +-| 12:05:27.060  #4  open 1 m 00 s, idle 1 m 00 s  code 1006                |-+
    --|                                                                          |--
      |                                                                          |
      +--------------------------------------------------------------------------+

     CLOSED feed.example.com/v2  >12 <3392  1.2 MB                    FOLLOW   15/15
     Down Scroll  Tab Next page  y Copy  ^O Options  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `an end for want of a pong names the ping and what was not sent`() {
  let log = LogBuilder()
  log.note(.opened, "open", at: 0, .made)
  log.text(.received, "hello", at: 100)
  log.frame(.sent, .ping, [1], at: 1000)
  log.frame(.received, .pong, [1], at: 1010)
  log.frame(.sent, .ping, [2], at: 21_000)
  log.frame(.sent, .close, [0x03, 0xF3], at: 31_000)
  log.note(
    .closed, "CLOSED  closed by us: no pong came in time (keepalive timeout)", at: 34_000,
    .ended(
      1006, by: "us", .keepaliveTimedOut, unsent: 4096, duration: 34_000_000_000,
      sent: .init(code: 1011, reason: "keepalive timeout")))
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Frame  Handshake [Why it ended] Figures  Messages ----------------------+
      | CLOSED  closed by us: no pong came in time (keepalive timeout)           |
      |                                                                          |
      | Code         local code 1006: no Close frame came back                   |
      | Who          we said Close first                                         |
      | Clean        no: the server did not answer our Close frame               |
      | Ended by     us: a keepalive ping was not answered in time               |
    > | Sent         Close 1011 keepalive timeout                                | ~
      | Came         no Close frame                                              |
      | Open for     34 s, since 12:04:27.000                                    |
      | Idle         nothing came for 32 s; last was #4 PONG                     |
      |              nothing was sent for 13 s; last was #5 PING                 |
      | Pings        our ping #5 got no pong; sent 13 s before the end           |
      | Unsent       4.0 KB were queued and never sent                           |
      |                                                                          |
      | Try          No pong in time: the server hangs, or the network to it is  |
      |              gone. Where it is only slow, ^O, Ping, fail after gives it  |
      |              longer.                                                     |
    --|                                                                          |--
      +--------------------------------------------------------------------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                         PAUSED  7/7
     Down Scroll  Tab Next page  y Copy  ^O Options  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a reset and a TLS alert are told by their names`() {
  func ended(_ facts: ConnectionFacts) -> String {
    let log = LogBuilder()
    log.note(.opened, "open", at: 0, .made)
    log.note(.closed, "CLOSED", at: 1000, facts)
    var model = pictured(width: 140, height: 24, log: log)
    press(&model, Key(.enter))
    let row = picture(model).split(separator: "\n").first { $0.contains("Ended by") } ?? ""
    return String(row.split(separator: "|").first { $0.contains("Ended by") } ?? "").split(separator: " ")
      .joined(separator: " ")
  }
  #expect(
    ended(.ended(1006, by: "nobody", .reset, "ECONNRESET"))
      == "Ended by RST: the server, or something on the way, threw the connection away (ECONNRESET)")
  #expect(
    ended(.ended(1006, by: "nobody", .tlsAlert, "alert 40 handshake_failure"))
      == "Ended by a TLS alert 40 handshake_failure from the server")
}

@Test func `the figures count what went each way`() {
  var model = pictured(width: 80, height: 40)
  press(&model, Key("I"), Key(.tab), Key(.tab))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Frame  Handshake  Why it ended [Figures] Messages ----------------------+
      | Received     8 frames, 791 B of payload, 807 B on the wire, 1.3/s        |n~
      |              5 messages: 37 B to 512 B, 157 B on average                 |B~
      | Sent         3 frames, 60 B of payload, 66 B on the wire, 0.5/s          |
      |              1 message: 37 B                                             |
      | Span         6.0 s from the first frame to the last                      |
      | Deflate      1 message compressed, 1.0:1                                 |t~
      |                                                                          |a~
      | ROWS A SECOND, THE LAST 8 S                                              |"}
      | -7 s                0  |                                               | |
      | -6 s                2  |################                               | |
      | -5 s                0  |                                               | |
      | -4 s                1  |########                                       | |
      | -3 s                6  |###############################################| |
      | -2 s                1  |########                                       | |
      | -1 s                1  |########                                       | |
      | now                 1  |########                                       | |
      |                                                                          |
      | FRAMES BY KIND                                                           |
      | < CONT              2  |#########                                      | |
      | < TEXT              4  |##################                             | |
      | < BIN               1  |#####                                          | |
      | < PING              1  |#####                                          | |
      | > TEXT              1  |#####                                          | |
      | > CLOSE             1  |#####                                          | |
      | > PONG              1  |#####                                          | |
      |                                                                          |
      | MESSAGES BY SIZE                                                         |
      | < 64                2  |################################               | |
      | < 128               3  |###############################################| |
      | < 1.0K              1  |################                               | |
      |                                                                          |
      | MESSAGES BY TYPE                                                         |
    --| ack                 1  |##########                                     | |--
      | error               1  |##########                                     | |
      +--------------------------------------------------------------- v 3 more -+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Down Scroll  Tab Next page  y Copy  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `what was said is kept, the newest first`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("H"), Key("t"), Key("~"), Key("I"), Key(.backTab))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +-[Frame] Handshake  Why it ended  Figures  Messages ----------------------+
      | Frame        #12  sent                                                   |n~
      | Time         12:04:33.000 (+1.0 s, T+00:00:06.000)                       |B~
      | Opcode       0x8 CLOSE  FIN=1  RSV=000  masked=yes                       |
      | Header       2 B: 88 93 00 00 00 00                                      |t~
      | Mask         00 00 00 00                                                 |a~
      | Size         19 B payload, 21 B on the wire                              |"}
      | Mark         none                                                        |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
    --|                                                                          |--
      +--------------------------------------------------------------------------+

     OPEN feed.example.com/v2  no pings  >12 <3392  1.2 MB            FOLLOW   12/12
     Down Scroll  Tab Next page  y Copy  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the ways to copy stand beside what they would copy`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("g"), Key(.enter), Key("j"), Key("Y"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
    >    1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
      +- Copy #1 as -------------------------------------------------------------+
      | r  payload as it came                   {"type":"ack","op":"unsubscribe~ |t~
      | p  payload as pretty JSON               {^J  "type": "ack",^J  "op": "u~ |a~
      | x  payload as hex                       7b 22 74 79 70 65 22 3a 22 61 6~ |"}
    --| b  payload as base64                    eyJ0eXBlIjoiYWNrIiwib3AiOiJ1bnN~ |--
     {| v  JSON value under the cursor          ack                              |
      | a  JSON path of that value              $.type                           |
      | l  row as a line of JSON, as exported   {"seq":1,...                     |
      | w  websocat line that sends it          printf '%s\0' '{"type":"ack","o~ |
      | s  step of a replay script              {"send":{"text":"{\"type\":\"ac~ |
     }+--------------------------------------------------------------------------+


    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                        PAUSED  1/12
     Enter Copy  Down Next  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `the columns are ticked in a list, and the log follows`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("W"), Key("j"), Key("j"), Key(" "))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #       DT  D OP    FL   SIZE  PAYLOAD
         1           < TEXT         67  {"type":"ack","op":"unsubscribe","channel":~
         2   +250ms  < TEXT         80  {"type":"ticker","seq":88122,"pair":"BTC-US~
         3    +2.5s  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4   +181ms  < PING          4  0x00 00 0d 43
         5     <1ms  > PONG          4  0x00 00 0d 43   (auto)
        +- Columns ------------------------------------------------------------+des~
        | [x] #     number in the log                                          |4 0~
        | [x] TIME  when; t changes what it counts from                        |
        | [x] DT    time since the row above                                   |
        | [x] FL    z deflate, f3 fragments, m mark, ! fault, r replay, ~ cut  |
        | [x] SIZE  bytes of payload, inflated                                 |
        | [ ] WIRE  bytes of payload as they travelled                         |
        | ( ) as the width of the screen has room                              |
        +----------------------------------------------------------------------+



    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Space Show, hide  Down Next  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `on the smallest screen the columns have a line each`() {
  var model = pictured(width: 20, height: 5)
  press(&model, Key("W"))
  let expected =
    #"""
     [1+prod-feed]
    [ ] #     number in~
    [ ] TIME  when; t c~
    [ ] DT    time sinc~
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == expected)
}

@Test func `a fault in JSON is marked in place and told in the title`() {
  let log = LogBuilder()
  log.text(.received, #"{"a":[1,2],"b":tru,"c":{"d":1}}"#, at: 0)
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
    >    1  12:04:27.000  < TEXT         31  {"a":[1,2],"b":tru,"c":{"d":1}}







    -- * Detail #1 < TEXT 31 B  ln 6: no word of JSON ---------- pretty, not JSON --
    >{
     - "a": [                          2 items
         1,
         2
       ],
       "b": tru,
     - "c": {
         "d": 1
    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                         PAUSED  1/1
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  y Copy  q Close  A All  ? Help
    """#
  #expect(picture(model) == expected)
  var canvas = Canvas(size: model.size, repertoire: .ascii)
  drawInspector(model, on: &canvas)
  let y = Layout(model).detail.y + 6
  #expect(canvas.role(at: Point(x: 8, y: y)) == .promptError)
  #expect(canvas.role(at: Point(x: 10, y: y)) == .promptError)
  #expect(canvas.role(at: Point(x: 11, y: y)) == .jsonPunct)
}

@Test func `a hit behind the cut is in view, and the head says from where`() {
  let log = LogBuilder()
  log.text(.received, String(repeating: "abcdefghij", count: 12) + "needle and more of it all", at: 0)
  log.text(.received, "short", at: 1)
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key("/"))
  for letter in "needle".unicodeScalars { press(&model, Key(letter)) }
  press(&model, Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD from 110
    >    1  12:04:27.000  < TEXT        145  jabcdefghijneedle and more of it all
         2  12:04:27.001  < TEXT          5















    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                         PAUSED  1/2
     i Compose  Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `folded JSON shows its counts`() {
  var model = detailed(width: 80, height: 24)
  press(&model, Key("A"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
    >    6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         6  12:04:30.071  < TEXT         19  |- TEXT FIN=0  {"type":"snapshot",
         7  12:04:30.088  < CONT         35  |- CONT FIN=0  "pair":"ETH-USD","trade~
    -- * Detail #6 < TEXT f3 91 B -------------------------------- pretty  ln 1/6 --
    >{
       "type": "snapshot",
       "pair": "ETH-USD",
     + "trades": [...],                2 items
       "last": true
     }


    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                        PAUSED  6/12
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  y Copy  q Close  A All  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `at the right of the log the detail has the whole height`() {
  var model = detailed(width: 160, height: 24)
  press(&model, Key("|"), Key("j"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo                                                                                              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD                                               |-- * Detail #6 < TEXT f3 91 B --------------- pretty  ln 2/12 --
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","channel":"book","pa~| {
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"BTC-USD","bid":"~|>  "type": "snapshot",
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}                 |   "pair": "ETH-USD",
         4  12:04:30.001  < PING          4  0x00 00 0d 43                                         | - "trades": [                     2 items
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)                                |   - {
    >    6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","trades":[{"id":9~|       "id": 9912001,
         6  12:04:30.071  < TEXT         19  |- TEXT FIN=0  {"type":"snapshot",                    |       "px": "3120.1"
         7  12:04:30.088  < CONT         35  |- CONT FIN=0  "pair":"ETH-USD","trades":[{"id":99    |     },
         8  12:04:30.099  < CONT         37  `- CONT FIN=1  12001,"px":"3120.1"},{}],"last":true}  |     {}
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a 04 00 00 00 01~|   ],
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}               |   "last": true
        11  12:04:32.000  - EVENT            no pong within 10 s                                   | }
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)                   |
                                                                                                   |
                                                                                                   |
                                                                                                   |
                                                                                                   |
    -- Compose -> prod-feed ---------------------------------------------------------------------------------------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN wss://feed.example.com/v2  TLS1.3 deflate  sent 12  received 3392  1.2 MB  4.1 frames/s _-_.#...  rtt 28 ms                                   PAUSED  6/12
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  y Copy value  q Close  A All  / Search  Y Copy as  v Pager  z Zoom  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `what differs of two messages stands value by value`() {
  let log = LogBuilder()
  log.text(.received, #"{"ok":true,"user":{"id":7,"name":"Ann"},"items":[{"id":1},{"id":2,"n":2}]}"#, at: 0)
  log.text(
    .received, #"{"items":[{"id":2,"n":3},{"id":1}],"ok":false,"user":{"id":7},"at":"12:04"}"#, at: 900)
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key("m"), Key("k"), Key("m"), Key(":"))
  for letter in "diff".unicodeScalars { press(&model, Key(letter)) }
  press(&model, Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +-[Difference]-------------------------------------------------------------+
    > | - #1  12:04:27.000  < TEXT  74 B                                         |"~
    * | + #2  12:04:27.900  < TEXT  75 B                                         |k~
      |                                                                          |
      | 4 DIFFERENCES                                                            |
      | ok                                                                       |
      |   - true                                                                 |
      |   + false                                                                |
      | user.name                                                                |
      |   - "Ann"                                                                |
      | items[1].n                                                               |
      |   - 2                                                                    |
      |   + 3                                                                    |
      | at                                                                       |
      |   + "12:04"                                                              |
      |                                                                          |
      |                                                                          |
      |                                                                          |
    --|                                                                          |--
      +--------------------------------------------------------------------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                         PAUSED  1/2
     Down Scroll  Tab Next page  y Copy  Esc Close  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `from the report of an idle limit the options open at the pings that would help`() {
  var model = pictured(width: 80, height: 24, log: .dying)
  model.connectDefaults.pingInterval = "45"
  press(&model, Key(":"))
  for scalar in "why".unicodeScalars { press(&model, Key(scalar)) }
  press(&model, Key(.enter), Key("o", .control))
  guard case .connect(let dialog)? = model.overlay else {
    Issue.record("no dialog")
    return
  }
  #expect(dialog.field == .pings)
  #expect(!dialog.options.pings)
  #expect(dialog.options.pingInterval == "20")
}

@Test func `ends of our own making are no idle limit, and one silent end asks for a second look`() {
  func advice(_ ends: [(by: String, ConnectionFacts.Cause)]) -> String {
    let log = LogBuilder()
    for (number, end) in ends.enumerated() {
      let start = Int64(number) * 60_000
      log.note(.opened, "open", at: start, .made)
      log.note(
        .closed, "CLOSED", at: start + 40_000,
        .ended(1006, by: end.by, end.1, duration: 40_000_000_000))
    }
    var model = pictured(width: 120, height: 40, log: log)
    press(&model, Key(.enter))
    return picture(model).split(separator: "\n").first { $0.contains("| Try ") }.map(String.init) ?? ""
  }
  #expect(
    advice([("nobody", .end), ("nobody", .reset)]).contains("The last 2 each ended after 40 s of silence"))
  #expect(advice([("us", .keepaliveTimedOut), ("us", .keepaliveTimedOut)]).contains("No pong in time"))
  #expect(advice([("nobody", .end)]).contains("If the next one ends after the same time"))
  #expect(advice([("us", .keepaliveTimedOut), ("nobody", .end)]).contains("If the next one ends"))
}
