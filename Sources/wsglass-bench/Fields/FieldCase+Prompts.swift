import Canvas
import FrameLog
import InspectorModel

/// What is typed, pasted, taken from a payload or a file into a field, and what is said of it.
extension FieldCase {
  static let prompts: [FieldCase] = [
    FieldCase(
      name: "compose: a text", size: Size(width: 1000, height: 40), columns: 900, rows: 12,
      leavesOut: lineEnds,
      base: { $0.opened() },
      fill: { model, pieces in
        model.press(Key("i"))
        model.paste(pieces.map(\.text).joined(separator: "\n"))
      }),
    FieldCase(
      name: "compose: a message sent again", size: Size(width: 1000, height: 24), columns: 900,
      leavesOut: lineEnds,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(.logReady(model.tabs[0].id, FieldLog.of([pieces[0]]).log.reader))
        model.press(Key("g"), Key("e"))
      }),
    FieldCase(
      name: "compose: the path of a long file", size: Size(width: 600, height: 16), columns: 380,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(.fileRead(model.tabs[0].id, path: pieces[0].text, .long(bytes: 1 << 20, isText: true)))
      }),
    FieldCase(
      name: "compose: why a message was not sent", size: Size(width: 1000, height: 16), columns: 900,
      base: { $0.opened() },
      fill: { model, pieces in model.send(.sendFailed(model.tabs[0].id, .text([0x78]), words: pieces[0].text))
      }),
    prompt("search: a value of a payload", "*", value: true),
    prompt("search: a pasted text", "/"), prompt("filter: a pasted text", "f"),
    prompt("command line: a pasted text", ":"),
    FieldCase(
      name: "prompt of a file: why it can't be read", size: Size(width: 1000, height: 16), columns: 900,
      base: { model in
        var model = model.opened()
        model.press(Key("i"), Key("o", .control))
        return model
      },
      fill: { model, pieces in
        model.send(.fileRead(model.tabs[0].id, path: "p", .failed(words: pieces[0].text)))
      }),
    FieldCase(
      name: "prompt of a file: completions", size: Size(width: 2000, height: 16), columns: 39, rows: 20,
      base: { model in
        var model = model.opened()
        model.press(Key("i"), Key("o", .control), Key(.tab))
        return model
      },
      fill: { model, pieces in model.send(.pathsFound("", pieces.map(\.text))) }),
    FieldCase(
      name: "prompt of a secret: the question", size: Size(width: 60, height: 3), columns: 46,
      base: { $0.opened() },
      fill: { model, pieces in model.send(.profileAsks(question: pieces[0].text)) }),
    FieldCase(
      name: "question: a profile's name", size: Size(width: 214, height: 20), columns: 170, isSpaced: true,
      base: { $0.opened() },
      fill: { model, pieces in model.send(.profileExists(model.tabs[0].id, name: pieces[0].text)) }),
    FieldCase(
      name: "question: a tab's title", size: Size(width: 214, height: 20), columns: 170, isSpaced: true,
      base: { $0.opened() },
      fill: { model, pieces in
        model.tabs[0].title = pieces[0].text
        model.press(Key("X"))
      }),
    FieldCase(
      name: "question: tabs that were left", size: Size(width: 214, height: 20), columns: 150, isSpaced: true,
      fill: { model, pieces in
        model.send(.tabsLeft([LeftTab(title: pieces[0].text, address: "ws://localhost/")]))
      }),
    FieldCase(
      name: "question: a file that is there", size: Size(width: 214, height: 20), columns: 170,
      isSpaced: true,
      base: { $0.opened() },
      fill: { model, pieces in
        model.send(
          .exportEnded(model.tabs[0].id, ExportOrder(.all, as: .jsonl, to: pieces[0].text), .exists))
      }),
    FieldCase(
      name: "export: the file", size: Size(width: 600, height: 12), columns: 280, leavesOut: lineEnds,
      base: { $0.opened(FieldLog.of([[0x78]])) },
      fill: { model, pieces in
        model.command("export x" + pieces[0].filter { $0 != 0x0A && $0 != 0x0D }.text + "x")
      }),
    FieldCase(
      name: "connect: what is wrong with an option", size: Size(width: 230, height: 6), columns: 190,
      base: { model in
        var model = model
        model.press(Key("o"))
        return model
      },
      fill: { model, pieces in model.send(.optionsRefused(.url, words: pieces[0].text)) }),
    FieldCase(
      name: "connect: address, protocols, origin, proxy, CA file, certificate",
      size: Size(width: 4000, height: 15),
      columns: 1900, places: 6,
      fill: { model, pieces in
        var options = ConnectOptions(url: pieces[0].text)
        options.protocols = pieces[1].text
        options.origin = pieces[2].text
        options.proxy = pieces[3].text
        options.trust = .caFile
        options.caFile = pieces[4].text
        options.certificate = pieces[5].text
        model.send(.profileToEdit(options, ProfileMark(name: "n")))
      }),
    FieldCase(
      name: "connect: the script", size: Size(width: 2000, height: 15), columns: 1900,
      fill: { model, pieces in
        var options = ConnectOptions(url: "ws://h/")
        options.script = pieces[0].text
        model.send(.profileToEdit(options, ProfileMark(name: "n")))
        for _ in 0..<5 { model.press(Key(.backTab)) }
      }),
    FieldCase(
      name: "connect: the first header", size: Size(width: 260, height: 15), columns: 140,
      fill: { model, pieces in
        var options = ConnectOptions(url: "ws://h/")
        options.headers = [String(repeating: "x", count: 45) + pieces[0].text]
        model.send(.profileToEdit(options, ProfileMark(name: "n")))
      }),
    FieldCase(
      name: "connect: a header that is edited", size: Size(width: 2000, height: 15), columns: 1900,
      leavesOut: lineEnds,
      fill: { model, pieces in
        var options = ConnectOptions(url: "ws://h/")
        options.headers = [pieces[0].text]
        model.send(.profileToEdit(options, ProfileMark(name: "n")))
        model.press(Key(.tab), Key(.enter))
      }),
    FieldCase(
      name: "connect: what the environment says of proxies", size: Size(width: 240, height: 15), columns: 190,
      fill: { model, pieces in
        model.environmentProxy = pieces[0].text
        model.press(Key("o"))
      }),
    FieldCase(
      name: "connect: what of a curl command has no place", size: Size(width: 1000, height: 24), columns: 900,
      fill: { model, pieces in
        model.press(Key("o"))
        model.send(.curlRead(ConnectOptions(url: "ws://h/"), leftOut: [pieces[0].text]))
      }),
  ]

  /// A field of one line, which a paste fills, or `*` from the payload under the cursor.
  private static func prompt(_ name: String, _ key: Unicode.Scalar, value: Bool = false) -> FieldCase {
    FieldCase(
      name: "prompt of " + name, size: Size(width: 1000, height: 8), columns: 850,
      leavesOut: value ? controls : lineEnds, base: { $0.opened() },
      fill: { model, pieces in
        if value {
          let json: [UInt8] = [0x5B] + pieces[0].json + [0x5D]
          model.send(.logReady(model.tabs[0].id, FieldLog.of([json]).log.reader))
          model.press(Key("g"), Key(.enter), Key("j"), Key(key))
        } else {
          model.press(Key(key))
          model.paste(pieces[0].text)
        }
      })
  }
}
