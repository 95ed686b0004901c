import Formats
import FrameFilter
import FrameLog
import InspectorModel
import Scripts
import WebSocketCore

/// Makes a script of rows of a log, and writes it into a file.
struct ScriptWriting {
  /// 100,000 frames and 256 MiB: a script that somebody means to edit is smaller.
  private static let limit = (frames: 100_000, bytes: 256 << 20)
  /// Records that one step of a scan looks at.
  private static let scanStep = 20_000

  let rows: ExportOrder.Rows
  /// The tab's.
  let title: String
  /// Where it was recorded, secrets masked.
  let url: String?
  let redactor: Redactor

  /// What there is to tell.
  func write(_ reader: LogReader, to path: String) -> InspectorModel.Message {
    let (frames, isCut) = chosen(reader)
    guard !frames.isEmpty else { return .notice(.info, "no frames among these rows: no script was written") }
    var options = ScriptDraft.Options()
    options.name = title
    options.url = url
    let draft = ScriptDraft(from: frames, options: options)
    do throws(ExportFile.Failure) {
      let file = try ExportFile(path, overwrites: false)
      try file.write(draft.text)
      try file.commit()
    } catch {
      let complaint = ExportWords.complaint(error, path: path)
      return .notice(.error, ([complaint.what] + complaint.why).joined(separator: ": "))
    }
    var words = "\(path): \(Figures.plural(draft.steps, "step"))"
    if draft.relaxed > 0 { words += ", \(Figures.plural(draft.relaxed, "value")) may differ" }
    if draft.omitted > 0 { words += ", \(Figures.plural(draft.omitted, "frame")) left out" }
    if isCut { words += "; the rest was too much" }
    return .notice(isCut ? .warning : .info, words + "; R plays it")
  }

  private func chosen(_ reader: LogReader) -> (frames: [ScriptDraft.Frame], isCut: Bool) {
    let choose = choice(reader)
    var frames: [ScriptDraft.Frame] = []
    var bytes = 0
    var isCut = false
    // A message is taken or left as a whole, by its first frame.
    var sentIsChosen = false
    var receivedIsChosen = false
    reader.forEach(in: reader.range) { record, payload in
      guard record.isFrame else { return true }
      let isFirst = !record.opcode.isData || record.fragmentIndex <= 1
      let isChosen: Bool
      if isFirst {
        isChosen = choose(record.sequence)
        if record.opcode.isData {
          if record.direction == .sent { sentIsChosen = isChosen } else { receivedIsChosen = isChosen }
        }
      } else {
        isChosen = record.direction == .sent ? sentIsChosen : receivedIsChosen
      }
      guard isChosen else { return true }
      guard frames.count < ScriptWriting.limit.frames, bytes + payload.count <= ScriptWriting.limit.bytes
      else {
        isCut = true
        return false
      }
      bytes += payload.count
      frames.append(
        ScriptDraft.Frame(
          direction: record.direction, opcode: record.opcode, isFinal: record.header.isFinal,
          payload: redactor.redacted(Array(payload)), time: record.time, flags: record.flags))
      return true
    }
    return (frames, isCut)
  }

  private func choice(_ reader: LogReader) -> (Int) -> Bool {
    switch rows {
    case .all: return { _ in true }
    case .marked:
      let marked = Set(reader.marks.all.map(\.sequence))
      return { marked.contains($0) }
    case .filtered(let filter, let mark):
      var scan = FrameScan(reader, for: .filter(filter, mark: mark))
      let end = reader.range.upperBound
      while scan.step(limit: ScriptWriting.scanStep), scan.matches.examined < end {}
      let matches = scan.matches
      return { matches.contains($0) }
    }
  }
}
