import JSONBytes

/// The first line: what there is to say about the whole script.
extension ScriptBuilder {
  mutating func head(_ fields: StepFields, _ reader: inout StepReader) {
    if hasSteps || script.files.count > 1 || script.recording.frames > 0 {
      reader.faults.add(
        reader.offset(fields.kindKey), "\"script\" stands in the first line, of no included file")
    }
    hasSteps = true
    if reader.whole(fields.value) != 1 {
      reader.faults.add(
        reader.offset(fields.value), "\"script\" takes 1, the version that this program reads")
    }
    if let value = fields[.name] { script.name = reader.text(value, .name) ?? "" }
    if let value = fields[.url] { script.url = reader.text(value, .url) }
    if let value = fields[.set] { script.defaults = reader.values(value) }
    guard let value = fields[.needs] else { return }
    let document = reader.document
    guard reader.isShort(value) else { return }
    switch document.kind(of: value) {
    case .array:
      for name in document.children(of: value) {
        if document.kind(of: name) != .text { reader.wrong(.needs, value) }
        if let name = reader.name(name) { need(name, "") }
      }
    case .object:
      for key in document.members(of: value) {
        let help = document.text(key + 1).map { String(decoding: $0, as: UTF8.self) }
        if help == nil { reader.wrong(.needs, key + 1) }
        if let name = reader.name(key) { need(name, help ?? "") }
      }
    default: reader.wrong(.needs, value)
    }
  }

  mutating func need(_ name: String, _ help: String) {
    if variables.need(name) { script.needs.append((name, help)) }
  }
}
