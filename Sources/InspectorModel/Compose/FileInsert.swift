import ByteText
import FrameFilter

/// What a file named in compose holds.
public enum FileContent: Sendable, Equatable {
  /// Short enough to be edited.
  case bytes([UInt8])
  /// It stays where it is until it is sent.
  case long(bytes: Int, isText: Bool)
  case failed(words: String)
}

/// Files in compose: chosen with their paths completed, put into the draft or sent as they are on disk.
extension InspectorModel {
  /// 256 KiB: a longer file is sent from the disk, not edited.
  public static let insertLimit = 256 << 10

  mutating func acceptFile(_ prompt: Prompt, _ path: String, _ effects: inout [Effect]) {
    guard !path.isEmpty else {
      var faulty = prompt
      faulty.fault = "type the path of a file; Tab completes it"
      overlay = .prompt(faulty)
      return
    }
    fileHistory.add(path)
    effects.append(.readFile(tabs[active].id, path: path))
  }

  mutating func fileRead(_ id: TabID, path: String, _ content: FileContent, _ effects: inout [Effect]) {
    guard let index = index(of: id) else { return }
    if case .failed(let words) = content {
      guard case .prompt(var prompt)? = overlay, prompt.purpose == .insertFile else {
        return say(.error, words, &effects)
      }
      prompt.fault = words
      overlay = .prompt(prompt)
      return
    }
    if case .prompt(let prompt)? = overlay, prompt.purpose == .insertFile { overlay = nil }
    switch content {
    case .bytes(let bytes): insert(bytes, tab: index, &effects)
    case .long(let count, let isText):
      guard tabs[index].composer.editor.isEmpty else {
        return say(
          .error, "\(Figures.bytes(count)) are too long to go into a draft; into an empty one they may",
          &effects)
      }
      guard count <= ComposeCheck.frameLimit else {
        return say(.error, "\(Figures.bytes(count)), and 16 MiB is what a message may have here", &effects)
      }
      tabs[index].composer.file = DraftFile(path: path, bytes: count, isText: isText)
      tabs[index].composer.setType(isText ? .text : .binaryHex)
    case .failed: break
    }
    keepCursorVisible()
  }

  /// In lines of 76, as people read it.
  private static func base64Lines(_ bytes: [UInt8]) -> String {
    let digits = Base64.encoded(bytes)
    return stride(from: 0, to: digits.count, by: 76)
      .map { String(decoding: digits[$0..<min(digits.count, $0 + 76)], as: UTF8.self) }
      .joined(separator: "\n")
  }

  /// As the draft's type writes bytes; what is no text makes an empty draft a binary one.
  private mutating func insert(_ bytes: [UInt8], tab index: Int, _ effects: inout [Effect]) {
    let type = tabs[index].composer.type
    let text: String
    switch type {
    case .binaryHex: text = HexText.text(bytes)
    case .binaryBase64: text = Self.base64Lines(bytes)
    case .text, .ping, .pong, .close:
      if let string = String(validating: bytes, as: UTF8.self) {
        text = string
      } else if tabs[index].composer.editor.isEmpty {
        tabs[index].composer.type = .binaryHex
        text = HexText.text(bytes)
      } else {
        return say(.error, "the file is no UTF-8: insert it into an empty draft, or as BIN", &effects)
      }
    }
    tabs[index].composer.editor.insert(text)
    tabs[index].composer.textChanged()
  }

  // MARK: Completing a path

  mutating func completePath(by step: Int, _ prompt: Prompt, _ effects: inout [Effect]) {
    var prompt = prompt
    guard !prompt.completions.isEmpty else {
      effects.append(.listPaths(prompt.editor.string))
      return
    }
    let count = prompt.completions.count
    prompt.choose((prompt.completion + step + count) % count)
    overlay = .prompt(prompt)
  }

  /// Folders end with "/". What all have in common goes in at once; a second Tab goes through them.
  mutating func pathsFound(_ start: String, _ paths: [String], _ effects: inout [Effect]) {
    let found = PathCompletion(of: start, paths)
    if case .connect(let dialog)? = overlay { return pathsFound(start, found, in: dialog, &effects) }
    guard case .prompt(var prompt)? = overlay, prompt.isPath, prompt.editor.string == start else { return }
    switch found {
    case .none: return say(.info, "no file begins like this", &effects)
    case .text(let text): prompt.editor.replace(with: text)
    case .choices(let paths):
      let whole = 0..<start.utf8.count
      prompt.completions = paths.map { Completion(range: whole, text: $0, help: "") }
      prompt.choose(0)
    }
    overlay = .prompt(prompt)
  }
}

/// What becomes of a path by the files that begin like it.
enum PathCompletion: Equatable {
  case none
  /// As far as all of them agree.
  case text(String)
  case choices([String])

  init(of start: String, _ paths: [String]) {
    guard let first = paths.first else {
      self = .none
      return
    }
    let common = paths.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    self = paths.count == 1 || common.utf8.count > start.utf8.count ? .text(common) : .choices(paths)
  }
}

extension Prompt {
  /// What is typed is a file's path.
  var isPath: Bool { purpose == .insertFile || purpose == .script }

  /// A completion in place of the one before.
  fileprivate mutating func choose(_ index: Int) {
    completion = index
    editor.replace(with: completions[index].text)
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    var view = String.UnicodeScalarView()
    for (own, others) in zip(unicodeScalars, other.unicodeScalars) {
      guard own == others else { break }
      view.append(own)
    }
    return String(view)
  }
}
