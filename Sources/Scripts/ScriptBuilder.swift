import JSONBytes
import WebSocketCore

/// Puts a script together line by line, and collects what is wrong.
struct ScriptBuilder {
  let options: ScriptOptions
  let files: ScriptFiles
  var script: Script
  private(set) var errors = ScriptErrors([])
  var variables: ScriptVariables
  var recording = RecordedLines()
  /// Of the whole, then of each loop that is open.
  var sums: [ScriptTotals] = [ScriptTotals()]
  /// Files that are open, so that none includes itself.
  var open: [String]
  var byteCount = 0
  var hasSteps = false

  init(file: String, options: ScriptOptions, files: @escaping ScriptFiles) {
    self.options = options
    self.files = files
    script = Script(file: file, patience: options.patience)
    script.files = [file]
    variables = ScriptVariables(given: options.given)
    open = [file]
  }

  consuming func finish() throws(ScriptErrors) -> Script {
    if errors.all.isEmpty, script.steps.isEmpty {
      errors.all = [
        ScriptError(
          at: ScriptPlace(file: script.file, line: 1, column: 1), "there is no step in it",
          advice: script.recording.frames > 0
            ? "nothing was sent in this recording" : #"a step is a line such as {"send":"hello"}"#)
      ]
    }
    guard errors.all.isEmpty else { throw errors }
    script.total = sums[0].steps
    script.plannedTime = sums[0].time
    script.uses = variables.uses
    return script
  }

  // MARK: Errors

  mutating func fail(_ file: UInt16, _ line: Int, _ column: Int, _ what: String, _ advice: String = "") {
    guard errors.all.count < ScriptErrors.limit else {
      errors.omitted += 1
      return
    }
    let place = ScriptPlace(file: script.files[Int(file)], line: line, column: column)
    errors.all.append(ScriptError(at: place, what, advice: advice))
  }

  // MARK: Lines

  mutating func line(_ bytes: UnsafeRawBufferPointer, _ number: Int, file: UInt16) {
    guard bytes.count <= options.limits.lineBytes else {
      return fail(file, number, 1, "the line is longer than \(options.limits.lineBytes) bytes")
    }
    byteCount += bytes.count + 1
    guard byteCount <= options.limits.bytes else {
      return fail(file, number, 1, "the script has more than \(options.limits.bytes) bytes")
    }
    var start = 0
    if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    while start < bytes.count, JSONTokens.isBlank(bytes[start]) { start += 1 }
    guard start < bytes.count, !Self.isComment(bytes, start) else { return }
    guard bytes[start] == UInt8(ascii: "{") else {
      return fail(
        file, number, start + 1, "a step is an object in braces",
        #"{"send":"hello"}; a comment begins with // or #"#)
    }
    var validator = UTF8Validator()
    if let offset = validator.consume(bytes) ?? (validator.isComplete ? nil : bytes.count) {
      return fail(file, number, offset + 1, "this is no UTF-8", "other bytes go in base64 or hex")
    }
    do throws(JSONFault) {
      let document = try JSONDocument(parsing: Array(bytes))
      read(document, number, file)
    } catch {
      let (what, advice) = error.words(Array(bytes))
      fail(file, number, error.offset + 1, what, advice)
    }
  }

  private static func isComment(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    if bytes[start] == UInt8(ascii: "#") { return true }
    return bytes[start] == UInt8(ascii: "/") && start + 1 < bytes.count
      && bytes[start + 1] == UInt8(ascii: "/")
  }

  private mutating func read(_ document: JSONDocument, _ number: Int, _ file: UInt16) {
    if RecordedLines.isOne(document) {
      recorded(document, number, file)
      return
    }
    var reader = StepReader(document, patience: options.patience, file: file, line: number)
    step(0, &reader)
    report(reader)
  }

  mutating func report(_ reader: StepReader) {
    for fault in reader.faults.all.sorted(by: { $0.offset < $1.offset }) {
      fail(reader.file, reader.line, fault.offset + 1, fault.what, fault.advice)
    }
  }

  // MARK: Steps

  /// One step of a line, or one in the steps of another.
  mutating func step(_ value: Int, _ reader: inout StepReader) {
    guard let fields = reader.fields(of: value) else { return }
    guard script.steps.count < options.limits.steps else {
      return reader.faults.add(reader.offset(value), "more than \(options.limits.steps) steps")
    }
    var step = ScriptStep(
      kind: .send, file: reader.file, column: UInt16(clamping: reader.offset(value) + 1),
      line: UInt32(clamping: reader.line))
    if let after = fields[.after] { step.after = reader.duration(after, .after) ?? 0 }
    if fields.kind == .script {
      head(fields, &reader)
    } else {
      hasSteps = true
      fill(step, fields, value, &reader)
    }
    variables.check(fields, &reader)
    variables.learn(fields, reader)
  }

  private mutating func fill(
    _ step: ScriptStep, _ fields: StepFields, _ value: Int, _ reader: inout StepReader
  ) {
    var step = step
    switch fields.kind {
    case .send: send(step, fields, &reader)
    case .ping, .pong: control(step, fields, &reader)
    case .close: close(step, fields, &reader)
    case .wait:
      step.kind = .wait
      step.after += min(reader.duration(fields.value, .wait) ?? 0, ScriptDuration.limit)
      append(step, nil)
    case .expect, .never: expect(step, fields, value, &reader)
    case .capture, .set:
      step.kind = fields.kind == .set ? .set : .capture
      if fields.kind == .capture { script.lastLook = script.steps.count }
      keep(step, reader.detail(fields), value, reader)
    case .repeat: loop(step, fields, &reader)
    case .parallel: branch(step, fields, &reader)
    case .include:
      if let name = reader.text(fields.value, .include) {
        include(name, fields.value, &reader)
      }
    default: break
    }
  }

  mutating func append(_ step: ScriptStep, _ template: ScriptTemplate?) {
    var step = step
    if let template {
      step.payload = script.arena.add(template.text)
      if !template.isConstant { step.flags.insert(.isTemplate) }
    }
    add(step)
  }

  mutating func add(_ step: ScriptStep) {
    script.steps.append(step)
    if step.kind == .loop { return }
    sums[sums.count - 1].add(ScriptTotals(steps: 1, time: step.after))
  }

  /// Of what is kept as JSON.
  mutating func keep(_ step: ScriptStep, _ detail: StepDetail?, _ value: Int, _ reader: StepReader) {
    var step = step
    step.payload = script.arena.add(reader.document.raw(value))
    if let detail, script.details.count < Script.detailLimit { script.details[script.steps.count] = detail }
    add(step)
  }
}
