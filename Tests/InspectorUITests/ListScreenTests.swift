import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `the list of marks names number, time, note and payload`() {
  let log = LogBuilder.fed
  log.log.marks.set(3)
  log.log.marks.set(10, note: "why the escape?")
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key("'"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
    *    3  12:04:29.820  > TEXT  m      37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
    * +- Marks (2) --------------------------------------------------------------+e?
      |        3  12:04:29.820  {"op":"subscribe","channel":"trades"}            |
      | >     10  12:04:31.114  why the escape?  {"type":"error","msg":"^[[31mb~ |
      +--------------------------------------------------------------------------+






    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Go there  Del Remove  e Note  Esc Close
    """#
  #expect(picture(model) == expected)
  _ = update(&model, .input(.resized(Size(width: 20, height: 5))), now: 0)
  let small =
    #"""
     [1+prod-feed]
           3  {"op":"su~
    >     10  why t~

     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == small)
}

@Test func `a selection has its sign at the left and its count in the status line`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("V"), Key("k"), Key("k"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
    >   10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
    |   11  12:04:32.000  - EVENT            no pong within 10 s
    |   12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)







    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  3 selected  >12 <3392  1.2 MB           PAUSED  10/12
     i Compose  Enter Detail  / Search  f Filter  y Copy rows  s Export rows  ? Help
    """#
  model.notice = nil
  #expect(picture(model) == expected)
}

@Test func `the export dialog asks for what, how and where`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("s"), Key(.tab), Key(.right), Key(.tab), Key(.tab), Key(" "))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
        +- Export -------------------------------------------------------------+
        |                                                                      |
        | What     (o) all 12                                                  |,"t~
        | Format   ( ) jsonl  (o) har  ( ) csv  ( ) text  ( ) pcapng  ( ) raw  | 1a~
        | File     prod-feed-2026-11-22.har                                    |0m"}
        | Secrets  ( ) masked  (o) included                                    |
        | Sure?    type secrets:                                               |
        |          HAR 1.2: browsers' tools and mitmproxy open it              |
        |                                                                      |
        | [ Export ]  [ Cancel ]                                               |
        |                                                                      |
        +----------------------------------------------------------------------+


    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Alt-Enter Export  Tab Next field  Esc Cancel
    """#
  #expect(picture(model) == expected)
  press(&model, Key(.enter, .alt))
  #expect(picture(model).contains("type secrets to write them out"))
}

@Test func `on the smallest screen the export dialog has a line for each thing`() {
  var model = pictured(width: 20, height: 5)
  press(&model, Key("s"))
  let expected =
    #"""
     [1+prod-feed]
    What (o) all 12
    As   < jsonl >
    File prod-feed-2026-
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == expected)
}

private let captures = [
  CaptureSummary(
    id: "1", name: "prod-feed", time: LogBuilder.start, frames: 1_000_000, bytes: 150_000_000, isLive: true),
  CaptureSummary(
    id: "2", name: "127.0.0.1:9001/a-rather-long-path-of-a-service", time: LogBuilder.start, frames: 12,
    bytes: 1000),
]

@Test func `captures are listed with when, how many and how large`() {
  var model = InspectorModel(size: Size(width: 80, height: 24), terminal: TerminalFacts(repertoire: .ascii))
  _ = update(&model, .captures(captures), now: 0)
  press(&model, Key("j"))
  let expected =
    #"""
     (no connections)                                     o Open  p Profiles  ? Help

        wsglass 0.1   WebSocket inspector

        o     connect to a ws:// or wss:// URL
        p     open a saved profile
        d     start the demo: a built-in echo and ticker server
        R     replay a recorded script
        l     open what was recorded before
      +- Captures (2) -----------------------------------------------------------+
      |   prod-feed                 being written       1.0M frames   150.0 MB   |
      | > 127.0.0.1:9001/a-rather~  2026-11-22 12:04      12 frames     1.0 KB~  |
      +--------------------------------------------------------------------------+
        Paste a URL here to connect to it, or start with one:
          wsglass wss://host/path      wsglass demo

        Themes   :theme lists them
        Mouse    on: click and wheel work, Shift-drag selects text, F2 turns it off




     no connection
     Enter Open  Down Next  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `a capture's tab has no compose and says that it is only read`() {
  var model = InspectorModel(size: Size(width: 80, height: 24), terminal: TerminalFacts(repertoire: .ascii))
  _ = update(
    &model,
    .captureOpened(
      title: "prod-feed", details: "2026-11-22 wss://feed.example.com/v2", LogBuilder.fed.log.reader),
    now: 0)
  let expected =
    #"""
     [1=prod-feed]                                        o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)










     CAPTURE read only  2026-11-22 wss://feed.example.com/v2          FOLLOW   12/12
     Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  m Mark  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `themes are listed at the right, so that the log shows how each looks`() {
  var model = pictured(width: 80, height: 24)
  let themes = [
    ThemeSummary(name: "terminal", variant: "any", details: "as the program, wsglass"),
    ThemeSummary(name: "nord", variant: "dark", details: "MIT, github.com/nordtheme/nord"),
    ThemeSummary(name: "mine", variant: "", details: "mine.json:3 is wrong", isUsable: false),
  ]
  _ = update(&model, .themes(themes, current: "terminal"), now: 0)
  press(&model, Key("j"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAY+- Themes (3) ---------------------+
         1  12:04:27.000  < TEXT         67  {"t|   * terminal             any     |
         2  12:04:27.250  < TEXT         80  {"t| >   nord                 dark    |
         3  12:04:29.820  > TEXT         37  {"o|     mine                 faulty  |
         4  12:04:30.001  < PING          4  0x0+- MIT, github.com/nordtheme/nord -+
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)







    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Keep  s Keep for good  Down Next  Esc Close
    """#
  #expect(picture(model) == expected)
}
