import Formats
import FrameLog
import Secrets

/// A file that could be imported comes back the same from our JSON Lines; whatever it held, each format writes it.
enum ImportFuzz {
  static func play(_ bytes: [UInt8]) {
    let log = FrameLog(budget: LogBudget(bytes: 1))
    guard (try? ImportedLog.read(bytes: bytes, into: log)) != nil else { return }
    // Half of what was imported may be there where it ended in an error; what is there is whole.
    let lines = exported(log, .jsonl, nil)
    let copy = FrameLog(budget: LogBudget(bytes: 1))
    guard let again = try? ImportedLog.read(bytes: lines, into: copy) else {
      preconditionFailure("our own lines must be readable")
    }
    precondition(again.warnings.isEmpty, "our own lines give no reason to wonder")
    precondition(exported(copy, .jsonl, nil) == lines, "a log comes back as it was")
    let redactor = Redactor(values: [Redactor.Value(name: "known", bytes: Array("hunter22".utf8))], salt: [1])
    for format in ExportFormat.allCases { _ = exported(log, format, redactor) }
    _ = exported(log, .text, nil)
    let whole = exported(log, .har, nil)
    precondition(
      (try? ImportedLog.read(bytes: whole, into: FrameLog(budget: LogBudget(bytes: 1)))) != nil,
      "our own HAR must be readable")
  }

  private static func exported(_ log: FrameLog, _ format: ExportFormat, _ redactor: Redactor?) -> [UInt8] {
    var export = FrameExport(log.reader, as: format, redactor: redactor)
    var output: [UInt8] = []
    while export.step(to: &output) {}
    return output
  }
}

/// A known secret is in no text after redaction, wherever it was put; and a redacted text stays as it is.
enum RedactFuzz {
  private static let secret = Array("hunter22".utf8)

  static func play(_ bytes: [UInt8]) {
    let redactor = Redactor(values: [Redactor.Value(name: "known", bytes: secret)], salt: [1])
    var splitter = Splitter(seed: bytes.prefix(2))
    let place = Int.random(in: 0...bytes.count, using: &splitter)
    let once = redactor.redacted(Array(bytes[..<place]) + secret + bytes[place...])
    precondition(!contains(once), "a known secret must go")
    precondition(!contains(redactor.redacted(once)), "and stay away")
  }

  private static func contains(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= secret.count else { return false }
    return (0...bytes.count - secret.count).contains { bytes[$0...].starts(with: secret) }
  }
}
