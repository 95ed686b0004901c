import ByteText
import InspectorModel
import WebSocketCore

/// What came in place of an upgrade, for the eyes: the lines around the fault, and its bytes.
struct AnswerWords {
  /// Lines of the answer, from a little before the fault.
  var lines: [String] = []
  /// "byte 38: 58 3A 20 61 [00] 62 0D 0A"; none where the fault is at no byte.
  var bytes: [String] = []

  /// The panel shows eight lines.
  private static let shownLines = 8
  private static let linesBefore = 2
  /// Of one line: more would push the others off the panel.
  private static let lineLimit = 120
  private static let bytesBefore = 8
  private static let bytesAfter = 8

  /// `fault` is nil where the answer was only cut short.
  init(_ answer: [UInt8], _ fault: HandshakeError?) {
    guard !answer.isEmpty else { return }
    let split = answer.split(separator: 10, omittingEmptySubsequences: false)
    let offset = fault.flatMap { AnswerWords.offset(of: $0, in: split) }.map { min($0, answer.count - 1) }
    let faulty = offset.flatMap { at in split.firstIndex { $0.endIndex >= at } } ?? 0
    lines = split[max(0, faulty - Self.linesBefore)...].prefix(Self.shownLines).map(AnswerWords.line)
    if lines.last == "" { lines.removeLast() }
    guard let offset else { return }
    let start = max(0, offset - Self.bytesBefore)
    let around = [
      HexText.text(answer[start..<offset]), "[\(HexText.text(answer[offset...offset]))]",
      HexText.text(answer[(offset + 1)...].prefix(Self.bytesAfter)),
    ]
    bytes = ["byte \(offset): " + around.filter { !$0.isEmpty }.joined(separator: " ")]
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    let isCut = bytes.count > lineLimit
    let shown = isCut ? bytes.prefix(lineLimit) : bytes.last == 13 ? bytes.dropLast() : bytes
    return String(decoding: shown, as: UTF8.self) + (isCut ? "..." : "")
  }

  /// Where the fault is; a field's is where its value begins.
  private static func offset(of fault: HandshakeError, in lines: [ArraySlice<UInt8>]) -> Int? {
    switch fault {
    case .lineTooLong(let offset, _), .badStatusLine(let offset), .bareCarriageReturn(let offset),
      .controlByte(_, let offset), .blankBeforeField(let offset), .badFieldName(let offset):
      offset
    case .badVersion: 0
    case .foldedField(let name): field(name, in: lines)
    case .upgradeMismatch: field("Upgrade", in: lines)
    case .connectionMismatch: field("Connection", in: lines)
    case .acceptRepeated, .acceptMismatch: field("Sec-WebSocket-Accept", in: lines)
    case .protocolFieldRepeated, .protocolNotOffered: field("Sec-WebSocket-Protocol", in: lines)
    case .extensionsFieldRepeated, .extensionsMalformed, .extensionNotOffered, .extensionRepeated,
      .deflateParameter:
      field("Sec-WebSocket-Extensions", in: lines)
    default: nil
    }
  }

  private static func field(_ name: String, in lines: [ArraySlice<UInt8>]) -> Int? {
    let start = Array(name.lowercased().utf8) + [UInt8(ascii: ":")]
    // The last one: of a repeated field, the second is the fault.
    guard let line = lines.last(where: { $0.prefix(start.count).map(ASCII.lower).elementsEqual(start) })
    else {
      return nil
    }
    let value = line.dropFirst(start.count).firstIndex { $0 != 0x20 && $0 != 0x09 }
    return value ?? line.startIndex
  }
}
