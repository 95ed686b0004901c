import Formats
import FrameFilter
import FrameLog
import Glibc

/// Runs `wsglass export` from arguments to exit code.
enum ExportCommand {
  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard let operand = arguments.operands.first, arguments.operands.count == 1 else {
      throw Complaint(
        code: .usage, what: "export takes one capture or exported file",
        advice: ["wsglass captures", "wsglass export CAPTURE -o log.har"])
    }
    let output = try OutputChoice(arguments)
    let selection = try selection(arguments)
    let (log, warnings, fingerprints) = try ExportSource(operand, CaptureChoice(arguments).folder).open()
    for warning in warnings { writeLine(safe("wsglass: \(warning)"), to: STDERR_FILENO) }
    var export = FrameExport(
      log.reader, as: output.format, of: selection,
      redactor: output.includesSecrets ? nil : Redactor(fingerprints: fingerprints),
      asciiOnly: output.asciiOnly)
    if output.isSpecial {
      let descriptor = try output.open()
      try write(&export) { bytes throws(ExportFile.Failure) in
        if let reason = ExportFile.write(bytes, to: descriptor) { throw .write(reason) }
      } onFailure: {
        ExportWords.complaint($0, path: output.path)
      }
      return .success
    }
    try write(&export, to: output)
    return .success
  }

  private static func selection(_ arguments: Arguments) throws(Complaint) -> FrameExport.Selection {
    if arguments.has(.marked) {
      guard !arguments.has(.filter) else {
        throw Complaint(code: .usage, what: "--marked and --filter: one of them")
      }
      return .marked
    }
    guard let text = arguments.value(.filter) else { return .all }
    do throws(FilterError) {
      return .matching(try FrameFilter(parsing: text), mark: nil)
    } catch {
      let place = String(decoding: text.utf8.dropFirst(error.range.lowerBound), as: UTF8.self)
      throw Complaint(
        code: .usage, what: "--filter \(text): \(error.words)", why: place.isEmpty ? [] : ["at: \(place)"])
    }
  }

  private static func write(_ export: inout FrameExport, to output: OutputChoice) throws(Complaint) {
    do throws(ExportFile.Failure) {
      let file = try ExportFile(output.path, overwrites: output.overwrites)
      var buffer: [UInt8] = []
      var hasMore = true
      var line = ProgressLine()
      while hasMore {
        // The part goes before the program does.
        if let signal = takeEndingSignal() {
          file.discard()
          die(by: signal)
        }
        hasMore = export.step(to: &buffer)
        try file.write(buffer)
        line.show(export.progress)
        buffer.removeAll(keepingCapacity: true)
      }
      try file.commit()
    } catch {
      throw ExportWords.complaint(error, path: output.path)
    }
  }

  private static func write(
    _ export: inout FrameExport, _ body: ([UInt8]) throws(ExportFile.Failure) -> Void,
    onFailure: (ExportFile.Failure) -> Complaint
  ) throws(Complaint) {
    var buffer: [UInt8] = []
    var hasMore = true
    while hasMore {
      if let signal = takeEndingSignal() { die(by: signal) }
      hasMore = export.step(to: &buffer)
      do throws(ExportFile.Failure) {
        try body(buffer)
      } catch {
        // Whoever reads a pipe may have enough of it.
        if error == .write(EPIPE) { return }
        throw onFailure(error)
      }
      buffer.removeAll(keepingCapacity: true)
    }
  }
}
