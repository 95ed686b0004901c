import Canvas
import FrameLog
import InspectorUI
import Testing

@testable import InspectorModel

/// The dialog with something in most fields, as in the design's picture.
private func openFull(_ model: inout InspectorModel) {
  var options = ConnectOptions(url: "wss://feed.example.com/v2?token=abcdefgh")
  options.headers = ["Authorization: Bearer abcdefghijkl", "X: y"]
  options.protocols = "v12.stomp, v11.stomp"
  options.origin = "https://app.example.com"
  options.pings = true
  options.pingTimeout = "10"
  options.reconnects = true
  model.environmentProxy = "(none)            from HTTPS_PROXY: not set"
  model.connectDefaults = options
  press(&model, Key("o"))
}

@Test func `headers are a list with their secrets as stars`() {
  var model = pictured(width: 80, height: 24)
  openFull(&model)
  press(&model, Key(.tab), Key(.enter))
  write("bad", in: &model)
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         1  12:04:27.000  < TEXT         67  {"type":"ack","op":"unsubscribe","chan~
         2  12:04:27.250  < TEXT         80  {"type":"ticker","seq":88122,"pair":"B~
         3  12:04:29.820  > TEXT         37  {"op":"subscribe","channel":"trades"}
         4  12:04:30.001  < PING          4  0x00 00 0d 43
         5  12:04:30.001  > PONG          4  0x00 00 0d 43   (auto)
        +- Connect: headers ---------------------------------- opens in tab 4 -+,"t~
        |                                                                      | 1a~
        |  Authorization: Bearer ************                                  |0m"}
        |  X: y                                                                |
        |  bad                                                                 |
        |  (one more)                                                          |
        |                                                                      |
        +- NAME: VALUE   Enter next   Esc back --------------------------------+




    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Enter Next header  Alt-Enter Connect  Esc Back  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `a wrong header is told at its field`() {
  var model = pictured(width: 80, height: 24)
  openFull(&model)
  press(&model, Key(.tab), Key(.enter))
  write("bad", in: &model)
  press(&model, Key(.enter, .alt))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
        +- Connect ------------------------------------------- opens in tab 4 -+
        |                                                                      |han~
        |  URL        wss://feed.example.com/v2?token=********                 |:"B~
        |             https:// becomes wss://   pasted curl commands work      |"}
        |  Headers    Authorization: Bearer ********      [3]  Enter edit      |
        |             a header is NAME: VALUE, the colon is missing            |
        |  Protocols  v12.stomp, v11.stomp                                     |,"t~
        |  Origin     https://app.example.com                                  | 1a~
        |  Proxy      (none)            from HTTPS_PROXY: not set              |0m"}
        |  TLS        (o) verify  ( ) CA file...  ( ) do not verify (!)        |
        |  Client     (no certificate)                                         |
        |  Deflate    [x] offer permessage-deflate                             |
        |  Ping       ( ) off  (o) every 20 s, fail after 10 s                 |
        |  Reconnect  ( ) off  (o) backoff 5 s .. 60 s, 10 tries               |
        |  On open    send script: (none)                                      |
        |  Save as    (name)         secrets: in files, mode 0600              |
        |                                                                      |
        |  [ Connect ]   [ Save profile ]   [ Cancel ]                         |
    -- C|                                                                      |e --
        +- Enter edit   Tab move   Esc cancel ---------------------------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   12/12
     Tab Next field  Enter Edit  Alt-Enter Connect  Esc Cancel  F1 Help
    """#
  #expect(picture(model) == expected)
}

@Test func `the hints say what Enter does in the field that has the keys`() {
  var model = pictured(width: 80, height: 24)
  openFull(&model)
  func hints() -> String { picture(model).split(separator: "\n").last.map(String.init) ?? "" }
  #expect(hints() == " Tab Next field  Enter Connect  Esc Cancel  F1 Help")
  press(&model, Key(.tab))
  #expect(hints() == " Tab Next field  Enter Edit  Alt-Enter Connect  Esc Cancel  F1 Help")
  press(&model, Key(.tab))
  #expect(hints() == " Enter Next field  Alt-Enter Connect  Esc Cancel  F1 Help")
  press(&model, Key(.backTab), Key(.backTab), Key(.backTab))
  #expect(hints() == " Tab Next field  Enter Cancel  Alt-Enter Connect  Esc Cancel  F1 Help")
  press(&model, Key(.left))
  #expect(hints() == " Tab Next field  Enter Save  Alt-Enter Connect  Esc Cancel  F1 Help")
}

@Test(arguments: [(40, 12), (30, 10), (20, 5)])
func `all buttons of the connect dialog are to be seen on small screens`(width: Int, height: Int) {
  var model = pictured(width: width, height: height)
  openFull(&model)
  press(&model, Key(.backTab))
  let line = picture(model).split(separator: "\n").first { $0.contains("[Cancel]") }.map(String.init) ?? ""
  #expect(line.contains("[Save] [Cancel]"))
  #expect(line.contains("[Connect]") == (width >= 30))
  press(&model, Key(.left), Key(.left))
  #expect(picture(model).contains("[Connect] [Save]"))
}
