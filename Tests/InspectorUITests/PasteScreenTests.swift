import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

private func pasted(width: Int, height: Int) -> InspectorModel {
  var model = pictured(width: width, height: height)
  press(&model, Key("i"), Key("d"))
  _ = update(&model, .input(.paste("{\"big\":1}", leftOut: 42_000_000)), now: 0)
  return model
}

@Test func `a paste over the limit is asked about`() {
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
         9 +- Question ----------------------------------------------------+e 67 1a~
        10 |                                                               |d^[[0m"}
        11 | Paste 9 B of 42.0 MB? The rest does not fit into the draft.   |
        12 |                                                               | us)
           | [ y Yes ]  [ n No ]                                           |
           +---------------------------------------------------------------+





    -- * Compose -> prod-feed ------------ TEXT  Enter send  Alt-Enter/^J newline --
     d

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     y Yes  n No
    """#
  let model = pasted(width: 80, height: 24)
  #expect(picture(model) == expected)
}

@Test func `a paste over the limit is asked about on small screens`() {
  let expected =
    #"""
     [1+prod-feed]  2~staging  <1 more>
    +- Question ---------------------------+
    |                                      |
    | Paste 9 B of 42.0 MB? The rest does  |
    | not fit into the draft.              |
    |                                      |
    | [ y Yes ]  [ n No ]                  |
    +--------------------------------------+
     d

     OPEN feed.example.com/~  FOLLOW   12/12
     y Yes  n No
    """#
  let model = pasted(width: 40, height: 12)
  #expect(picture(model) == expected)
}

@Test func `a paste over the limit is asked about on the smallest screen`() {
  let expected =
    #"""
     [1+prod-feed]
    Paste 9 B of 42.0
    MB? The rest does n~
    [ y Yes ]  [ n No ]
     OPEN feed.~  FOLLOW
    """#
  let model = pasted(width: 20, height: 5)
  #expect(picture(model) == expected)
}

@Test func `the list of tabs offers to show one beside`() {
  var model = pictured(width: 60, height: 12)
  press(&model, Key("0"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo      o Open  ? Help
    +- Tabs ---------------------------------------------------+
    | > 1+   prod-feed                     OPEN       feed.ex~ |
    |   2~   staging                       CONNECTING feed.ex~ |
    |   3-   local-echo                    CLOSED     feed.ex~ |
    +----------------------------------------------------------+
        12  > CLOSE        19  1011 keepalive timeout (sent by ~
    -- Compose -> prod-feed ---------------- TEXT  Enter send --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB  FOLLOW   12/12
     Down Next  Enter Go there  \ Beside  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `marks that join nothing more stand in the lines that the detail wraps`() {
  let log = LogBuilder()
  let marks = String(repeating: "\u{301}", count: 20)
  log.text(.received, "{\"text\":\"ab\(marks)cd\"}", at: 0)
  var model = InspectorModel(size: Size(width: 60, height: 16))
  _ = update(&model, .addressGiven("ws://h/", title: "h"), now: 0)
  _ = update(&model, .logReady(model.tabs[0].id, log.log.reader), now: 0)
  press(&model, Key(.enter))
  let expected =
    #"""
     [1~h]                            o Open  p Profiles  ? Help
         #  D OP    FL   SIZE  PAYLOAD
    >    1  < TEXT         55  {"text":"ab́́́́<U+0301><U+0301><U+03…


    -- * Detail #1 < TEXT 55 B --------------- pretty  ln 1/5 --
    >{
       "text": "ab́́́́<U+0301><U+0301><U+0301><U+0301><U+0301>
       ◌́́́́<U+0301><U+0301><U+0301><U+0301><U+0301><U+0301>
       ◌́cd"
     }
    -- Compose (not connected: Enter keeps the draft) -- TEXT --


     CONNECTING   starting  >0 <0  0 B               PAUSED  1/1
     Enter Fold  x Hex  P Pretty  w Wrap  J/K Frame  ? Help
    """#
  #expect(picture(model, .unicode) == expected)
}
