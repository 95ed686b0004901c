import Formats
import FrameLog
import Locks
import Loop
import Secrets
import WebSocketCore

/// How long it takes to write a log of frames of 125 bytes in each format, and to read it again.
enum ExportBench {
  /// In memory, or in a capture in `folder` that is opened again.
  static func run(count: Int, folder: String? = nil) throws {
    let log =
      try folder.map { try CaptureBench.stored(in: $0) { fill($0, count: count) } }
      ?? FrameLog(budget: LogBudget(bytes: max(64 << 20, count * 400)))
    if folder == nil { fill(log, count: count) }
    let secrets = [Redactor.Value(name: "password", bytes: Array("correct horse battery".utf8))]
    for format in ExportFormat.allCases {
      for (name, redactor) in [
        ("off", nil), ("structure", Redactor()), ("values", Redactor(values: secrets)),
        (
          "fingerprints",
          Redactor(
            fingerprints: SecretFingerprints(of: secrets, base: .random(in: 1 << 32 ... .max)).map { [$0] }
              ?? [])
        ),
      ] as [(String, Redactor?)] {
        // Redaction comes before the format, so one format shows what it costs.
        if redactor != nil, format != .jsonl { continue }
        try measure(log, format, name, redactor, count: count)
      }
    }
    try measureImport(log, count: count)
  }

  /// What a ticker sends, as JSON.
  private static func fill(_ log: FrameLog, count: Int) {
    var payload = Array(
      #"{"type":"ticker","product":"BTC-EUR","price":"64123.55","volume":"1843.2219","side":"buy","sequence":"00000000","time":"12:04:29"}"#
        .utf8.prefix(125))
    for index in 0..<count {
      var rest = index
      for digit in 0..<8 {
        payload[107 - digit] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
      let time = UInt64(index) * 20_000
      let record = LogRecord(
        sequence: index + 1, kind: .frame, note: .none, direction: .received,
        header: FrameHeader(
          firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: payload.count),
        flags: .endsMessage, fragmentIndex: 0, wallTime: 1_795_349_069_820_113_999 + Int64(time), time: time,
        payloadLength: payload.count)
      payload.withUnsafeBytes { log.append(record, payload: $0) }
    }
  }

  private static func measure(
    _ log: FrameLog, _ format: ExportFormat, _ name: String, _ redactor: Redactor?, count: Int
  ) throws {
    let start = Monotonic.now()
    var export = FrameExport(log.reader, as: format, redactor: redactor)
    var buffer: [UInt8] = []
    var bytes = 0
    var more = true
    while more {
      more = export.step(to: &buffer)
      bytes += buffer.count
      buffer.removeAll(keepingCapacity: true)
    }
    guard export.written == count else { throw BenchError.notClean("\(export.written) of \(count)") }
    printJSON([
      ("export", "\"\(format.rawValue)\""), ("redaction", "\"\(name)\""), ("frames", count), ("bytes", bytes),
      ("seconds", Double(Monotonic.now() - start) / 1e9),
    ])
  }

  private static func measureImport(_ log: FrameLog, count: Int) throws {
    var export = FrameExport(log.reader, as: .jsonl, redactor: nil)
    var bytes: [UInt8] = []
    while export.step(to: &bytes) {}
    let copy = FrameLog(budget: LogBudget(bytes: max(64 << 20, count * 400)))
    let start = Monotonic.now()
    let imported = try ImportedLog.read(bytes: bytes, into: copy)
    guard imported.records == count else { throw BenchError.notClean("\(imported.records) of \(count)") }
    printJSON([
      ("import", "\"jsonl\""), ("frames", count), ("bytes", bytes.count),
      ("seconds", Double(Monotonic.now() - start) / 1e9),
    ])
  }
}
