import Canvas
import FrameFilter
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

/// Presses keys and runs the scans that they order to their end.
private struct Session {
  var model: InspectorModel
  let log: LogBuilder

  init(width: Int, height: Int, log: LogBuilder = .tickers) {
    self.log = log
    model = pictured(width: width, height: height, log: log)
  }

  mutating func press(_ keys: Key...) { for key in keys { take(.input(.key(key))) } }
  mutating func type(_ text: String) { for scalar in text.unicodeScalars { press(Key(scalar)) } }

  mutating func take(_ message: InspectorModel.Message) {
    for case .scan(let id, let purpose, let subject?) in update(&model, message, now: 0) {
      var scan = FrameScan(log.log.reader, for: subject)
      while scan.step(limit: 1000) {}
      let progress = ScanProgress(
        subject: subject, matches: scan.matches, end: log.log.reader.range.upperBound, isDone: true,
        elapsed: 0)
      _ = update(&model, .scanMoved(id, purpose, progress), now: 0)
    }
  }
}

extension LogBuilder {
  /// Forty rows, of which every fourth is a ticker and one in ten a ping.
  fileprivate static var tickers: LogBuilder {
    let log = LogBuilder()
    for number in 1...40 {
      let time = Int64(number) * 250
      if number.isMultiple(of: 4) {
        log.text(
          .received, #"{"type":"ticker","seq":\#(88_000 + number),"pair":"BTC-USD","bid":"64120.30"}"#,
          at: time)
      } else if number.isMultiple(of: 10) {
        log.frame(.received, .ping, [0, 0, 0x0D, 0x43], at: time)
      } else {
        log.text(number.isMultiple(of: 3) ? .sent : .received, #"{"type":"book","n":\#(number)}"#, at: time)
      }
    }
    return log
  }
}

@Test func `on the smallest screen the filter has a line`() {
  var session = Session(width: 20, height: 5)
  session.press(Key("f"))
  session.type("ticker")
  let expected =
    #"""
     [1+prod-feed]
     < TEXT  {"type":"t~
     < TEXT  {"type":"t~
     Filter> ticker
     OPEN FILTER  FOLLOW
    """#
  #expect(picture(session.model) == expected)
  session.type(" op:x")
  let faulty =
    #"""
     [1+prod-feed]
     no row matches th~
    op: takes text, bin~
     Filter> cker op:x
     OPEN FILTER  FOLLOW
    """#
  #expect(picture(session.model) == faulty)
}

@Test func `what is wrong stands under its place`() {
  var session = Session(width: 80, height: 24)
  session.press(Key("f"))
  session.type("ticker op:x dir:in")
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
     no row matches the filter














    -- * Filter (live) -------------------------------------------- 0 of 40 shown --
     Filter> ticker op:x dir:in                     Alt-R regex:off Alt-C case:smart
                       ^ op: takes text, bin, ping, pong, close, cont, event


     OPEN feed.example.com/v2  FILTER on                           0 shown  40 total
     Enter Keep  Esc Undo  Up/Down History  Tab Complete  F1 Filter help
    """#
  #expect(picture(session.model) == expected)
}

@Test func `Tab's offers stand in the hint row with what they mean`() {
  var session = Session(width: 80, height: 24)
  session.press(Key("f"))
  session.type("dir:")
  session.press(Key(.tab))
  let lines = picture(session.model).split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines[23] == " in  out                                                    frames that came in")
}

@Test func `what a filter can say is a list over the field`() {
  var session = Session(width: 80, height: 24)
  session.press(Key("f"), Key(.function(1)))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
      +- What a filter can say --------------------------------------------------+
      | dir:in                      the way a frame went                         |
      | op:text,bin                 kinds of frames, and events                  |
      | !ping                       a kind alone is op: with it; in quotes it i~ |B~
      | size>1k                     payload bytes; also >= < <= = and 1k-4k; k,~ |
      | wire>=64Ki                  payload bytes as they travelled, compressed  |
      | close:1006                  close codes: one, 1000-1003, or * for all    |
      | json.user.id=42             a JSON value: = != > >= < <=, or that it is~ |B~
      | re:"id: \d+"                payloads that a regular expression matches   |
      | since:10s                   since:mark, since:10s before the newest rec~ |
      | flag:violation              what is special about a frame                |
      | marked                      frames that you marked                       |B~
      | #100-200                    record numbers; also #100- and #-200         |
      | ticker                      payloads with the word; small letters match~ |
      | "two words"                 payloads with exactly this text              |
      | !ping                       not: also written not                        |B~
    --| dir:in and op:text          both; a blank says the same                  |--
     F| op:ping or op:pong          either                                       |rt
    --| not (op:ping or op:pong)    not                                          |--
      +--------------------------------------------------------------------------+

     OPEN feed.example.com/v2  >12 <3392  1.2 MB                      FOLLOW   40/40
     Enter Insert  Down Next  Esc Close
    """#
  #expect(picture(session.model) == expected)
}

@Test func `a kept filter and a search are in the status line`() {
  var session = Session(width: 80, height: 24)
  session.press(Key("f"))
  session.type("ticker")
  session.press(Key(.enter), Key("/"))
  session.type("880")
  session.press(Key(.enter), Key("N"))
  let expected =
    #"""
     [1+prod-feed]  2~staging   3-local-echo              o Open  p Profiles  ? Help
         #  TIME          D OP    FL   SIZE  PAYLOAD
         4  12:04:28.000  < TEXT         63  {"type":"ticker","seq":88004,"pair":"B~
         8  12:04:29.000  < TEXT         63  {"type":"ticker","seq":88008,"pair":"B~
        12  12:04:30.000  < TEXT         63  {"type":"ticker","seq":88012,"pair":"B~
        16  12:04:31.000  < TEXT         63  {"type":"ticker","seq":88016,"pair":"B~
        20  12:04:32.000  < TEXT         63  {"type":"ticker","seq":88020,"pair":"B~
        24  12:04:33.000  < TEXT         63  {"type":"ticker","seq":88024,"pair":"B~
        28  12:04:34.000  < TEXT         63  {"type":"ticker","seq":88028,"pair":"B~
        32  12:04:35.000  < TEXT         63  {"type":"ticker","seq":88032,"pair":"B~
    >   36  12:04:36.000  < TEXT         63  {"type":"ticker","seq":88036,"pair":"B~
        40  12:04:37.000  < TEXT         63  {"type":"ticker","seq":88040,"pair":"B~







    -- Compose -> prod-feed -------------- TEXT  Enter send  Alt-Enter/^J newline --


     OPEN feed.example.com/v2  FILTER on  10 hits, 9th    PAUSED  10 shown  40 total
     i Compose  Enter Detail  / Search  f Filter  F Follow  y Copy  s Export  ? Help
    """#
  #expect(picture(session.model) == expected)
  session.take(.input(.resized(Size(width: 20, height: 5))))
  let small =
    #"""
     [1+prod-feed]
     < TEXT  {"type":"t~
     < TEXT  {"type":"t~
    >< TEXT  {"type":"t~
     OPEN FILTER  PAUSED
    """#
  #expect(picture(session.model) == small)
}

@Test func `hits are shown where they stand, in rows and in the detail`() {
  var session = Session(width: 80, height: 24)
  session.press(Key("/"))
  session.type("\"seq\"")
  session.press(Key(.enter))
  var canvas = Canvas(size: session.model.size, repertoire: .ascii)
  drawInspector(session.model, on: &canvas)
  func columns(_ role: CellRole, row: Int) -> [Int] {
    (0..<80).filter { canvas.role(at: Point(x: $0, y: row)) == role }
  }
  // Row 40 is the last of the log's 17.
  #expect(columns(.matchCurrent, row: 18) == Array(58..<63))
  #expect(columns(.match, row: 14) == Array(58..<63))
  session.press(Key(.enter))
  canvas = Canvas(size: session.model.size, repertoire: .ascii)
  drawInspector(session.model, on: &canvas)
  #expect(canvas.row(13) == "   \"seq\": 88040,")
  #expect(columns(.match, row: 13) == Array(3..<8))
}

@Test func `a job stands in the status line with its key`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("/"), Key("x"), Key(.enter))
  guard let pattern = model.search?.pattern else {
    Issue.record("no search")
    return
  }
  func status(_ width: Int) -> Substring? {
    _ = update(&model, .input(.resized(Size(width: width, height: width == 20 ? 5 : 24))), now: 0)
    _ = update(
      &model,
      .scanMoved(
        model.tabs[0].id, .search,
        ScanProgress(
          subject: .pattern(pattern), matches: MatchSet(), end: 1_000_001, isDone: false, elapsed: 300_000_000
        )),
      now: 0)
    return picture(model).split(separator: "\n").last { $0.contains("^C") }
  }
  #expect(status(80) == " OPEN  Searching 0/1.0M  0%  0 hits  ^C stop                        PAUSED  6/12")
  #expect(status(20) == " 0%  ^C stop  PAUSED")
}

@Test func `a filtered log costs no more to draw than a screenful`() {
  let log = LogBuilder()
  for index in 0..<50_000 {
    log.text(.received, index.isMultiple(of: 2500) ? "rare" : "x", at: Int64(index))
  }
  var session = Session(width: 80, height: 24, log: log)
  session.press(Key("f"))
  session.type("rare")
  session.press(Key(.enter))
  #expect(session.model.tabs[0].shownCount == 20)
  let clock = ContinuousClock()
  let spent = clock.measure { for _ in 0..<20 { _ = picture(session.model) } }
  // Twenty walks over the log would take seconds here, even on a slow machine.
  #expect(spent < .seconds(2))
}

@Test func `what a filter looks for is shown where it stands in its rows`() {
  let log = LogBuilder()
  log.text(.received, #"{"type":"ticker","pair":"BTC"}"#, at: 0)
  log.text(.received, #"{"type":"ack"}"#, at: 1)
  var session = Session(width: 80, height: 24, log: log)
  session.press(Key("f"))
  session.type("ticker")
  session.press(Key(.enter))
  var canvas = Canvas(size: session.model.size, repertoire: .ascii)
  drawInspector(session.model, on: &canvas)
  let y = Layout(session.model).log.y
  let row = Array(canvas.row(y))
  let start = row.indices.first { row[$0...].starts(with: "ticker") } ?? 0
  #expect(start > 40)
  #expect(canvas.role(at: Point(x: start - 1, y: y)) != .match)
  #expect((start..<start + 6).allSatisfy { canvas.role(at: Point(x: $0, y: y)) == .match })
  #expect(canvas.role(at: Point(x: start + 6, y: y)) != .match)
}
