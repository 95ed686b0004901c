import Canvas
import FrameLog
import JSONBytes
import Scripts
import Secrets
import WebSocketCore

/// One of two messages that are compared.
struct DifferenceSide: Sendable, Equatable {
  var tab: TabID
  var row: RowID
}

/// What differs between two messages: value by value where both are JSON, else from which byte on.
struct DifferenceReport {
  private(set) var lines: [ReportLine] = []

  /// Bytes of a value that are shown.
  static let valueLimit = 400
  /// Differences that are listed.
  static let entryLimit = 200
  /// Bytes around the first difference of what is no JSON.
  static let around = 40
  /// What objects in arrays are told apart by, in this order.
  private static let keys = ["id", "key", "uuid", "name", "symbol"]

  /// `mask` hides what is secret in what is shown; compared are the bytes as they came.
  init(_ one: [UInt8], _ other: [UInt8], hiding mask: SecretMask) {
    do throws(JSONBytes.JSONFault) {
      let documents = (try JSONDocument(parsing: one), try JSONDocument(parsing: other))
      var rules = JSONDifference.Rules()
      rules.limit = Self.entryLimit
      rules.keys = Self.keys
      add(JSONDifference(expected: documents.0, seen: documents.1, rules: rules), mask)
    } catch {
      addBytes(one, other, mask)
    }
  }

  // MARK: JSON

  private mutating func add(_ difference: JSONDifference, _ mask: SecretMask) {
    guard !difference.isEmpty else {
      lines.append(
        .text("No difference: the same values, whatever the order of keys and the blanks.", .stateOpen))
      return
    }
    let count = difference.entries.count + difference.omitted
    lines.append(.heading(count == 1 ? "1 DIFFERENCE" : "\(count) DIFFERENCES"))
    for entry in difference.entries {
      lines.append(.text(entry.path.words, .jsonKey))
      if let expected = entry.expected { add(expected, mask, isNew: false) }
      if let seen = entry.seen { add(seen, mask, isNew: true) }
    }
    if difference.omitted > 0 { lines.append(.text("and \(difference.omitted) more", .muted)) }
  }

  private mutating func add(_ value: [UInt8], _ mask: SecretMask, isNew: Bool) {
    let sign: DisplayText = isNew ? "  + " : "  - "
    let front = Array(value.prefix(Self.valueLimit))
    let shown = SecretMask.hiding(mask.places(in: front, isCut: front.count < value.count), of: front)
    let end: DisplayText = front.count < value.count ? "..." : ""
    lines.append(.text(sign + DisplayText(bytes: shown) + end, isNew ? .stateOpen : .stateError))
  }

  // MARK: Bytes

  private mutating func addBytes(_ one: [UInt8], _ other: [UInt8], _ mask: SecretMask) {
    guard one != other else {
      lines.append(.text("No difference: the same bytes.", .stateOpen))
      return
    }
    let common = zip(one, other).prefix { $0 == $1 }.count
    lines.append(.text("Not both are JSON; they differ from byte \(common) on:", .muted))
    for (sign, bytes) in [("-", one), ("+", other)] {
      let start = max(0, common - Self.around / 4)
      let part = Array(bytes.dropFirst(start).prefix(Self.around))
      let shown = SecretMask.hiding(mask.places(in: part, isCut: true), of: part)
      lines.append(
        .text(DisplayText("  \(sign) ") + DisplayText(bytes: shown), sign == "-" ? .stateError : .stateOpen))
      lines.append(.text("    \(HexText.text(shown))", .muted))
    }
  }
}

extension InspectorModel {
  /// `12`, `#12`, or `2:12` of another tab; without words what is selected or marked.
  mutating func openDifference(_ words: [String], _ effects: inout [Effect]) {
    var sides: [DifferenceSide] = []
    for word in words.prefix(2) {
      guard let side = side(word) else {
        say(.error, "\"\(word)\" names no row: 12, #12, or 2:12 of tab 2", &effects)
        return
      }
      sides.append(side)
    }
    if sides.isEmpty { sides = chosenSides }
    if sides.count == 1, let row = currentRow, let id = activeTab?.id {
      sides.append(DifferenceSide(tab: id, row: RowID(row.sequence)))
    }
    guard sides.count == 2, sides[0] != sides[1] else {
      say(.info, "mark two rows with m, or say which: :diff 12 34, :diff 12 2:34", &effects)
      return
    }
    var report = Report(.difference, tab: activeTab?.id, place: 0)
    report.sides = sides
    showReport(report, &effects)
  }

  private func side(_ word: String) -> DifferenceSide? {
    let parts = word.split(separator: ":").map { Int($0.drop { $0 == "#" }) }
    switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
    case (1, let number?, _):
      return activeTab.map { DifferenceSide(tab: $0.id, row: RowID(number)) }
    case (2, let tab?, let number?):
      return tabs.indices.contains(tab - 1) ? DifferenceSide(tab: tabs[tab - 1].id, row: RowID(number)) : nil
    default: return nil
    }
  }

  /// The ends of the selection, else the two newest marks, else a row of each side of a split, else the only mark.
  private var chosenSides: [DifferenceSide] {
    guard let tab = activeTab else { return [] }
    if let range = tab.selectedRange {
      return [range.lowerBound, range.upperBound].map { DifferenceSide(tab: tab.id, row: RowID($0)) }
    }
    let marks = tab.reader?.marks.all.map(\.sequence) ?? []
    if marks.count < 2, let beside = besideActive {
      let pair = isActiveRight ? [beside, tab] : [tab, beside]
      return pair.compactMap { Self.chosenSide(of: $0) }
    }
    return marks.suffix(2).map { DifferenceSide(tab: tab.id, row: RowID($0)) }
  }

  /// The only mark, else the chosen row.
  private static func chosenSide(of tab: Tab) -> DifferenceSide? {
    let marks = tab.reader?.marks.all.map(\.sequence) ?? []
    if marks.count == 1 { return DifferenceSide(tab: tab.id, row: RowID(marks[0])) }
    guard var rows = LogRows(tab) else { return nil }
    let row = tab.view.cursor.flatMap { rows.nearest($0) } ?? rows.last()
    return row.map { DifferenceSide(tab: tab.id, row: RowID($0.sequence)) }
  }

  func differenceLines(_ sides: [DifferenceSide]) -> [ReportLine] {
    var lines: [ReportLine] = []
    var payloads: [[UInt8]] = []
    var mask = SecretMask()
    for (sign, side) in zip(["-", "+"], sides) {
      guard let index = index(of: side.tab), let reader = tabs[index].reader,
        let record = reader.record(side.row.sequence)
      else { return lines + [.text("#\(side.row.sequence) is not in the log.", .stateError)] }
      payloads.append(reader.messagePayload(startingAt: side.row.sequence, limit: DetailDocument.byteLimit))
      if mask.isEmpty { mask = tabs[index].secrets.payloadMask }
      let way = !record.isFrame ? "-" : record.direction == .sent ? ">" : "<"
      let name = record.isFrame ? OpcodeWords.name(record.opcode) : "EVENT"
      let time = Figures.clock(record.wallTime, offset: terminal.utcOffset)
      let title = sides[0].tab == sides[1].tab ? "" : "  tab \(index + 1) \(tabs[index].title)"
      lines.append(
        .text(
          "\(sign) #\(side.row.sequence)  \(time)  \(way) \(name)  \(Figures.bytes(payloads.last?.count ?? 0))\(title)",
          sign == "-" ? .stateError : .stateOpen))
    }
    guard payloads.count == 2 else { return lines }
    return lines + [.blank] + DifferenceReport(payloads[0], payloads[1], hiding: mask).lines
  }
}
