import Canvas
import CursesTerminal
import Formats
import FrameLog
import InspectorModel
import Secrets

/// What leaves the screen: rows for the clipboard, payloads for the user's pager and editor, bare text.
extension Inspector {
  /// 16 MiB: more goes into a file by an export.
  private static let copyLimit = 16 << 20
  private static let editLimit = 4 << 20

  func copy(_ bytes: [UInt8], _ description: String) {
    switch Clipboard.copy(bytes, by: terminal) {
    case .success(let route): handle(.notice(.info, "\(description): \(route)"))
    case .failure(let error): handle(.notice(.error, "\(description) not copied: \(error.what)"))
    }
  }

  func copy(_ records: [Int], of tab: TabID, _ description: String) {
    guard let reader = model.index(of: tab).flatMap({ model.tabs[$0].reader }) else { return }
    let lines = JSONLines()
    var bytes: [UInt8] = []
    for sequence in records where bytes.count <= Self.copyLimit {
      guard let record = reader.record(sequence) else { continue }
      reader.withPayload(sequence) { payload in
        lines.append(
          record, payload: payload, facts: reader.facts(sequence), mark: reader.marks[sequence], to: &bytes)
      }
    }
    guard bytes.count <= Self.copyLimit else {
      return handle(.notice(.warning, "too much to copy; s exports it"))
    }
    let mask = model.index(of: tab).map { model.tabs[$0].secrets.mask }
    let secret = mask?.places(in: bytes).isEmpty ?? true ? "" : ", with a secret in it"
    copy(bytes, "\(description), \(Figures.bytes(bytes.count))\(secret)")
  }

  func page(_ lines: [String]) {
    let text = lines.map { DisplayText($0).text + "\n" }.joined()
    run(.pager, on: Array(text.utf8), suffix: "txt") { _ in nil }
  }

  func edit(_ bytes: [UInt8], suffix: String, of tab: TabID) {
    run(.editor, on: bytes, suffix: suffix) { changed in
      // Editors end what they write with a line feed.
      if changed == bytes || changed == bytes + [0x0A] { return nil }
      let isText = !bytes.contains(0x0A) && changed.last == 0x0A
      return .edited(tab, isText ? Array(changed.dropLast()) : changed)
    }
  }

  func showBare(_ lines: [String]) {
    terminal.showBare(lines.map { DisplayText($0) } + [DisplayText("-- any key goes back to wsglass --")])
    handle(.input(.resized(terminal.size)))
    paint()
  }

  /// Another program has the terminal while `body` runs.
  func lendTerminal<Value>(_ body: () -> Value) -> Value {
    let value = terminal.lend(body)
    handle(.input(.resized(terminal.size)))
    return value
  }

  func run(
    _ kind: OutsideProgram.Kind, on bytes: [UInt8], suffix: String,
    _ outcome: ([UInt8]) -> InspectorModel.Message?
  ) {
    do throws(Complaint) {
      let file = try PassingFile(bytes, suffix: suffix)
      let program = OutsideProgram(kind)
      var failure: Complaint?
      lendTerminal {
        do throws(Complaint) { try program.run(on: file.path) } catch { failure = error }
      }
      if let failure { throw failure }
      if let contents = file.contents(limit: Self.editLimit), let message = outcome(contents) {
        handle(message)
      }
    } catch {
      handle(.notice(.error, error.what))
    }
    paint()
  }
}
