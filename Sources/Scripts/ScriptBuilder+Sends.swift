import JSONBytes
import WebSocketCore

/// Messages and control frames that a script sends.
extension ScriptBuilder {
  mutating func send(_ step: ScriptStep, _ fields: StepFields, _ reader: inout StepReader) {
    var step = step
    step.flags = .isFinal
    step.opcode = Opcode.text.rawValue
    if let fragment = fields[.fragment] {
      step.size = UInt32(reader.count(fragment, .fragment, in: 1...(1 << 24)) ?? 0)
    }
    guard let encoding = encoding(fields, &reader) else { return }
    let value = fields.value
    switch encoding {
    case .json: json(step, value, &reader)
    case .text:
      guard let template = text(value, .send, &reader) else { return }
      append(step, template)
    case .base64, .hex:
      step.opcode = Opcode.binary.rawValue
      bytes(step, value, .send, encoding, &reader)
    case .file, .textFile:
      guard let name = reader.text(value, .send),
        let bytes = content(name, .payload, value, &reader)
      else { return }
      if encoding == .file {
        step.opcode = Opcode.binary.rawValue
      } else if String(validating: bytes, as: UTF8.self) == nil {
        reader.faults.add(reader.offset(value), "\(name) is no UTF-8", "\"as\":\"file\" sends it as binary")
      }
      step.payload = script.arena.add(bytes)
      add(step)
    }
  }

  mutating func control(_ step: ScriptStep, _ fields: StepFields, _ reader: inout StepReader) {
    var step = step
    step.flags = .isFinal
    step.opcode = (fields.kind == .ping ? Opcode.ping : .pong).rawValue
    switch encoding(fields, &reader) {
    case nil: return
    case .text:
      guard let template = text(fields.value, fields.kind, &reader) else { return }
      if template.isConstant { checkLength(template.text.count, fields, &reader) }
      append(step, template)
    case .some(let encoding) where encoding == .base64 || encoding == .hex:
      if let count = bytes(step, fields.value, fields.kind, encoding, &reader) {
        checkLength(count, fields, &reader)
      }
    default:
      if let value = fields[.as] {
        reader.faults.add(reader.offset(value), "a \(fields.kind.rawValue) takes text, base64 or hex")
      }
    }
  }

  mutating func close(_ step: ScriptStep, _ fields: StepFields, _ reader: inout StepReader) {
    var step = step
    step.kind = .close
    step.size = UInt32(reader.code(fields.value, .close)?.rawValue ?? 0)
    var template: ScriptTemplate?
    if let reason = fields[.reason] {
      template = reader.template(reason)
      if template == nil, reader.faults.isEmpty { reader.wrong(.reason, reason) }
      if step.size == 0 { reader.faults.add(reader.offset(reason), "a reason needs a code", "1000") }
      if let template, template.isConstant, template.text.count > 123 {
        reader.faults.add(reader.offset(reason), "a reason has at most 123 bytes")
      }
    }
    append(step, template)
  }

  private func checkLength(_ count: Int, _ fields: StepFields, _ reader: inout StepReader) {
    if count > 125 {
      reader.faults.add(
        reader.offset(fields.value), "a \(fields.kind.rawValue) carries at most 125 bytes, this one \(count)")
    }
  }

  private func encoding(_ fields: StepFields, _ reader: inout StepReader) -> ScriptEncoding? {
    guard let value = fields[.as] else {
      return fields.kind != .send || reader.document.kind(of: fields.value) == .text ? .text : .json
    }
    let name = reader.document.text(value).map { String(decoding: $0, as: UTF8.self) }
    guard let encoding = name.flatMap(ScriptEncoding.init) else {
      reader.wrong(.as, value)
      return nil
    }
    return encoding
  }

  private func text(_ value: Int, _ word: ScriptWord, _ reader: inout StepReader) -> ScriptTemplate? {
    guard reader.document.kind(of: value) == .text else {
      reader.faults.add(reader.offset(value), "\"\(word.rawValue)\" takes text here")
      return nil
    }
    return reader.template(value)
  }

  private mutating func json(_ step: ScriptStep, _ value: Int, _ reader: inout StepReader) {
    guard let template = reader.jsonTemplate(value, mayBeOpen: false) else { return }
    var step = step
    step.flags.insert(.isJSON)
    append(step, template)
  }

  /// Returns how many bytes they are, where that is known.
  @discardableResult
  private mutating func bytes(
    _ step: ScriptStep, _ value: Int, _ word: ScriptWord, _ encoding: ScriptEncoding,
    _ reader: inout StepReader
  ) -> Int? {
    guard let template = text(value, word, &reader) else { return nil }
    var step = step
    if !template.isConstant {
      step.flags.insert(encoding == .base64 ? .isBase64 : .isHex)
      append(step, template)
      return nil
    }
    guard let bytes = encoding.bytes(of: template.text) else {
      reader.faults.add(
        reader.offset(value), "this is no \(encoding.rawValue)",
        encoding == .hex ? "two hex digits a byte, blanks between them" : "")
      return nil
    }
    step.payload = script.arena.add(bytes)
    add(step)
    return bytes.count
  }
}
