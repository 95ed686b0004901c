import Canvas
import FrameLog
import InspectorModel

/// Lists over the panes. Below 60 columns or 13 rows they have all of the body.
extension FieldCase {
  static let lists: [FieldCase] = [
    FieldCase(
      name: "list of tabs: titles", size: Size(width: 59, height: 104), columns: 28, rows: 98,
      base: { model in
        var model = tabs(98)(model)
        model.press(Key("0"))
        return model
      },
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].title = piece.text }
      }),
    FieldCase(
      name: "list of tabs: hosts", size: Size(width: 300, height: 13), columns: 199, rows: 8,
      base: { model in
        var model = tabs(8)(model)
        model.press(Key("0"))
        return model
      },
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].status.url = "ws://" + piece.text }
      }),
    FieldCase(
      name: "list of receivers: titles", size: Size(width: 59, height: 104), columns: 28, rows: 90,
      base: receivers(90),
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].title = piece.text }
      }),
    FieldCase(
      name: "list of receivers: hosts", size: Size(width: 300, height: 13), columns: 199, rows: 8,
      base: receivers(8),
      fill: { model, pieces in
        for (index, piece) in pieces.enumerated() { model.tabs[index].status.url = "ws://" + piece.text }
      }),
    FieldCase(
      name: "list of captures: names", size: Size(width: 400, height: 13), columns: 330, rows: 8,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(
          .captures(pieces.map { CaptureSummary(id: "i", name: $0.text, time: 0, frames: 1, bytes: 1) }))
      }),
    FieldCase(
      name: "list of captures on a narrow screen: names", size: Size(width: 59, height: 104), columns: 44,
      rows: 98,
      fill: { model, pieces in
        model.send(
          .captures(pieces.map { CaptureSummary(id: "i", name: $0.text, time: 0, frames: 1, bytes: 1) }))
      }),
    FieldCase(
      name: "list of captures: what is kept of them", size: Size(width: 1000, height: 8), columns: 900,
      fill: { model, pieces in
        model = InspectorModel(
          size: model.size,
          terminal: TerminalFacts(repertoire: model.terminal.repertoire, captureLimits: pieces[0].text))
        model.send(.captures([CaptureSummary(id: "i", name: "n", time: 0, frames: 1, bytes: 1)]))
      }),
    FieldCase(
      name: "list of marks: notes", size: Size(width: 640, height: 13), columns: 390, rows: 7,
      fill: { model, pieces in
        let log = FieldLog.of(pieces.map { _ in [0x78] })
        for (index, piece) in pieces.enumerated() { log.log.marks.set(index + 1, note: piece.text) }
        model.open(log)
        model.press(Key("'"))
      }),
    FieldCase(
      name: "list of marks: payloads", size: Size(width: 640, height: 13), columns: 500, rows: 7,
      takesBytes: true,
      fill: { model, pieces in
        let log = FieldLog.of(pieces)
        for index in pieces.indices { log.log.marks.set(index + 1) }
        model.open(log)
        model.press(Key("'"))
      }),
    FieldCase(
      name: "list of what was sent: texts", size: Size(width: 300, height: 13), columns: 190, rows: 6,
      leavesOut: lineEnds, base: { $0.opened() },
      fill: { model, pieces in
        model.send(.history(pieces.map { HistoryEntry(.message, $0.text) }))
        model.press(Key("i"), Key("r", .control))
      }),
    FieldCase(
      name: "list of snippets: names", size: Size(width: 59, height: 104), columns: 16, rows: 96,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(
          .snippets(
            pieces.map { DraftChoice(name: $0.text, entry: Composer.Entry(text: "t", type: .text)) },
            wanted: ""))
      }),
    FieldCase(
      name: "list of profiles on a narrow screen: names", size: Size(width: 55, height: 104), columns: 48,
      rows: 80,
      fill: { model, pieces in
        let names = pieces.enumerated().map { ProfileSummary(name: $0.element.text, variants: []) }
        model.send(.profiles(names, now: 0))
      }),
    FieldCase(
      name: "list of profiles: names", size: Size(width: 59, height: 104), columns: 14, rows: 40,
      fill: { model, pieces in
        model.send(
          .profiles(pieces.map { ProfileSummary(name: $0.text, variants: [.init(address: "a")]) }, now: 0))
      }),
    FieldCase(
      name: "list of profiles: addresses, environments", size: Size(width: 300, height: 13), columns: 90,
      rows: 6,
      places: 2,
      base: { $0.opened() },
      fill: { model, pieces in
        let half = pieces.count / 2
        let profiles = (0..<half).map {
          ProfileSummary(
            name: "n\($0)", variants: [.init(environment: pieces[half + $0].text, address: pieces[$0].text)])
        }
        model.send(.profiles(profiles, now: 0))
      }),
    FieldCase(
      name: "list of profiles: traits", size: Size(width: 110, height: 104), columns: 22, rows: 80,
      fill: { model, pieces in
        let profiles = pieces.enumerated().map {
          ProfileSummary(name: "n\($0.offset)", variants: [.init(address: "a")], traits: $0.element.text)
        }
        model.send(.profiles(profiles, now: 0))
      }),
    FieldCase(
      name: "list of profiles: faults", size: Size(width: 600, height: 15), columns: 380,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(.profiles([ProfileSummary(name: "n", variants: [], fault: pieces[0].text)], now: 0))
      }),
    FieldCase(
      name: "list of profiles: what the chosen one says", size: Size(width: 600, height: 15), columns: 380,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(
          .profiles(
            [
              ProfileSummary(
                name: "n", variants: [.init(address: "a", preview: [.init("l", pieces[0].text)])])
            ], now: 0))
      }),
    FieldCase(
      name: "list of themes: names, variants", size: Size(width: 59, height: 104), columns: 20, rows: 90,
      places: 2,
      fill: { model, pieces in
        let half = pieces.count / 2
        let themes = (0..<half).map {
          ThemeSummary(name: pieces[$0].text, variant: pieces[half + $0].text, details: "")
        }
        model.send(.themes(themes, current: ""))
      }),
    FieldCase(
      name: "list of themes: what is wrong with one", size: Size(width: 60, height: 5), columns: 28,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(.themes([ThemeSummary(name: "n", variant: "v", details: pieces[0].text)], current: ""))
      }),
    FieldCase(
      name: "ways to copy: their first bytes", size: Size(width: 540, height: 12), columns: 480, bytes: 190,
      leavesOut: controls, base: { $0.opened() },
      fill: { model, pieces in
        model.send(.logReady(model.tabs[0].id, FieldLog.of([pieces[0]]).log.reader))
        model.press(Key("g"), Key("Y"))
      }),
    FieldCase(
      name: "ways to copy: JSON path and value", size: Size(width: 540, height: 12), columns: 480, bytes: 170,
      // A path writes DEL as an escape.
      places: 2, leavesOut: controls.union([0x7F]), base: { $0.opened() },
      fill: { model, pieces in
        let json: [UInt8] = [0x7B] + pieces[0].json + [0x3A] + pieces[1].json + [0x7D]
        model.send(.logReady(model.tabs[0].id, FieldLog.of([json]).log.reader))
        model.press(Key("g"), Key(.enter), Key("j"), Key("Y"))
      }),
  ]

  private static func receivers(_ count: Int) -> @Sendable (InspectorModel) -> InspectorModel {
    { model in
      var model = tabs(count)(model)
      model.command("broadcast")
      return model
    }
  }
}
