import Canvas
import FrameLog
import InspectorModel
import WebSocketCore

/// The log, the detail and the pages about a connection.
extension FieldCase {
  static let all = bars + lists + prompts + pages

  static let pages: [FieldCase] = [
    FieldCase(
      name: "log: payloads of text", size: Size(width: 600, height: 100), columns: 500, rows: 84,
      takesBytes: true,
      base: { $0.opened() },
      fill: { model, pieces in model.send(.logReady(model.tabs[0].id, FieldLog.of(pieces).log.reader)) }),
    FieldCase(
      name: "log: notes on rows", size: Size(width: 460, height: 100), columns: 190, rows: 84,
      base: { $0.opened() },
      fill: { model, pieces in
        let log = FieldLog.of(pieces.map { _ in [0x78] })
        for (index, piece) in pieces.enumerated() { log.log.marks.set(index + 1, note: piece.text) }
        model.send(.logReady(model.tabs[0].id, log.log.reader))
      }),
    FieldCase(
      name: "log: reasons of Close frames", size: Size(width: 600, height: 100), columns: 500, bytes: 123,
      rows: 84,
      takesBytes: true, base: { $0.opened() },
      fill: { model, pieces in
        model.send(.logReady(model.tabs[0].id, FieldLog.of(pieces.map { [3, 240] + $0 }, .close).log.reader))
      }),
    FieldCase(
      name: "log: events", size: Size(width: 600, height: 100), columns: 500, rows: 84, takesBytes: true,
      base: { $0.opened() },
      fill: { model, pieces in
        let log = FieldLog()
        for (index, piece) in pieces.enumerated() {
          log.note([NoteKind.information, .failed, .closed, .reconnect][index % 4], piece)
        }
        model.send(.logReady(model.tabs[0].id, log.log.reader))
      }),
    FieldCase(
      name: "detail: text, wrapped", size: Size(width: 98, height: 100), columns: 95, rows: 40,
      takesBytes: true,
      leavesOut: lineEnds, base: { $0.opened() },
      fill: { model, pieces in
        let text = [UInt8](pieces.map { $0.filter { $0 != 0x0A } }.joined(separator: [0x0A]))
        model.send(.logReady(model.tabs[0].id, FieldLog.of([text]).log.reader))
        model.press(Key("g"), Key(.enter), Key("z"))
      }),
    FieldCase(
      name: "detail: strings and names of JSON", size: Size(width: 98, height: 100), columns: 40, rows: 45,
      places: 2,
      leavesOut: controls, base: { $0.opened() },
      fill: { model, pieces in
        let half = pieces.count / 2
        let members = (0..<half).map { pieces[$0].json + [0x3A] + pieces[half + $0].json }
        let text: [UInt8] = [0x7B] + [UInt8](members.joined(separator: [0x2C])) + [0x7D]
        model.send(.logReady(model.tabs[0].id, FieldLog.of([text]).log.reader))
        model.press(Key("g"), Key(.enter), Key("z"))
      }),
    FieldCase(
      name: "page: messages", size: Size(width: 59, height: 300), columns: 42, rows: 190, isSpaced: true,
      fill: { model, pieces in
        for piece in pieces { model.send(.notice(.error, piece.text)) }
        model.command("messages")
      }),
    FieldCase(
      name: "page: handshake", size: Size(width: 59, height: 160), columns: 250, places: 16, isSpaced: true,
      base: { $0.opened() },
      fill: { model, pieces in
        let log = FieldLog()
        log.note(.opened, [0x78], facts(pieces.map(\.text)))
        model.send(.logReady(model.tabs[0].id, log.log.reader))
        model.press(Key("g"), Key(.enter))
      }),
    FieldCase(
      name: "page: steps of a connect", size: Size(width: 134, height: 104), columns: 34, rows: 90,
      base: { $0.opened() },
      fill: { model, pieces in
        var facts = ConnectionFacts(url: "ws://h/")
        facts.steps = pieces.map { .init(name: "dns", detail: $0.text, start: 0, end: 1000) }
        let log = FieldLog()
        log.note(.opened, [0x78], facts)
        model.send(.logReady(model.tabs[0].id, log.log.reader))
        model.press(Key("g"), Key(.enter))
      }),
    FieldCase(
      name: "page: why it ended", size: Size(width: 59, height: 60), columns: 250, places: 4, isSpaced: true,
      base: { $0.opened() },
      fill: { model, pieces in
        var facts = ConnectionFacts(url: "ws://h/")
        let words = pieces.map(\.text)
        facts.close = .init(
          code: 1008, reason: words[0], isClean: false, by: "peer", unsentBytes: 0, cause: .reset,
          detail: words[1],
          sent: .init(code: 1008, reason: words[2]), received: .init(code: 1008, reason: words[3]),
          duration: 1)
        let log = FieldLog()
        log.note(.closed, [0x78], facts)
        model.send(.logReady(model.tabs[0].id, log.log.reader))
        model.press(Key("g"), Key(.enter))
      }),
    FieldCase(
      name: "page: what differs, values and names", size: Size(width: 59, height: 300), columns: 46,
      bytes: 300,
      rows: 60, places: 2, isSpaced: true, leavesOut: controls, base: { $0.opened() },
      fill: { model, pieces in
        let half = pieces.count / 2
        let sides = [UInt8(ascii: "1"), 0x32].map { digit in
          let members = (0..<half).map {
            pieces[$0].json + [0x3A, 0x22, digit] + pieces[half + $0].json.dropFirst()
          }
          return [0x7B] + [UInt8](members.joined(separator: [0x2C])) + [0x7D]
        }
        model.send(.logReady(model.tabs[0].id, FieldLog.of(sides).log.reader))
        model.command("diff 1 2")
      }),
  ]

  private static func facts(_ words: [String]) -> ConnectionFacts {
    var facts = ConnectionFacts(url: words[0])
    facts.peer = words[1]
    facts.local = words[2]
    facts.subprotocol = words[3]
    facts.extensions = words[4]
    facts.tls = .init(
      version: words[5], cipher: words[6], alpn: words[7], isVerified: false,
      chain: [
        .init(subject: words[8], issuer: words[9], notBefore: 0, notAfter: 0, fingerprint: words[10])
      ])
    facts.request = .init(startLine: words[11], fields: [.init(name: "n", value: words[12])])
    facts.response = .init(startLine: words[13], fields: [.init(name: "n", value: words[14])])
    facts.failure = words[15]
    return facts
  }
}
