import Formats
import InspectorModel
import Secrets
import Sessions

/// `:export` in line mode: the next line is not read before the file is there.
extension PlainInspector {
  func export(_ format: String, to file: String) async {
    guard tabs.indices.contains(active) else { return tell("no connection") }
    guard !file.isEmpty else { return tell(":export [FORMAT] FILE") }
    let tab = tabs[active]
    let named = ExportOrder.Format.allCases.first { file.hasSuffix(".\($0.suffix)") }
    let rows = tab.filter.map { ExportOrder.Rows.filtered($0, mark: nil) } ?? .all
    let order = ExportOrder(rows, as: ExportOrder.Format(rawValue: format) ?? named ?? .jsonl, to: file)
    let redactor = Redactor(
      values: tab.target?.secrets ?? [], fingerprints: tab.fingerprints.map { [$0] } ?? [])
    let reader = tab.reader
    let id = TabID(rawValue: tab.number)
    let result = await withCheckedContinuation { (waiter: CheckedContinuation<ExportResult, Never>) in
      exportNews.tell = { _, news in if case .ended(_, let result) = news { waiter.resume(returning: result) }
      }
      exports.perform { $0.start(id, order, of: reader, redactor: redactor) }
    }
    switch result {
    case .written(let path, let rows, let bytes, _):
      tell("\(path): \(Figures.plural(rows, "row")), \(Figures.bytes(bytes))")
    case .exists: notSent("\(file) is there already", what: "not exported")
    case .cancelled: tell("export stopped")
    case .failed(let words): notSent(words, what: "not exported")
    }
  }
}
