import Canvas
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `the main view at 80x24 has the log, compose, status and hints`() {
  let model = pictured(width: 80, height: 24)
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
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)







    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     i Compose  Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the main view at 120x40 adds the time between rows`() {
  let model = pictured(width: 120, height: 40)
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo                                                      o Open  p Profiles  ? Help
          #  TIME               DT  D OP     FL    SIZE  PAYLOAD
          1  12:04:27.000           < TEXT           67  {"type":"ack","op":"unsubscribe","channel":"book","pair":"BTC-USD"}
          2  12:04:27.250   +250ms  < TEXT           80  {"type":"ticker","seq":88122,"pair":"BTC-USD","bid":"64120.30","as~
          3  12:04:29.820    +2.5s  > TEXT           37  {"op":"subscribe","channel":"trades"}
          4  12:04:30.001   +181ms  < PING            4  0x00 00 0d 43
          5  12:04:30.001     <1ms  > PONG            4  0x00 00 0d 43   (auto)
          6  12:04:30.071    +70ms  < TEXT   f3      91  {"type":"snapshot","pair":"ETH-USD","trades":[{"id":9912001,"px":"~
          9  12:04:30.410   +339ms  < BIN    z      512  08 96 01 12 07 74 65 73 74 69 6e 67 1a 04 00 00 00 01  .....testin~
         10  12:04:31.114   +704ms  < TEXT   !       37  {"type":"error","msg":"^[[31mbad^[[0m"}
         11  12:04:32.000   +886ms  - EVENT              no pong within 10 s
         12  12:04:33.000    +1.0s  > CLOSE          19  1011 keepalive timeout (sent by us)






















    -- Compose -> prod-feed ------------------------------------------------------ TEXT  Enter send  Alt-Enter/^J newline --



     OPEN wss://feed.example.com/v2  TLS1.3 deflate  >12 <3392  1.2 MB  4.1/s _-_.#...  rtt 28 ms             FOLLOW   12/12
     i Compose  Enter Detail  / Search  f Filter  F Follow:on  y Copy  s Export  m Mark  e Resend  R Replay  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `below 60 columns time and size go`() {
  let model = pictured(width: 40, height: 12)
  let expected =
    #"""
     [1+prod-feed]  2~staging  <1 more>
         #  D OP     PAYLOAD
         6  < TEXT   {"type":"snapshot","pa~
         9  < BIN    08 96 01 12 07 74 65 7~
        10  < TEXT   {"type":"error","msg":~
        11  - EVENT  no pong within 10 s
        12  > CLOSE  1011 keepalive timeout~
    -- Compose -> prod-feed -------- TEXT --


     OPEN feed.example.com/~  FOLLOW   12/12
     i Compose  Enter Detail  y Copy  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `at 20x5 there are tabs, three rows and the status`() {
  let model = pictured(width: 20, height: 5)
  let expected =
    #"""
     [1+prod-feed]
     < TEXT  {"type":"e~
     - EVENT no pong wi~
     > CLOSE 1011 keepa~
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == expected)
}

@Test func `the detail opens below the log, with the message pretty`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key(.up), Key(.up), Key(.up), Key(.up), Key(.enter))
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
    -- * Detail #6 < TEXT f3 91 B ------------------------------- pretty  ln 1/12 --
    >{
       "type": "snapshot",
       "pair": "ETH-USD",
     - "trades": [                     2 items
       - {
           "id": 9912001,
           "px": "3120.1"
         },
    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                        PAUSED  6/12
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  y Copy  q Close  A All  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `from 100 columns pretty and hex stand side by side`() {
  var model = pictured(width: 120, height: 30)
  press(&model, Key(.up), Key(.up), Key(.up), Key(.up), Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo                                                      o Open  p Profiles  ? Help
          #  TIME               DT  D OP     FL    SIZE  PAYLOAD
          1  12:04:27.000           < TEXT           67  {"type":"ack","op":"unsubscribe","channel":"book","pair":"BTC-USD"}
          2  12:04:27.250   +250ms  < TEXT           80  {"type":"ticker","seq":88122,"pair":"BTC-USD","bid":"64120.30","as~
          3  12:04:29.820    +2.5s  > TEXT           37  {"op":"subscribe","channel":"trades"}
          4  12:04:30.001   +181ms  < PING            4  0x00 00 0d 43
          5  12:04:30.001     <1ms  > PONG            4  0x00 00 0d 43   (auto)
    >     6  12:04:30.071    +70ms  < TEXT   f3      91  {"type":"snapshot","pair":"ETH-USD","trades":[{"id":9912001,"px":"~
          6  12:04:30.071     <1ms  < TEXT           19  |- TEXT FIN=0  {"type":"snapshot",
          7  12:04:30.088    +17ms  < CONT           35  |- CONT FIN=0  "pair":"ETH-USD","trades":[{"id":99
          8  12:04:30.099    +11ms  < CONT           37  `- CONT FIN=1  12001,"px":"3120.1"},{}],"last":true}
          9  12:04:30.410   +311ms  < BIN    z      512  08 96 01 12 07 74 65 73 74 69 6e 67 1a 04 00 00 00 01  .....testin~
    -- * Detail #6 < received  TEXT  3 fragments  91 B  12:04:30.071 ------------------------------ pretty | hex  ln 1/12 --
    >{                                      | 00000000  7b 22 74 79 70 65 22 3a  22 73 6e 61 70 73 68 6f  |{"type":"snapsho|
       "type": "snapshot",                  | 00000010  74 22 2c 22 70 61 69 72  22 3a 22 45 54 48 2d 55  |t","pair":"ETH-U|
       "pair": "ETH-USD",                   | 00000020  53 44 22 2c 22 74 72 61  64 65 73 22 3a 5b 7b 22  |SD","trades":[{"|
     - "trades": [                  2 items | 00000030  69 64 22 3a 39 39 31 32  30 30 31 2c 22 70 78 22  |id":9912001,"px"|
       - {                                  | 00000040  3a 22 33 31 32 30 2e 31  22 7d 2c 7b 7d 5d 2c 22  |:"3120.1"},{}],"|
           "id": 9912001,                   | 00000050  6c 61 73 74 22 3a 74 72  75 65 7d                 |last":true}|
           "px": "3120.1"                   |
         },                                 |
         {}                                 |
       ],                                   |
       "last": true                         |
    -- Compose -> prod-feed ------------------------------------------------------ TEXT  Enter send  Alt-Enter/^J newline --



     OPEN wss://feed.example.com/v2  TLS1.3 deflate  >12 <3392  1.2 MB  4.1/s _-_.#...  rtt 28 ms               PAUSED  6/12
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  y Copy value  q Close  A All  / Search  Y Copy as  v Pager  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `paused, the status counts what is new`() {
  let log = LogBuilder.fed
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key(.up))
  log.text(.received, "new", at: 9000)
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
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
    >   11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)
        13  12:04:36.000  < TEXT          3  new






    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                PAUSED +1 new  11/13
     i Compose  Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `help names the keys of the pane`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("?"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Help: log pane ----------------------------------------------- find: _ -+
      | MOVE                                 N             previous hit          |n~
      | j Down        next row               *             search this value     |B~
      | k Up          previous row           f &           filter the rows       |
      | PgDn Space ^F page down              }             next event row        |
      | PgUp b ^B     page up                {             previous event row    |
      | ^D            half a page down       t             time: UTC, open, DT   |t~
      | ^U            half a page up         T             count time from here  |a~
      | ^E            scroll, cursor stays   H             hide ping and pong    |"}
      | ^Y            scroll back a line     W             choose columns        |
      | g Home        top                    Esc           clear, close; no quit |
      | G End         bottom; log: follow                                        |
      | h Left        scroll left; fold      MARKS, RANGES                       |
      | l Right       unfold; scroll right   m             mark the row          |
      |                                      u             next marked row       |
      | SEE                                  U             previous marked row   |
      | F             follow on/off          '             list of marks, notes  |
      | / F3          search                 M             only marked rows      |
    --| n             next hit               V             select from here      |--
      +- Enter runs the selected line   Tab: all panes   Esc close -- v 55 more -+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Down Next  Enter OK  Tab All panes  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `help finds by what a key does`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("?"), Key("p"), Key("i"), Key("n"), Key("g"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- Help: all panes ------------------------------------------ find: ping_ -+
      | SEE                                                                      |n~
      | H             hide ping and pong                                         |B~
      |                                                                          |
      | COMPOSE                                                                  |
      | ^T            TEXT BIN PING CLOSE                                        |
      |                                                                          |t~
      |                                                                          |a~
      |                                                                          |"}
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
      +- Enter runs the selected line   Tab: all panes   Esc close --------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Down Next  Enter OK  Tab All panes  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `the connect dialog keeps a wrong address and says why`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("o"), Key("x"), Key(.enter))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
        +- Connect ------------------------------------------- opens in tab 4 -+han~
        |                                                                      |:"B~
        |  URL        x                                                        |"}
        |             an address starts with ws:// or wss://                   |
        |  Headers    (none)                                                   |
        |  Protocols  (none)                                                   |,"t~
        |  Origin     (none)                                                   | 1a~
        |  Proxy      (as the environment says)                                |0m"}
        |  TLS        (o) verify  ( ) CA file...  ( ) do not verify (!)        |
        |  Client     (no certificate)                                         |
        |  Deflate    [x] offer permessage-deflate                             |
        |  Ping       (o) off  ( ) every 20 s, fail after 20 s                 |
        |  Reconnect  (o) off  ( ) backoff 5 s .. 60 s, 10 tries               |
        |  On open    send script: (none)                                      |
        |  Save as    (name)         secrets: in files, mode 0600              |
        |                                                                      |
        |  [ Connect ]   [ Save profile ]   [ Cancel ]                         |
    -- C|                                                                      |e --
        +- Enter connect   Tab more   ^P earlier   Esc cancel -----------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Tab Next field  Enter Connect  Esc Cancel  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a question starts on No`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("X"))
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
         9  12:04:+- Question ---------------------------------------+4 69 6e 67 1a~
        10  12:04:|                                                  |[31mbad^[[0m"}
        11  12:04:| Close tab 1 prod-feed? Its connection is open.   |
        12  12:04:|                                                  |ent by us)
                  | [ y Yes ]  [ n No ]                              |
                  +--------------------------------------------------+





    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     y Yes  n No
    """#
  #expect(picture(model) == expected)
}

@Test func `a notice stands in the hint row`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("~"))
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
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)







    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     "~" is not bound. ? for help
    """#
  #expect(picture(model) == expected)
}

@Test func `compose names its type, and what is wrong with the draft`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("t", .control), Key("8"), Key("g"), Key(.enter))
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
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)







    -- * Compose -> prod-feed ------ "g" at column 2 is not a hex digit; not sent --
     8g

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     "g" at column 2 is not a hex digit; not sent
    """#
  #expect(picture(model) == expected)
}

@Test func `without a tab the screen says how to begin`() {
  let model = InspectorModel(
    size: Size(width: 80, height: 24), terminal: TerminalFacts(description: "256 colours  UTF-8  tmux"))
  let expected =
    #"""
     (no connections)                                     o Open  p Profiles  ? Help


        wsglass 0.1   WebSocket inspector

        o     connect to a ws:// or wss:// URL
        p     open a saved profile
        d     start the demo: a built-in echo and ticker server
        l     open what was recorded before
        :     command line; ^P finds any command
        ?     keys and help
        q     quit

        Paste a URL here to connect to it, or start with one:
          wsglass wss://host/path      wsglass demo

        Themes   :theme lists them; Up and Down show how each looks
        Mouse    on: click and wheel work, Shift-drag selects text, F2 turns it off




     no connection                                          256 colours  UTF-8  tmux
     o Connect  p Profiles  d Demo  l Captures  : Command  q Quit  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a closed connection says who closed it and why`() {
  let model = ended(
    .closed(
      Closure(
        status: Closure.Status(code: .internalError, reason: Array("keepalive timeout".utf8)),
        initiator: .peer, isClean: true), openFor: 723_000_000_000), phase: .closed)
  let expected =
    #"""
     [1-prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
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
    +- Connection closed ---------------------------------------- tab 1 prod-feed -+
    | 1011 internal error: keepalive timeout                                       |
    |                                                                              |
    | Who    closed by the server, clean, after 12 m 03 s open                     |
    | Try    The fault is on the server's side; its log knows more.                |
    | Keys   r reconnect   I why   o another address   X close tab   Esc hide      |
    +------------------------------------------------------------------------------+
    -- Compose (not connected: Enter keeps the draft) ------------ TEXT  not sent --


     CLOSED feed.example.com/v2  >12 <3392  1.2 MB                    FOLLOW   12/12
     r Reconnect  i Compose  Enter Detail  / Search  f Filter  F Follow  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a broken connection says that no Close came back`() {
  let model = ended(
    .closed(
      Closure(
        status: Closure.Status(code: .abnormal), initiator: .us, isClean: false,
        sent: Closure.Status(code: .normal)), openFor: 4_200_000_000), phase: .closed)
  let expected =
    #"""
     [1-prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
         6  12:04:30.071  < TEXT  f3     91  {"type":"snapshot","pair":"ETH-USD","t~
         9  12:04:30.410  < BIN   z     512  08 96 01 12 07 74 65 73 74 69 6e 67 1a~
        10  12:04:31.114  < TEXT  !      37  {"type":"error","msg":"^[[31mbad^[[0m"}
        11  12:04:32.000  - EVENT            no pong within 10 s
        12  12:04:33.000  > CLOSE        19  1011 keepalive timeout (sent by us)
    +- Connection closed ---------------------------------------- tab 1 prod-feed -+
    | local code 1006: no Close frame came back                                    |
    |                                                                              |
    | Who    closed by us, not clean, after 4.2 s open                             |
    | Sent   Close 1000 normal closure                                             |
    | Try    The connection broke: server gone, network down, or a proxy's idle    |
    |        limit.                                                                |
    | Keys   r reconnect   I why   o another address   X close tab   Esc hide      |
    +------------------------------------------------------------------------------+
    -- Compose (not connected: Enter keeps the draft) ------------ TEXT  not sent --


     CLOSED feed.example.com/v2  >12 <3392  1.2 MB                    FOLLOW   12/12
     r Reconnect  i Compose  Enter Detail  / Search  f Filter  F Follow  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a failed connection says what, why and what to try`() {
  let model = ended(.failed(certificate), phase: .failed)
  let expected =
    #"""
     [1!prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
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
    +- Connection failed ---------------------------------------- tab 1 prod-feed -+
    | TLS: the certificate of feed.example.com expired on 2026-11-20 (2 days ago). |
    |                                                                              |
    | Why    X509_V_ERR_CERT_HAS_EXPIRED   chain: *.example.com <- R3 <- ISRG X1   |
    | Try    check this machine's clock; renew the certificate on the server;      |
    |        or trust a CA file / do not verify.                                   |
    | Keys   r reconnect   I why   ^O edit the address   X close tab   Esc hide    |
    +------------------------------------------------------------------------------+
    -- Compose (not connected: Enter keeps the draft) ------------ TEXT  not sent --


     ERROR feed.example.com/v2  >12 <3392  1.2 MB                     FOLLOW   12/12
     r Reconnect  i Compose  Enter Detail  / Search  f Filter  F Follow  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a failure that is tried again says when, and how to hurry or stop it`() {
  var model = ended(.failed(certificate), phase: .failed)
  model.tabs[0].status.retry = "2 of 10 in 1.6 s"
  let lines = picture(model).split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines[17] == "| Retry  2 of 10 in 1.6 s   r now   D stop                                     |")
  #expect(lines[22] == " ERROR feed.example.com/v2  retry 2 of 10 in 1.6 s  >12 <3392     FOLLOW   12/12")
  #expect(lines[23] == " r Retry now  D Stop  i Compose  Enter Detail  / Search  f Filter  ? Help")
  press(&model, Key("r"))
  #expect(model.tabs[0].status.retry == nil)
}

@Test func `on the smallest screen the failure has one line`() {
  let model = ended(.failed(certificate), phase: .failed, width: 20, height: 5)
  let expected =
    #"""
     [1!prod-feed]
     - EVENT no pong wi~
     > CLOSE 1011 keepa~
     TLS: the certifica~
     ERROR        FOLLOW
    """#
  #expect(picture(model) == expected)
}

@Test func `long titles are cut in the middle so that three tabs fit into 80 columns`() {
  var model = InspectorModel(
    size: Size(width: 80, height: 24), terminal: TerminalFacts(repertoire: .ascii))
  for path in ["echo", "text", "fragments"] {
    _ = update(&model, .addressGiven("ws://127.0.0.1:32927/\(path)", title: nil), now: 0)
  }
  #expect(
    picture(model).split(separator: "\n").first
      == " [1~127.0.~27/echo]  2~127.0.~27/text   3~127.0.~agments          o Open  ? Help")
}

@Test func `D15 the facts of a compressed message give both sizes and their ratio`() {
  let builder = LogBuilder()
  let text = String(repeating: "a", count: 1029)
  builder.part(text, of: 10, isFirst: true, isLast: true, reserved1: true)
  var model = pictured(width: 200, height: 40, log: builder)
  press(&model, Key(.enter))
  #expect(picture(model).contains("10 B wire, 1.0 KB inflated, 102:1"))
}

@Test func `what is tolerated and what is not whole is said in the status line`() {
  var model = pictured(width: 120, height: 24)
  var status = model.tabs[0].status
  status.tolerated = "masked"
  status.incompleteFor = "12 s"
  _ = update(&model, .tabChanged(model.tabs[0].id, status), now: 0)
  #expect(picture(model).contains("OPEN TOLERANT masked"))
  #expect(picture(model).contains("incomplete 12 s"))
}
