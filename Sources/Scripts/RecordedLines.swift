import Formats
import JSONBytes
import Secrets
import WebSocketCore

/// What has to be known of the lines before while a recording is read.
struct RecordedLines {
  /// When what is played last was, or when the connection opened.
  var clock: UInt64?
  /// Fragments of a received message.
  var arriving: (opcode: Opcode, payload: [UInt8])?

  /// A line of our JSON Lines: its first, a note, or a frame.
  static func isOne(_ document: JSONDocument) -> Bool {
    guard let first = document.members(of: 0).first else { return false }
    if document.isText(first, Self.sequence) {
      return document.member(Self.operation, of: 0) != nil || document.member(Self.event, of: 0) != nil
    }
    if document.isText(first, Self.format) { return true }
    return document.member(Self.direction, of: 0) != nil && document.member(Self.operation, of: 0) != nil
  }

  static let sequence = Array("seq".utf8)
  static let operation = Array("op".utf8)
  static let event = Array("event".utf8)
  static let format = Array("format".utf8)
  static let direction = Array("dir".utf8)
}

/// A frame of a recording.
private struct RecordedFrame {
  var isSent = false
  var opcode: Opcode?
  var isFinal = true
  var payload: [UInt8]?
  var flags: [[UInt8]] = []
  var time: UInt64?

  var isAutomatic: Bool { flags.contains { $0.elementsEqual("automatic".utf8) } }
  /// Nothing of it is missing or wrong.
  var isWhole: Bool {
    payload != nil
      && !flags.contains { flag in
        ["violation", "incomplete", "shortened", "after-close"].contains { flag.elementsEqual($0.utf8) }
      }
  }
}

extension ScriptBuilder {
  mutating func recorded(_ document: JSONDocument, _ number: Int, _ file: UInt16) {
    if document.member(RecordedLines.format, of: 0) != nil { return }
    if let event = document.member(RecordedLines.event, of: 0) {
      script.recording.notes += 1
      return note(document, event)
    }
    guard let frame = frame(document, number, file) else { return }
    script.recording.frames += 1
    if recording.clock == nil { recording.clock = frame.time }
    guard frame.isWhole, let opcode = frame.opcode, !opcode.isReserved else {
      script.recording.unplayable += 1
      return
    }
    guard frame.isSent, !frame.isAutomatic else {
      script.recording.skipped += 1
      if !frame.isSent, options.expectsReplies { reply(frame, opcode, number, file) }
      return
    }
    sent(frame, opcode, number, file)
  }

  private mutating func note(_ document: JSONDocument, _ event: Int) {
    if document.isText(event, Array("opened".utf8)), let time = time(document) { recording.clock = time }
    guard let facts = document.member(Array("facts".utf8), of: 0) else { return }
    func text(_ key: String) -> String? {
      document.member(Array(key.utf8), of: facts).flatMap(document.text).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    guard let url = text("url"), let parsed = try? WebSocketURL(parsing: url) else { return }
    script.recordedURL = url
    script.recordedOrigin = ScriptOrigin(isSecure: parsed.isSecure, host: parsed.host, port: parsed.port)
    script.recordedSubprotocol = text("subprotocol") ?? script.recordedSubprotocol
  }

  private func time(_ document: JSONDocument) -> UInt64? {
    if let mono = document.member(Array("mono".utf8), of: 0) {
      return UInt64(String(decoding: document.raw(mono), as: UTF8.self))
    }
    guard let time = document.member(Array("time".utf8), of: 0), let text = document.text(time) else {
      return nil
    }
    return Timestamp.parse(text).flatMap { UInt64(exactly: $0) }
  }

  private mutating func frame(_ document: JSONDocument, _ number: Int, _ file: UInt16) -> RecordedFrame? {
    var frame = RecordedFrame()
    for key in document.members(of: 0) {
      let value = key + 1
      switch String(decoding: document.text(key) ?? [], as: UTF8.self) {
      case "dir":
        let text = document.text(value) ?? []
        frame.isSent = text.elementsEqual("out".utf8)
        if !frame.isSent, !text.elementsEqual("in".utf8) {
          fail(file, number, document.range(of: value).lowerBound + 1, "\"dir\" is in or out in a recording")
          return nil
        }
      case "op":
        let text = document.text(value) ?? []
        frame.opcode = Self.opcode(text)
        if frame.opcode == nil, !text.starts(with: "reserved-".utf8) {
          fail(
            file, number, document.range(of: value).lowerBound + 1,
            "\"op\" is text, binary, continuation, close, ping or pong in a recording")
          return nil
        }
      case "fin": frame.isFinal = document.kind(of: value) != .no
      case "mono", "time": if frame.time == nil { frame.time = time(document) }
      case "data": frame.payload = document.text(value)
      case "base64":
        let text = document.text(value) ?? []
        frame.payload = Base64Digits.decoded(text)
        if frame.payload == nil {
          fail(
            file, number, document.range(of: value).lowerBound + 1, "this is no base64",
            "where a secret was taken out of bytes, they can't be sent again")
          return nil
        }
      case "flags":
        frame.flags = document.children(of: value).compactMap(document.text)
      default: break
      }
    }
    return frame
  }

  private static func opcode(_ name: [UInt8]) -> Opcode? {
    let all: [Opcode] = [.text, .binary, .continuation, .close, .ping, .pong]
    return all.first { opcode in opcode.name.map { name.elementsEqual($0.description.utf8) } ?? false }
  }

  /// From what was played before; the first has its time from when the connection opened.
  private mutating func gap(to time: UInt64?) -> UInt64 {
    guard let time else { return 0 }
    let before = recording.clock ?? time
    recording.clock = max(time, before)
    return time > before ? min(time - before, ScriptDuration.limit) : 0
  }

  private mutating func sent(_ frame: RecordedFrame, _ opcode: Opcode, _ number: Int, _ file: UInt16) {
    guard script.steps.count < options.limits.steps else {
      return fail(file, number, 1, "more than \(options.limits.steps) steps")
    }
    var step = ScriptStep(kind: .send, file: file, line: UInt32(clamping: number))
    step.flags = frame.isFinal ? [.isFinal, .isRecorded] : .isRecorded
    step.opcode = opcode.rawValue
    step.after = gap(to: frame.time)
    let payload = frame.payload ?? []
    if opcode == .close {
      step.kind = .close
      step.size = payload.count >= 2 ? UInt32(payload[0]) << 8 | UInt32(payload[1]) : 0
      guard step.size == 0 || CloseCode(rawValue: UInt16(step.size)).mayTravel else {
        script.recording.unplayable += 1
        return
      }
      step.payload = script.arena.add(payload.dropFirst(2))
    } else if opcode.isControl, payload.count > 125 {
      script.recording.unplayable += 1
      return
    } else if RedactedText.isIn(payload) {
      // A secret that was taken out of the recording becomes a variable of its name.
      var names: [String] = []
      step.payload = script.arena.add(RedactedText.template(payload) { names.append($0) })
      step.flags.insert(.isTemplate)
      for name in names { need(name, "taken out of the recording") }
    } else {
      step.payload = script.arena.add(payload)
    }
    add(step)
  }

  private mutating func reply(_ frame: RecordedFrame, _ opcode: Opcode, _ number: Int, _ file: UInt16) {
    var payload = frame.payload ?? []
    var opcode = opcode
    if opcode == .ping || opcode == .pong { return }
    if opcode != .close {
      if opcode == .continuation {
        guard let arriving = recording.arriving else { return }
        opcode = arriving.opcode
        payload = arriving.payload + payload
      }
      recording.arriving = frame.isFinal ? nil : (opcode, payload)
      guard frame.isFinal, payload.count <= options.limits.lineBytes / 4 else { return }
    }
    _ = gap(to: frame.time)
    let line = ScriptDraft.expectation(opcode, payload, relaxing: options.relaxation, patience: nil).line
    guard let document = try? JSONDocument(parsing: line) else { return }
    var reader = StepReader(document, patience: options.patience, file: file, line: number)
    step(0, &reader)
    report(reader)
  }
}
