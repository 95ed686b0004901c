import Canvas
import JSONBytes
import WebSocketCore

/// Puts a script together line by line, and collects what is wrong.
struct ScriptBuilder {
  let options: ScriptOptions
  let files: ScriptFiles
  var script: Script
  private(set) var errors = ScriptErrors([])
  /// Names that have a value by now.
  private(set) var known: Set<String>
  private var needed: Set<String> = []
  var recording = RecordedLines()
  /// Of the loop in hand, or of the whole: steps and time.
  private var sums: [Sum] = [Sum()]
  /// Files that are open, so that none includes itself.
  private var open: [String]
  private var byteCount = 0
  private var hasSteps = false
  private var lacksFiles = false

  /// Steps in all, and nanoseconds; nil where they are too many.
  struct Sum {
    var steps: Int? = 0
    var time: UInt64? = 0

    mutating func add(_ other: Sum, times: Int = 1, atLeast period: UInt64 = 0) {
      func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return nil }
        let (product, isOver) = right.multipliedReportingOverflow(by: times)
        let (total, isAlsoOver) = left.addingReportingOverflow(product)
        return isOver || isAlsoOver ? nil : total
      }
      let otherTime = other.time.map { max($0, times > 1 ? period : 0) }
      time = sum(time.flatMap { Int(exactly: $0) }, otherTime.flatMap { Int(exactly: $0) }).map {
        UInt64($0)
      }
      steps = sum(steps, other.steps)
    }
  }

  init(file: String, options: ScriptOptions, files: @escaping ScriptFiles) {
    self.options = options
    self.files = files
    script = Script(file: file, patience: options.patience)
    script.files = [file]
    known = options.given
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
    var reader = StepReader(document, patience: options.patience)
    step(0, &reader, number, file)
    report(reader, number, file)
  }

  mutating func report(_ reader: StepReader, _ number: Int, _ file: UInt16) {
    for fault in reader.faults.all.sorted(by: { $0.offset < $1.offset }) {
      fail(file, number, fault.offset + 1, fault.what, fault.advice)
    }
  }

  // MARK: Steps

  /// One step of a line, or one in the steps of another.
  mutating func step(_ value: Int, _ reader: inout StepReader, _ number: Int, _ file: UInt16) {
    guard let fields = reader.fields(of: value) else { return }
    guard script.steps.count < options.limits.steps else {
      return reader.faults.add(reader.offset(value), "more than \(options.limits.steps) steps")
    }
    var step = ScriptStep(
      kind: .send, file: file, column: UInt16(clamping: reader.offset(value) + 1),
      line: UInt32(clamping: number))
    if let after = fields[.after] { step.after = reader.duration(after, .after) ?? 0 }
    if fields.kind == .script {
      head(fields, &reader)
    } else {
      hasSteps = true
      fill(&step, fields, value, &reader, number)
    }
    check(fields, &reader)
    learn(fields, reader)
  }

  private mutating func fill(
    _ step: inout ScriptStep, _ fields: StepReader.Fields, _ value: Int, _ reader: inout StepReader,
    _ number: Int
  ) {
    switch fields.kind {
    case .send: send(step, fields, &reader, number)
    case .ping, .pong: control(step, fields, &reader)
    case .close:
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
    case .wait:
      step.kind = .wait
      step.after += min(reader.duration(fields.value, .wait) ?? 0, ScriptDuration.limit)
      append(step, nil)
    case .expect, .never: expect(step, fields, value, &reader)
    case .capture, .set:
      step.kind = fields.kind == .set ? .set : .capture
      if fields.kind == .capture { script.lastLook = script.steps.count }
      keep(step, reader.detail(fields), value, reader)
    case .repeat: loop(step, fields, &reader, number)
    case .parallel: branch(step, fields, &reader, number)
    case .include:
      if let name = reader.text(fields.value, .include) {
        include(name, fields.value, &reader, number, step.file)
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
    sums[sums.count - 1].add(Sum(steps: 1, time: step.after))
  }

  /// Of what is kept as JSON.
  private mutating func keep(_ step: ScriptStep, _ detail: StepDetail?, _ value: Int, _ reader: StepReader) {
    var step = step
    step.payload = script.arena.add(reader.document.raw(value))
    if let detail, script.details.count < Script.detailLimit { script.details[script.steps.count] = detail }
    add(step)
  }

  private mutating func expect(
    _ step: ScriptStep, _ fields: StepReader.Fields, _ value: Int, _ reader: inout StepReader
  ) {
    var step = step
    step.kind = fields.kind == .expect ? .expect : .never
    let detail = reader.expect(fields)
    script.lastLook = script.steps.count
    if detail.conditions.contains(where: { $0.direction == .sent }) { script.looksAtSent = true }
    note(detail, step, &reader, value)
    step.size = UInt32(script.expectations.count - 1)
    keep(step, fields.kind == .expect ? .expect(detail) : .never(detail), value, reader)
  }

  /// A line for it in reports.
  private mutating func note(
    _ detail: ExpectDetail, _ step: ScriptStep, _ reader: inout StepReader, _ value: Int
  ) {
    let place = script.place(of: step)
    if script.expectations.count < Script.expectationLimit {
      script.expectations.append(
        ScriptExpectation(
          name: detail.name.isEmpty ? detail.words : detail.name, place: place, thresholds: detail.thresholds)
      )
      return
    }
    if !detail.thresholds.isEmpty {
      reader.faults.add(
        reader.offset(value),
        "p50, p95 and p99 stand in the first \(Script.expectationLimit) expectations only")
    }
    if script.expectations.count == Script.expectationLimit {
      script.expectations.append(ScriptExpectation(name: Script.others, place: place, thresholds: []))
    }
  }

  private mutating func head(_ fields: StepReader.Fields, _ reader: inout StepReader) {
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
    known.insert(name)
    if needed.insert(name).inserted { script.needs.append((name, help)) }
  }

  // MARK: Variables

  private func check(_ fields: StepReader.Fields, _ reader: inout StepReader) {
    let used = reader.used[reader.checkedUses...]
    reader.checkedUses = reader.used.count
    // A file that could not be read may have set them.
    if lacksFiles { return }
    for (name, offset) in used where !known.contains(name) && !isSetBefore(name, offset, fields, reader) {
      let names = known.count < StepReader.memberLimit ? Array(known) : []
      let guess = reader.faults.isFull ? nil : NearestName.of(name, in: names + ScriptValue.names)
      reader.faults.add(
        offset, "nothing before has set ${\(StepReader.short(name))}",
        guess.map { "did you mean ${\($0)}?" }
          ?? "set, capture, over and --set give values; $${ is the sign itself")
    }
  }

  /// By the same `set`, before that place.
  private func isSetBefore(
    _ name: String, _ offset: Int, _ fields: StepReader.Fields, _ reader: StepReader
  ) -> Bool {
    guard let value = fields.kind == .set ? fields.value : fields[.set] else { return false }
    return reader.document.members(of: value).contains { key in
      reader.document.range(of: key + 1).upperBound <= offset
        && reader.document.isText(key, Array(name.utf8))
    }
  }

  /// What has a value after the step.
  private mutating func learn(_ fields: StepReader.Fields, _ reader: StepReader) {
    let places = [
      fields.kind == .capture || fields.kind == .set ? fields.value : nil, fields[.capture], fields[.set],
    ]
    for case .some(let value) in places {
      for key in reader.document.members(of: value) {
        known.insert(String(decoding: reader.document.text(key) ?? [], as: UTF8.self))
      }
    }
  }

  // MARK: Steps in steps

  private mutating func loop(
    _ step: ScriptStep, _ fields: StepReader.Fields, _ reader: inout StepReader, _ number: Int
  ) {
    var loop = ScriptLoop(end: 0, count: 0, period: 0, rows: nil)
    if let over = fields[.over], let name = reader.text(over, .over) {
      loop.rows = rows(name, over, &reader, number, step.file)
    }
    if reader.document.kind(of: fields.value) == .null {
      if fields[.over] == nil {
        reader.faults.add(
          reader.offset(fields.value), "null is as many rounds as \"over\" has rows", "a number")
      }
      loop.count = loop.rows?.count ?? 0
    } else {
      loop.count = reader.count(fields.value, .repeat, in: 0...options.limits.repetitions) ?? 0
    }
    if let rate = fields[.rate] {
      let number = reader.document.number(rate) ?? 0
      if number > 0, let period = ScriptDuration.nanoseconds(1e9 / number) {
        loop.period = period
      } else {
        reader.wrong(.rate, rate)
      }
    }
    loop.rows?.names.forEach { known.insert($0) }
    var step = step
    step.kind = .loop
    step.size = UInt32(script.loops.count)
    script.loops.append(loop)
    add(step)
    let sum = body(fields, &reader, number, step.file)
    script.loops[Int(step.size)].end = script.steps.count
    sums[sums.count - 1].add(Sum(steps: 0, time: step.after))
    sums[sums.count - 1].add(sum, times: loop.count, atLeast: loop.period)
  }

  private mutating func branch(
    _ step: ScriptStep, _ fields: StepReader.Fields, _ reader: inout StepReader, _ number: Int
  ) {
    var branch = ScriptBranch(end: 0, connections: 1, spread: 0)
    branch.connections =
      reader.count(fields.value, .parallel, in: 1...options.limits.connections) ?? 1
    if let spread = fields[.spread] { branch.spread = reader.duration(spread, .spread) ?? 0 }
    var step = step
    step.kind = .parallel
    step.size = UInt32(script.branches.count)
    script.branches.append(branch)
    add(step)
    _ = body(fields, &reader, number, step.file)
    script.branches[Int(step.size)].end = script.steps.count
  }

  /// Its steps, which follow its own.
  private mutating func body(
    _ fields: StepReader.Fields, _ reader: inout StepReader, _ number: Int, _ file: UInt16
  ) -> Sum {
    guard let value = fields[.steps] else {
      reader.faults.add(
        reader.offset(fields.kindKey), "\"steps\" is missing", #""steps":[{"send":"hello"}]"#)
      return Sum()
    }
    guard sums.count <= options.limits.depth else {
      reader.faults.add(reader.offset(value), "more than \(options.limits.depth) steps in steps")
      return Sum()
    }
    sums.append(Sum())
    let before = script.steps.count
    switch reader.document.kind(of: value) {
    case .text:
      if let name = reader.text(value, .steps) { include(name, value, &reader, number, file) }
    case .array:
      for child in reader.document.children(of: value) { step(child, &reader, number, file) }
    default: reader.wrong(.steps, value)
    }
    if script.steps.count == before, reader.faults.isEmpty, errors.all.isEmpty {
      reader.faults.add(reader.offset(value), "there are no steps in it")
    }
    return sums.removeLast()
  }

  // MARK: Files

  private mutating func include(
    _ name: String, _ value: Int, _ reader: inout StepReader, _ number: Int, _ file: UInt16
  ) {
    guard open.count <= options.limits.depth else {
      return reader.faults.add(reader.offset(value), "more than \(options.limits.depth) files in files")
    }
    guard let bytes = content(name, .include, value, &reader, number, file) else { return }
    let path = Self.path(of: name, from: script.files[Int(file)])
    guard !open.contains(path) else {
      return reader.faults.add(reader.offset(value), "this file includes itself")
    }
    guard let index = UInt16(exactly: script.files.count) else {
      return reader.faults.add(reader.offset(value), "more than 65536 files")
    }
    script.files.append(path)
    open.append(path)
    let outer = recording
    recording = RecordedLines()
    var lines = LineSplitter()
    bytes.withUnsafeBytes { bytes in
      lines.split(bytes, limit: options.limits.lineBytes) { line($0, $1, file: index) }
    }
    lines.finish { line($0, $1, file: index) }
    recording = outer
    open.removeLast()
  }

  /// A name that doesn't begin with `/` lies beside the file that names it.
  private static func path(of name: String, from file: String) -> String {
    guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
    return String(file[...slash]) + name
  }

  private mutating func rows(
    _ name: String, _ value: Int, _ reader: inout StepReader, _ number: Int, _ file: UInt16
  ) -> ScriptRows? {
    guard let bytes = content(name, .rows, value, &reader, number, file) else { return nil }
    do throws(ScriptRows.Fault) {
      return try ScriptRows(bytes)
    } catch {
      lacksFiles = true
      reader.faults.add(reader.offset(value), "\(name):\(error.line): \(error.words)")
      return nil
    }
  }

  mutating func content(
    _ name: String, _ use: ScriptFileRequest.Use, _ value: Int, _ reader: inout StepReader, _ number: Int,
    _ file: UInt16
  ) -> [UInt8]? {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      reader.faults.add(reader.offset(value), "a file has a name")
      return nil
    }
    if ScriptTemplate.mayHaveSlots(name.utf8) {
      reader.faults.add(reader.offset(value), "files are read beforehand: no variables in their names")
      return nil
    }
    let limit = use == .payload ? options.limits.payloadBytes : options.limits.bytes - byteCount
    let request = ScriptFileRequest(
      name: name, from: script.files[Int(file)], use: use,
      place: ScriptPlace(
        file: script.files[Int(file)], line: number, column: reader.offset(value) + 1),
      byteLimit: max(0, limit))
    do throws(ScriptFileError) {
      let bytes = try files(request)
      guard bytes.count <= request.byteLimit else {
        reader.faults.add(reader.offset(value), "\(name) has more than \(request.byteLimit) bytes")
        return nil
      }
      // Lines of an included file are counted as they are read.
      if use != .include { byteCount += bytes.count }
      return bytes
    } catch {
      lacksFiles = true
      reader.faults.add(reader.offset(value), "\(name) can't be read: \(error.words)")
      return nil
    }
  }
}
