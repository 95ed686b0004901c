import Canvas
import FrameLog
import InspectorUI
import Testing

@testable import InspectorModel

@Test func `hex with a wrong digit says which while it is typed`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("t", .control))
  write("08 96 0g 12", in: &model)
  press(&model, Key(.left))
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







    -- * Compose -> prod-feed ------- BIN hex  "g" at column 8 is not a hex digit --
     08 96 0g 12

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Send  Alt-Enter Newline  ^T Type  ^O File  ^R Search  F4 Editor  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a narrow compose pane gives its room to what is wrong`() {
  var model = pictured(width: 40, height: 12)
  press(&model, Key("i"), Key("t", .control))
  write("08 96 0g 12", in: &model)
  press(&model, Key(.left))
  let expected =
    #"""
     [1+prod-feed]  2~staging  <1 more>
         #  D OP     PAYLOAD
         6  < TEXT   {"type":"snapshot","pa~
         9  < BIN    08 96 01 12 07 74 65 7~
        10  < TEXT   {"type":"error","msg":~
        11  - EVENT  no pong within 10 s
        12  > CLOSE  1011 keepalive timeout~
    -- * Compose -- "g" at column 8 is n~ --
     08 96 0g 12

     OPEN feed.example.com/~  FOLLOW   12/12
     Enter Send  Alt-Enter Newline  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `compose is one line at 20x5`() {
  var model = pictured(width: 20, height: 5)
  press(&model, Key("i"), Key("t", .control))
  write("08 96 0g 12", in: &model)
  press(&model, Key(.left))
  let expected =
    #"""
     [1+prod-feed]
     - EVENT no pong wi~
     > CLOSE 1011 keepa~
    BIN hex>   96 0g 12
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == expected)
}

@Test func `JSON with a fault says where, and a variable is none`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"))
  write(#"{"id":${seq},"a" 1}"#, in: &model)
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







    -- * Compose -------------- TEXT  not JSON at column 18: a colon belongs here --
     {"id":${seq},"a" 1}

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Send  Alt-Enter Newline  ^T Type  ^O File  ^R Search  F4 Editor  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a file that can't be read says so under its path`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("o", .control))
  write("bo", in: &model)
  let words = "can't read bo: No such file or directory"
  _ = update(&model, .fileRead(model.tabs[0].id, path: "bo", .failed(words: words)), now: 0)
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





    -- * Insert a file -------------------------------------------------------------
     File> bo
     can't read bo: No such file or directory


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Insert  Tab Complete  Esc Cancel  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a long file stands in compose with its size`() {
  var model = pictured(width: 80, height: 24)
  let file = FileContent.long(bytes: 3_400_000, isText: false)
  _ = update(&model, .fileRead(model.tabs[0].id, path: "~/captures/book.bin", file), now: 0)
  press(&model, Key("i"))
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







    -- * Compose -> prod-feed ------------- BIN  Enter send  Alt-Enter/^J newline --
     file ~/captures/book.bin, 3.4 MB of bytes, sent as it is on disk
     ^G takes it away
     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Send  Alt-Enter Newline  ^T Type  ^O File  ^R Search  F4 Editor  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the wrong digit is marked in place, and a variable as one`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("i"), Key("t", .control))
  write("08 0g 1", in: &model)
  var canvas = Canvas(size: model.size, repertoire: .ascii)
  drawInspector(model, on: &canvas)
  #expect(
    (1...7).map { canvas.role(at: Point(x: $0, y: 20)) == .promptError } == [
      false, false, false, false, true, false, false,
    ])
  press(&model, Key("g", .control))
  while model.tabs[0].composer.type != .text { press(&model, Key("t", .control)) }
  write("a${seq}${no}", in: &model)
  drawInspector(model, on: &canvas)
  #expect(canvas.role(at: Point(x: 1, y: 20)) == .text)
  #expect((2...7).allSatisfy { canvas.role(at: Point(x: $0, y: 20)) == .promptOk })
  #expect((8...12).allSatisfy { canvas.role(at: Point(x: $0, y: 20)) == .promptError })
}
