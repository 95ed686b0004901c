import Canvas
import Glibc
import InspectorModel
import ProfileFiles
import Profiles
import WebSocketCore

/// What is said of profiles and their secrets.
enum ProfileWords {
  static func question(_ question: String, profile: String) -> String {
    question.isEmpty ? "the secret of profile \(profile)" : "\(question) (profile \(profile))"
  }

  /// "a, b, c and 9 more"
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }

  /// A template for the eye: `Bearer ******** (env FEED_TOKEN)`.
  static func preview(_ text: String) -> String { preview(text, isAddress: false) }

  /// In an address what it comes from is left out.
  static func preview(_ text: String, isAddress: Bool) -> String {
    guard let template = try? Template(text) else { return text }
    var shown = ""
    for part in template.parts {
      switch part {
      case .text(let text): shown += text
      case .variable(let name): shown += "${\(name)}"
      case .secret: shown += "********"
      }
    }
    let sources = template.secrets.map(\.words)
    return sources.isEmpty || isAddress ? shown : "\(shown) (\(sources.joined(separator: ", ")))"
  }

  /// What became of a connection, for the list; nil where nothing has.
  static func outcome(_ status: TabStatus) -> String? {
    // It stays where the program ends first.
    if status.phase == .open { return "connected" }
    switch status.outcome {
    case nil: return nil
    case .closed(let closure, let openFor)?:
      let code = closure.status.code
      return "closed \(code.rawValue) \(CloseWords.name(of: code)) after \(Figures.duration(openFor))"
    case .failed(let report)?: return report.what
    }
  }

  // MARK: Files

  static func complaint(_ error: ProfileFileError, name: String, others: [String] = []) -> Complaint {
    if case .notThere = error {
      return Complaint(
        code: .configuration,
        what: "there is no profile \"\(name)\"\(ThemeWords.guess(NearestName.of(name, in: others)))",
        why: others.isEmpty ? [] : ["there are \(list(others))"],
        advice: ["wsglass profiles lists them", "wsglass profiles import makes one"])
    }
    let (what, advice) = parts(error)
    return Complaint(
      code: isWrite(error) ? .write : .configuration, what: "profile \(name): \(what)",
      advice: advice.map { [$0] } ?? [])
  }

  /// In the inspector `:profile save` may have been meant to be a command.
  static func advice(_ error: Complaint, opening name: String) -> String? {
    let meant = CommandLine.meant(by: "profile \(name)")
    if let meant, !meant.hasPrefix(":profile ") { return "\(meant) is a command of its own" }
    return error.advice.first.map { "try: \($0)" }
  }

  private static func isWrite(_ error: ProfileFileError) -> Bool {
    switch error {
    case .cannotWrite, .busy, .exists: true
    default: false
    }
  }

  static func words(_ error: ProfileFileError) -> String {
    let (what, advice) = parts(error)
    return advice.map { "\(what): \($0)" } ?? what
  }

  static func parts(_ error: ProfileFileError) -> (what: String, advice: String?) {
    switch error {
    case .notThere(let path): return ("\(path) is not there", nil)
    case .cannotRead(let path, ELOOP):
      return ("\(path) is a symbolic link, which could lead anywhere", "put the file itself there")
    case .cannotRead(let path, let number): return ("can't read \(path): \(text(number))", nil)
    case .notAFile(let path): return ("\(path) is no file", nil)
    case .foreign(let path): return ("\(path) belongs to somebody else", "sudo chown $USER \(quoted(path))")
    case .open(let path, let mode):
      return ("\(path) is \(access(mode)) by others", "chmod 600 \(quoted(path))")
    case .openFolder(let path, let mode):
      return ("\(path) is \(access(mode)) by others", "chmod 700 \(quoted(path))")
    case .tooLarge(let path, let limit): return ("\(path) has over \(limit >> 10) KiB", nil)
    case .badName(let name, let fault): return ("\"\(name)\" can't be its name: \(describe(fault))", nil)
    case .exists(let path): return ("\(path) is there already", "--force replaces it")
    case .busy(let path): return ("another program is writing in \(path)", "try again")
    case .cannotWrite(let path, let number):
      return ("can't write \(path): \(text(number)); what was there is as it was", nil)
    }
  }

  private static func text(_ number: Int32) -> String { String(cString: strerror(number)) }

  private static func access(_ mode: UInt32) -> String {
    switch (mode & 0o044 != 0, mode & 0o022 != 0) {
    case (true, true): "readable and writable"
    case (false, true): "writable"
    default: "readable"
    }
  }

  /// For a shell.
  static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "/._-+~".utf8.contains(byte)
    }
    if isPlain { return path }
    return "'\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }

  static func describe(_ fault: ProfileName.Fault) -> String {
    switch fault {
    case .empty: "it is empty"
    case .tooLong: "it has over \(ProfileName.longest) letters"
    case .badStart: "a dot or a hyphen can't come first"
    case .badByte(let byte):
      "only letters, digits and - _ . + can be in it"
        + ((0x21...0x7E).contains(byte) ? ", no \"\(Character(Unicode.Scalar(byte)))\"" : "")
    case .taken(let word): "\"\(word)\" is a command"
    }
  }

  // MARK: Secrets

  static func complaint(_ error: SecretError, name: String) -> Complaint {
    let (what, advice) = parts(error)
    return Complaint(
      code: .configuration, what: "profile \(name), \(error.reference.words): \(what)",
      advice: advice.map { [$0] } ?? [])
  }

  static func words(_ error: SecretError) -> String {
    let (what, advice) = parts(error)
    return advice.map { "\(what): \($0)" } ?? what
  }

  private static func parts(_ error: SecretError) -> (what: String, advice: String?) {
    func said(_ text: String) -> String { text.isEmpty ? "" : ": \(text)" }
    switch error.kind {
    case .notSet:
      if case .env(let name) = error.reference {
        return ("the variable is not set", "read -rs \(name); export \(name)")
      }
      return ("it is not set", nil)
    case .empty: return ("it is empty", nil)
    case .file(let fault): return parts(fault)
    case .notStarted(ENOENT): return ("there is no such program", nil)
    case .notStarted(let number): return ("the program can't be started: \(text(number))", nil)
    case .failed(let status, let words):
      return ("the program failed with status \(status)\(said(words))", nil)
    case .signalled(let signal, let words):
      return ("the program was ended by signal \(signal)\(said(words))", nil)
    case .tooSlow(let seconds): return ("the program took over \(seconds) s, and was ended", nil)
    case .tooLong(let limit): return ("the program printed over \(limit >> 10) KiB, and was ended", nil)
    case .notAnswered: return ("nothing was typed", nil)
    }
  }
}
