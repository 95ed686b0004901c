import Canvas
import InspectorModel
import WebSocketCore

/// The bars, and the panels of an end and of a replay.
extension FieldCase {
  static let bars: [FieldCase] = [
    FieldCase(
      name: "status line: address, extensions, subprotocol, TLS version, rules, capture fault, age, retry",
      size: Size(width: 4000, height: 1), columns: 440, places: 8, base: { $0.opened() },
      fill: { model, pieces in
        model.change { status in
          status.url = pieces[0].text
          status.extensions = pieces[1].text
          status.subprotocol = pieces[2].text
          status.security = .verified(version: pieces[3].text)
          status.tolerated = pieces[4].text
          status.captureFault = pieces[5].text
          status.incompleteFor = pieces[6].text
          status.retry = pieces[7].text
        }
      }),
    FieldCase(
      name: "status line: step of a connect", size: Size(width: 120, height: 1), columns: 78,
      base: { $0.opened() },
      fill: { model, pieces in model.change { $0.phase = .connecting(step: pieces[0].text) } }),
    FieldCase(
      name: "status line: version of TLS that is not verified", size: Size(width: 1000, height: 1),
      columns: 900,
      base: { $0.opened() },
      fill: { model, pieces in model.change { $0.security = .unverified(version: pieces[0].text) } }),
    FieldCase(
      name: "tab bar: titles", size: Size(width: 4000, height: 3), columns: 23, rows: 100, base: tabs(100),
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].title = piece.text }
      }),
    FieldCase(
      name: "tab bar: tag of a profile", size: Size(width: 4000, height: 3), columns: 12, rows: 100,
      fill: { model, pieces in
        for piece in pieces {
          model.send(
            .profileGiven(
              address: "ws://h/", ProfileMark(name: "n", tag: piece.text), variables: [:], activates: false))
        }
      }),
    FieldCase(
      name: "hint row: a notice", size: Size(width: 4000, height: 12), columns: 3990, base: { $0.opened() },
      fill: { model, pieces in model.send(.notice(.error, pieces[0].text)) }),
    FieldCase(
      name: "status line: a notice where there is no hint row", size: Size(width: 4000, height: 1),
      columns: 3990,
      base: { $0.opened() }, fill: { model, pieces in model.send(.notice(.warning, pieces[0].text)) }),
    FieldCase(
      name: "status line of the first screen: the terminal", size: Size(width: 1000, height: 1), columns: 950,
      fill: { model, pieces in
        model = InspectorModel(
          size: model.size,
          terminal: TerminalFacts(description: pieces[0].text, repertoire: model.terminal.repertoire))
      }),
    FieldCase(
      name: "panel of a failure: title, what, code, answer, why, try", size: Size(width: 1000, height: 22),
      columns: 900,
      places: 6, base: { $0.opened() },
      fill: { model, pieces in
        model.change { status in
          status.phase = .failed
          status.outcome = .failed(
            FailureReport(
              title: pieces[0].text, what: pieces[1].text, code: "c" + pieces[2].text, why: [pieces[3].text],
              tries: [pieces[4].text], responseHead: [pieces[5].text]))
        }
      }),
    FieldCase(
      name: "panel of an end: reason, reason sent, reason received", size: Size(width: 1000, height: 20),
      columns: 900,
      places: 3, takesBytes: true, base: { $0.opened() },
      fill: { model, pieces in
        let status = pieces.map { Closure.Status(code: .policyViolation, reason: $0) }
        model.change {
          $0.phase = .closed
          $0.outcome = .closed(
            Closure(status: status[0], initiator: .peer, isClean: true, sent: status[1], received: status[2]),
            openFor: 1)
        }
      }),
    FieldCase(
      name: "panel of an end: the tab's name", size: Size(width: 90, height: 11), columns: 56,
      base: { $0.opened() },
      fill: { model, pieces in
        model.change {
          $0.phase = .failed
          $0.outcome = .failed(FailureReport(what: "w"))
        }
        model.tabs[0].title = pieces[0].text
      }),
    FieldCase(
      name: "panel of a replay: name, now, next, wait", size: Size(width: 1000, height: 20), columns: 900,
      places: 3,
      base: { $0.opened() },
      fill: { model, pieces in
        var state = ReplayState(name: "n")
        state.now = .init(number: 1, kind: "k", text: pieces[0].text)
        state.next = .init(number: 2, kind: "k", text: pieces[1].text)
        state.waiting = .init(number: 3, kind: "k", text: pieces[2].text)
        model.send(.replayMoved(model.tabs[0].id, state))
      }),
    FieldCase(
      name: "panel of a replay: kinds, speed", size: Size(width: 1000, height: 20), columns: 900, places: 4,
      base: { $0.opened() },
      fill: { model, pieces in
        var state = ReplayState(name: "n")
        state.now = .init(number: 1, kind: pieces[0].text, text: "")
        state.next = .init(number: 2, kind: pieces[1].text, text: "")
        state.waiting = .init(number: 3, kind: pieces[2].text, text: "")
        state.speed = pieces[3].text
        model.send(.replayMoved(model.tabs[0].id, state))
      }),
    FieldCase(
      name: "panel of a replay: place, reason, expected, seen", size: Size(width: 1200, height: 20),
      columns: 500,
      places: 4, base: { $0.opened() },
      fill: { model, pieces in
        var state = ReplayState(name: "n")
        state.phase = .failed
        state.failure = .init(
          place: pieces[0].text, reason: pieces[1].text, expected: pieces[2].text, seen: pieces[3].text)
        model.send(.replayMoved(model.tabs[0].id, state))
      }),
    FieldCase(
      name: "panel of a replay: the script's name, the tab's title", size: Size(width: 450, height: 10),
      columns: 190,
      places: 2, base: { $0.opened() },
      fill: { model, pieces in
        model.tabs[0].title = pieces[1].text
        model.send(.replayMoved(model.tabs[0].id, ReplayState(name: pieces[0].text)))
      }),
    FieldCase(
      name: "titles of two tabs side by side", size: Size(width: 260, height: 4), columns: 62, places: 2,
      base: { model in
        var model = tabs(2)(model)
        model.command("split 2")
        return model
      },
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].title = piece.text }
      }),
    FieldCase(
      name: "title of compose", size: Size(width: 130, height: 8), columns: 39,
      base: { $0.opened() },
      fill: { model, pieces in model.tabs[0].title = pieces[0].text }),
  ]

  /// So many tabs that are open.
  static func tabs(_ count: Int) -> @Sendable (InspectorModel) -> InspectorModel {
    { model in
      var model = model
      for _ in 0..<count { model.open() }
      return model
    }
  }
}
