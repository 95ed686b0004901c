import Canvas
import InspectorUI
import JSON5
import Testing

@testable import InspectorModel

@Test func `the palette lists keys, words and names, and what is typed cuts it`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("p", .control), Key("h"), Key("e"), Key("x"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
      +- Commands (5) -----------------------------------------------------------+t~
      | > hex                                                                    |a~
      | > x             hex in the detail                             detail.hex |"}
      |   :binary       send bytes                                   :binary HEX |
      |   :export       jsonl, har, csv, text, pcapng or raw                     |
      |   :filter       show what matches; without EXPR all         :filter EXPR |
      |   n             next hit                                     search.next |
      +--------------------------------------------------------------------------+




    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Run  Down Next  Esc Close
    """#
  #expect(picture(model) == expected)
  _ = update(&model, .input(.resized(Size(width: 20, height: 5))), now: 0)
  let small =
    #"""
     [1+prod-feed]
    > hex
    > hex in the detail
      send bytes
     OPEN feed.~  FOLLOW
    """#
  #expect(picture(model) == small)
}

@Test func `the palette says where nothing fits`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("p", .control), Key("z"), Key("z"), Key("q"))
  #expect(picture(model).contains("| > zzq"))
  #expect(picture(model).contains("nothing has these letters in this order"))
}

@Test func `help and palette show a user's keys`() throws {
  var model = pictured(width: 80, height: 24)
  let file = try JSON5Document(
    #"{"log": {"x": null, "ctrl-x": "detail.hex", "ctrl-o": "detail.hex"}}"#.utf8, .lenient)
  model.keymap = Keymap.standard.changed(by: file).keymap
  press(&model, Key("?"), Key("h"), Key("e"), Key("x"), Key(" "))
  #expect(picture(model).contains("^X ^O         hex in the detail"))
}
