/// Files beside the script: steps to include, rows to go through, payloads.
extension ScriptBuilder {
  mutating func include(_ name: String, _ value: Int, _ reader: inout StepReader) {
    guard open.count <= options.limits.depth else {
      return reader.faults.add(reader.offset(value), "more than \(options.limits.depth) files in files")
    }
    guard let bytes = content(name, .include, value, &reader) else { return }
    let path = Self.path(of: name, from: script.files[Int(reader.file)])
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

  mutating func rows(_ name: String, _ value: Int, _ reader: inout StepReader) -> ScriptRows? {
    guard let bytes = content(name, .rows, value, &reader) else { return nil }
    do throws(ScriptRows.Fault) {
      return try ScriptRows(bytes)
    } catch {
      variables.mayBeMore = true
      reader.faults.add(reader.offset(value), "\(name):\(error.line): \(error.words)")
      return nil
    }
  }

  mutating func content(
    _ name: String, _ use: ScriptFileRequest.Use, _ value: Int, _ reader: inout StepReader
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
      name: name, from: script.files[Int(reader.file)], use: use,
      place: ScriptPlace(
        file: script.files[Int(reader.file)], line: reader.line, column: reader.offset(value) + 1),
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
      variables.mayBeMore = true
      reader.faults.add(reader.offset(value), "\(name) can't be read: \(error.words)")
      return nil
    }
  }
}
