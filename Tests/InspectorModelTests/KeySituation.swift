import Canvas
import FrameLog
import WebSocketCore

@testable import InspectorModel

private func control(_ letter: Unicode.Scalar) -> Key { Key(letter, .control) }
private func alt(_ letter: Unicode.Scalar) -> Key { Key(letter, .alt) }

/// A screen on which the keys of a context have something to do.
struct KeySituation: Sendable {
  let make: @Sendable () -> Fixture
  init(
    _ base: @escaping @Sendable () -> Fixture = { rich() },
    _ prepare: @escaping @Sendable (inout Fixture) -> Void
  ) {
    make = {
      var fixture = base()
      prepare(&fixture)
      return fixture
    }
  }
}

/// Nine open tabs; the first has frames of JSON, an old search, marks and messages that were sent. The cursor is amid them.
private func rich() -> Fixture {
  var fixture = Fixture()
  for number in 0..<36 {
    if number % 9 == 7 { fixture.log.append(note: .opened, text: Array("open".utf8), at: 0, wallOffset: 0) }
    let tail = String(repeating: ",{\"item\":\"a word that is long\"}", count: 6)
    fixture.receive("{\"number\":\(number % 3),\"items\":[{\"item\":0}\(tail)]}")
    if number % 9 == 4 { fixture.receive("beat", .ping) }
  }
  for number in 2...9 {
    fixture.take(.addressGiven("ws://127.0.0.1:\(number)/", title: "tab \(number)"))
    let id = fixture.model.tabs[number - 1].id
    fixture.take(.tabChanged(id, TabStatus(phase: .open, url: "ws://127.0.0.1:\(number)/")))
  }
  fixture.press(Key("2"), Key("1"))
  fixture.press(Key("i"))
  for text in ["one two", "three four"] {
    fixture.type(text)
    fixture.press(Key(.enter))
  }
  fixture.press(Key(.escape), Key("g"), Key("/"))
  fixture.type("number")
  fixture.press(Key(.enter), Key("j"), Key("j"), Key("m"), Key(.pageDown), Key("m"), Key("k"), Key("k"))
  return fixture
}

/// Text with the cursor amid it, something that was cut, something to undo and something to redo.
private func write(_ fixture: inout Fixture) {
  fixture.type("one two three")
  fixture.press(control("w"), control("_"), alt("b"), Key(.left))
}

private func play(_ fixture: inout Fixture, _ phase: ReplayState.Phase) {
  var state = ReplayState(name: "login.jsonl")
  state.phase = .running
  state.row = 2
  fixture.type(":replay login.jsonl")
  fixture.press(Key(.enter))
  fixture.take(.replayMoved(fixture.tab.id, state))
  state.phase = phase
  fixture.take(.replayMoved(fixture.tab.id, state))
}

private let profiles = ["prod-feed", "prod-orders", "proxy"].map {
  ProfileSummary(
    name: $0,
    variants: [.init(environment: "dev", address: "ws://h/"), .init(environment: "prod", address: "ws://h/")])
}
private let captures = ["a", "b", "c"].map { CaptureSummary(id: $0, name: $0, time: 0, frames: 1, bytes: 1) }
private let themes = ["terminal", "nord", "mono"].map { ThemeSummary(name: $0, variant: "any", details: "") }

private func firstScreen() -> Fixture {
  var fixture = Fixture()
  fixture.press(Key("X"), Key("y"))
  return fixture
}

let keySituations: [(KeyContext, [KeySituation])] = [
  (.firstRun, [KeySituation(firstScreen) { _ in }]),
  (
    .log,
    [
      KeySituation { $0.press(Key(.enter), Key("J"), Key(.tab), Key(.backTab), Key(.backTab), Key("J")) },
      KeySituation { $0.press(Key("2"), Key("1"), Key("l"), Key("l")) },
      KeySituation { $0.press(Key("2")) },
      KeySituation { $0.press(Key("\\")) },
      KeySituation {
        let id = $0.tab.id
        $0.take(.tabChanged(id, TabStatus(phase: .closed, url: "ws://127.0.0.1:9001/echo")))
      },
      KeySituation { $0.take(.input(.resized(Size(width: 160, height: 24)))) },
    ]
  ),
  (
    .detail,
    [
      KeySituation { $0.press(Key(.enter), Key("j"), Key("j"), Key("j")) },
      KeySituation { $0.press(Key("\\"), Key(.enter)) },
      KeySituation { $0.press(Key(.enter), Key("G"), Key("k"), Key("l"), Key("l")) },
      KeySituation { $0.press(Key("2"), Key("1"), Key(.enter), Key("w"), Key("P"), Key("l"), Key("l")) },
      KeySituation {
        $0.take(.input(.resized(Size(width: 160, height: 24))))
        $0.press(Key(.enter))
      },
      KeySituation {
        $0.press(Key("2"))
        let other = FrameLog(budget: LogBudget())
        other.append(note: .opened, text: Array("open".utf8), at: 0, wallOffset: 0)
        $0.take(.logReady($0.tab.id, other.reader))
        $0.press(Key(.enter))
      },
      KeySituation {
        let id = $0.tab.id
        $0.take(.tabChanged(id, TabStatus(phase: .closed, url: "ws://127.0.0.1:9001/echo")))
        $0.press(Key(.enter))
      },
    ]
  ),
  (
    .compose,
    [
      KeySituation {
        $0.press(Key("i"))
        write(&$0)
      },
      KeySituation {
        $0.press(Key("i"))
        $0.type(#"{"a":1,"b":2}"#)
        $0.press(alt("p"), Key(.up))
      },
      KeySituation {
        $0.press(Key("i"))
        $0.type(#"{"a":1,"b":2}"#)
      },
      KeySituation { $0.press(Key("i"), control("p")) },
      KeySituation { $0.press(Key("2"), Key("i")) },
      KeySituation { $0.press(Key("2"), Key("1"), Key("i"), control("p"), control("p")) },
    ]
  ),
  (
    .replay,
    [
      KeySituation { play(&$0, .running) },
      KeySituation { play(&$0, .passed) },
      KeySituation {
        $0.press(Key("2"))
        play(&$0, .running)
      },
    ]
  ),
  (
    .prompt,
    [
      KeySituation {
        $0.type(":time utc")
        $0.press(Key(.enter), Key(":"))
        write(&$0)
      },
      KeySituation { $0.type(":t") },
      KeySituation {
        $0.type(":time utc")
        $0.press(Key(.enter), Key(":"), Key(.up))
      },
    ]
  ),
  (
    .filterPrompt,
    [
      KeySituation {
        $0.type("fnumber")
        $0.press(Key(.enter), Key("f"), control("u"))
        write(&$0)
      },
      KeySituation { $0.type("fdi") },
      KeySituation {
        $0.type("fnumber")
        $0.press(Key(.enter), Key("f"), Key(.up))
      },
    ]
  ),
  (
    .searchPrompt,
    [
      KeySituation {
        $0.press(Key("/"))
        write(&$0)
      },
      KeySituation { $0.press(Key("/"), Key(.up)) },
    ]
  ),
  (
    .filePrompt,
    [
      KeySituation {
        $0.press(Key("i"), control("o"))
        write(&$0)
      },
      KeySituation {
        $0.press(Key("i"), control("o"))
        $0.type("a.t")
        $0.press(Key(.enter), Key(.up))
      },
      KeySituation {
        $0.press(Key("i"), control("o"))
        $0.type("a.t")
        $0.press(Key(.enter), control("u"))
      },
    ]
  ),
  (
    .connectDialog,
    [
      KeySituation {
        $0.type("ows://h/")
        $0.press(Key(.enter), Key("o"))
        write(&$0)
      },
      KeySituation {
        $0.type("ows://h/")
        $0.press(Key(.enter), Key("o"), control("p"))
      },
    ]
  ),
  (
    .export,
    [
      KeySituation {
        $0.press(Key("s"), Key(.tab), Key(.tab))
        write(&$0)
      }
    ]
  ),
  (
    .help,
    [
      KeySituation { $0.press(Key("?"), Key(.down), Key(.down)) },
      KeySituation {
        $0.press(Key("?"))
        write(&$0)
      },
    ]
  ),
  (
    .palette,
    [
      KeySituation { $0.press(control("p"), Key(.down), Key(.down)) },
      KeySituation {
        $0.press(control("p"))
        write(&$0)
      },
    ]
  ),
  (
    .drafts,
    [
      KeySituation { $0.press(Key("i"), control("r")) },
      KeySituation { $0.press(Key("i"), control("r"), Key(.down)) },
      KeySituation {
        $0.press(Key("i"), control("r"))
        write(&$0)
      },
    ]
  ),
  (
    .profiles,
    [
      KeySituation {
        $0.press(Key("p"))
        $0.take(.profiles(profiles, now: 1))
        $0.press(Key(.down))
      },
      KeySituation {
        $0.press(Key("p"))
        $0.take(.profiles(profiles, now: 1))
        write(&$0)
      },
    ]
  ),
  (.confirm, [KeySituation { $0.press(Key("q")) }]),
  (.tabList, [KeySituation { $0.press(Key("0"), Key("j"), Key("j")) }]),
  (.marks, [KeySituation { $0.press(Key("'"), Key("j")) }, KeySituation { $0.press(Key("'")) }]),
  (
    .captures,
    [
      KeySituation {
        $0.take(.captures(captures))
        $0.press(Key("j"))
      }
    ]
  ),
  (
    .themes,
    [
      KeySituation {
        $0.take(.themes(themes, current: "nord"))
      }
    ]
  ),
  (.filterTerms, [KeySituation { $0.press(Key("f"), Key(.function(1)), Key("j")) }]),
  (.copyMenu, [KeySituation { $0.press(Key("Y"), Key("j")) }]),
  (.columns, [KeySituation { $0.press(Key("W"), Key("j")) }]),
  (.broadcast, [KeySituation { $0.press(Key("i"), alt("a"), Key("j")) }]),
  (
    .report,
    [
      KeySituation {
        for number in 0..<60 { $0.take(.notice(.info, "message \(number)")) }
        $0.press(Key("I"), Key(.backTab))
        while $0.model.reportPage != .messages { $0.press(Key(.tab)) }
        $0.press(Key("j"), Key("j"))
      }
    ]
  ),
]
