import ByteText
import FrameLog
import Secrets
import WebSocketCore

/// What a row gives in each of the ways to copy it.
struct CopyText {
  private let tab: Tab

  init(_ tab: Tab) { self.tab = tab }

  /// Nil where the row has no such form. `limit` bytes of the payload are enough; `hiding` makes secrets unreadable, for
  /// the eye.
  func text(_ form: CopyForm, of row: RowID, limit: Int, hiding: Bool) -> [UInt8]? {
    guard let record = tab.reader?.record(row.sequence), var rows = LogRows(tab) else { return nil }
    let mask = hiding ? tab.secrets.mask : SecretMask()
    switch form {
    case .value: return value(hiding: hiding, row: row)
    case .path: return path(row: row).map { Array($0.utf8) }
    case .row: return Array("{\"seq\":\(row.sequence),...".utf8)
    default: break
    }
    let payload = rows.payload(of: row, record, limit: limit, hiding: mask)
    let bytes = payload.shown
    switch form {
    case .raw: return bytes
    case .hex: return record.isFrame ? Array(HexText.text(bytes, hiding: payload).utf8) : nil
    case .base64: return record.isFrame ? Base64.encoded(bytes) : nil
    case .pretty:
      guard record.isFrame, record.opcode.isData, bytes.count <= DetailDocument.byteLimit else { return nil }
      return JSONLayout(bytes, isCut: bytes.count >= limit).map { $0.text(of: bytes) }
    case .websocat:
      guard record.isFrame, record.opcode.isData, !row.isFragment else { return nil }
      return WebsocatLine(tab, connection: handshake(of: row)).line(
        sending: bytes, isBinary: isBinary(record))
    case .step:
      guard record.isFrame, !row.isFragment else { return nil }
      return ReplayStep.line(sending: bytes, opcode: record.opcode)
    case .value, .path, .row: return nil
    }
  }

  private func isBinary(_ record: LogRecord) -> Bool { record.opcode == .binary }

  /// What is known of the connection that the row belongs to.
  private func handshake(of row: RowID) -> ConnectionFacts? {
    guard let reader = tab.reader else { return nil }
    return ConnectionNotes(reader, tab.range, at: row.sequence).opened.flatMap { reader.facts($0) }
  }

  // MARK: The value under the cursor

  private func document(_ row: RowID) -> (DetailDocument, line: Int)? {
    guard let detail = tab.detail, detail.row == row, !detail.showsHexOnly, detail.document.isJSON else {
      return nil
    }
    return (detail.document, detail.line)
  }

  private func value(hiding: Bool, row: RowID) -> [UInt8]? {
    guard let (document, line) = document(row), let range = document.valueRange(onLine: line) else {
      return nil
    }
    var bytes = (hiding ? document.shown : document.bytes)[range]
    if bytes.count > 1, bytes.first == 0x22, bytes.last == 0x22 { bytes = bytes.dropFirst().dropLast() }
    return Array(bytes)
  }

  private func path(row: RowID) -> String? {
    guard let (document, line) = document(row) else { return nil }
    return document.path(ofLine: line)
  }
}

extension CopyForm {
  /// Makes sense for a selection.
  var takesSeveral: Bool {
    switch self {
    case .raw, .hex, .base64, .row, .websocat, .step: true
    case .pretty, .value, .path: false
    }
  }

  /// A line of its own, also where there is one only.
  var isLine: Bool {
    switch self {
    case .step, .websocat: true
    default: false
    }
  }
}
