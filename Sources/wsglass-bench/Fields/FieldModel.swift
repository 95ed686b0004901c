import Canvas
import FrameLog
import InspectorModel
import WebSocketCore

/// Models as the runtime makes them: everything comes in as a message.
extension InspectorModel {
  static func empty(_ size: Size, _ repertoire: Repertoire) -> InspectorModel {
    InspectorModel(size: size, terminal: TerminalFacts(repertoire: repertoire))
  }

  mutating func send(_ messages: Message...) {
    for message in messages { _ = update(&self, message, now: 0) }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.input(.key(key))) }
  }

  mutating func paste(_ text: String) { send(.input(.paste(text))) }

  /// `:words` and Enter.
  mutating func command(_ words: String) {
    press(Key(":"))
    paste(words)
    press(Key(.enter))
  }

  /// An open connection in a tab more.
  mutating func open(_ log: FieldLog? = nil, title: String = "tab", phase: TabStatus.Phase = .open) {
    send(.addressGiven("ws://host/", title: title))
    let id = tabs[tabs.count - 1].id
    send(.tabChanged(id, TabStatus(phase: phase, url: "ws://host/")))
    if let log { send(.logReady(id, log.log.reader)) }
  }

  /// With one open connection.
  func opened(_ log: FieldLog? = nil) -> InspectorModel {
    var model = self
    model.open(log)
    return model
  }

  mutating func change(_ tab: Int = 0, _ change: (inout TabStatus) -> Void) {
    var status = tabs[tab].status
    change(&status)
    send(.tabChanged(tabs[tab].id, status))
  }
}

/// A log made by hand.
struct FieldLog {
  let log: FrameLog

  init(bytes: Int = 8 << 20) { log = FrameLog(budget: LogBudget(bytes: bytes)) }

  func frame(_ payload: [UInt8], _ opcode: Opcode = .text) {
    var batch = FrameBatch()
    let header = FrameHeader(
      firstByte: 0x80 | opcode.rawValue, byteCount: 2, isMasked: false, maskKey: 0,
      payloadLength: payload.count)
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: .endsMessage, fragmentIndex: 0, time: 1_000_000_000,
          payload: bytes))
      log.append(batch, wallOffset: 0)
    }
  }

  func note(_ kind: NoteKind, _ text: [UInt8], _ facts: ConnectionFacts? = nil) {
    log.append(note: kind, text: text, facts: facts, at: 1_000_000_000, wallOffset: 0)
  }

  /// A frame each.
  static func of(_ payloads: [[UInt8]], _ opcode: Opcode = .text) -> FieldLog {
    let log = FieldLog()
    for payload in payloads { log.frame(payload, opcode) }
    return log
  }
}
