import Canvas
import FrameLog
import InspectorUI
import Testing

@testable import InspectorModel

/// The first tab beside the third.
private func split(width: Int, height: Int) -> InspectorModel {
  var model = pictured(width: width, height: height)
  _ = update(&model, .logReady(model.tabs[2].id, LogBuilder.fed.log.reader), now: 0)
  press(&model, Key(":"))
  write("split 3", in: &model)
  press(&model, Key(.enter), Key(.down), Key(.up))
  return model
}

@Test func `tabs to send to have a box each`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("a", .alt), Key("a"))
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
      +- Send to 3 tabs ---------------------------------------------------------+"}
      | > [x] 1+   prod-feed                     OPEN        feed.example.com/v2 |
      |   [x] 2~   staging                       CONNECTING  feed.example.com/v2 |
      |   [x] 3-   local-echo                    CLOSED      feed.example.com/v2 |
      +--------------------------------------------------------------------------+





    -- * Compose -> prod-feed ------------ TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Keep  Space Choose  a All  Esc Close
    """#
  #expect(picture(model) == expected)
}

@Test func `compose names how many tabs it sends to`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("a", .alt), Key("a"))
  press(&model, Key(.enter))
  write("hi", in: &model)
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







    -- * Compose -> 3 tabs --------------- TEXT  Enter send  Alt-Enter/^J newline --
     hi

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Send  Alt-Enter Newline  ^T Type  ^O File  ^R Search  F4 Editor  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `what was sent before is a list to search`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("a", .alt), Key("a"))
  press(&model, Key(.enter))
  write("hi", in: &model)
  press(&model, Key(.enter), Key("r", .control))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
      +- Sent before --------------------------------------------------- 1 of 1 -+t~
      | >                                                                        |a~
      | > TEXT        hi                                                         |"}
      |                                                                          |
      |                                                                          |
      |                                                                          |
      |                                                                          |
      +--------------------------------------------------------------------------+




    -- * Compose -> 3 tabs --------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Take it  Down Older  Esc Cancel
    """#
  #expect(picture(model) == expected)
}

@Test func `two tabs stand side by side at 80x24`() {
  let model = split(width: 80, height: 24)
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
    -- * 1+prod-feed ------------ PAUSED --| -- 3-local-echo ------------- FOLLOW --
     D OP    PAYLOAD                       |  D OP    PAYLOAD
     < TEXT  {"type":"ack","op":"unsubscri~|  < TEXT  {"type":"ack","op":"unsubscri~
     < TEXT  {"type":"ticker","seq":88122,~|  < TEXT  {"type":"ticker","seq":88122,~
     > TEXT  {"op":"subscribe","channel":"~|  > TEXT  {"op":"subscribe","channel":"~
     < PING  0x00 00 0d 43                 |  < PING  0x00 00 0d 43
     > PONG  0x00 00 0d 43   (auto)        |  > PONG  0x00 00 0d 43   (auto)
     < TEXT  {"type":"snapshot","pair":"ET~|  < TEXT  {"type":"snapshot","pair":"ET~
     < BIN   08 96 01 12 07 74 65 73 74 69~|  < BIN   08 96 01 12 07 74 65 73 74 69~
     < TEXT  {"type":"error","msg":"^[[31m~|  < TEXT  {"type":"error","msg":"^[[31m~
    >- EVENT no pong within 10 s           |  - EVENT no pong within 10 s
     > CLOSE 1011 keepalive timeout (sent ~|  > CLOSE 1011 keepalive timeout (sent ~
                                           |
                                           |
                                           |
                                           |
                                           |
                                           |
    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                       PAUSED  11/12
     Tab Other side  \ One tab  i Compose  Enter Detail  / Search  f Filter  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `two tabs stand side by side at 120x40`() {
  let model = split(width: 120, height: 40)
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo                                                      o Open  p Profiles  ? Help
    -- * 1+prod-feed -------------------------------- PAUSED --| -- 3-local-echo --------------------------------- FOLLOW --
         #  D OP     PAYLOAD                                   |      #  D OP     PAYLOAD
         1  < TEXT   {"type":"ack","op":"unsubscribe","channel~|      1  < TEXT   {"type":"ack","op":"unsubscribe","channel~
         2  < TEXT   {"type":"ticker","seq":88122,"pair":"BTC-~|      2  < TEXT   {"type":"ticker","seq":88122,"pair":"BTC-~
         3  > TEXT   {"op":"subscribe","channel":"trades"}     |      3  > TEXT   {"op":"subscribe","channel":"trades"}
         4  < PING   0x00 00 0d 43                             |      4  < PING   0x00 00 0d 43
         5  > PONG   0x00 00 0d 43   (auto)                    |      5  > PONG   0x00 00 0d 43   (auto)
         6  < TEXT   {"type":"snapshot","pair":"ETH-USD","trad~|      6  < TEXT   {"type":"snapshot","pair":"ETH-USD","trad~
         9  < BIN    08 96 01 12 07 74 65 73 74 69 6e 67 1a 04~|      9  < BIN    08 96 01 12 07 74 65 73 74 69 6e 67 1a 04~
        10  < TEXT   {"type":"error","msg":"^[[31mbad^[[0m"}   |     10  < TEXT   {"type":"error","msg":"^[[31mbad^[[0m"}
    >   11  - EVENT  no pong within 10 s                       |     11  - EVENT  no pong within 10 s
        12  > CLOSE  1011 keepalive timeout (sent by us)       |     12  > CLOSE  1011 keepalive timeout (sent by us)
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
                                                               |
    -- Compose -> prod-feed ------------------------------------------------------ TEXT  Enter send  Alt-Enter/^J newline --



     OPEN wss://feed.example.com/v2  TLS1.3 deflate  >12 <3392  1.2 MB  4.1/s _-_.#...  rtt 28 ms              PAUSED  11/12
     Tab Other side  \ One tab  i Compose  Enter Detail  / Search  f Filter  ^W Swap  F Follow:off  y Copy  s Export  ? Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a screen too narrow for two shows the active tab`() {
  let model = split(width: 40, height: 12)
  let expected =
    #"""
     [1+prod-feed]  2~staging  <1 more>
         #  D OP     PAYLOAD
         6  < TEXT   {"type":"snapshot","pa~
         9  < BIN    08 96 01 12 07 74 65 7~
        10  < TEXT   {"type":"error","msg":~
    >   11  - EVENT  no pong within 10 s
        12  > CLOSE  1011 keepalive timeout~
    -- Compose -> prod-feed -------- TEXT --


     OPEN feed.example.com/v2  PAUSED  11/12
     i Compose  Enter Detail  y Copy  ? Help
    """#
  #expect(picture(model) == expected)
}
