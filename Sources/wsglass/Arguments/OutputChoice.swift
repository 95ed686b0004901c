import Formats
import Glibc

/// What the command line says about what is written, and where.
struct OutputChoice {
  /// "-" is standard output.
  let path: String
  let format: ExportFormat
  let overwrites: Bool
  let includesSecrets: Bool

  init(_ arguments: Arguments) throws(Complaint) {
    path = arguments.value(.output) ?? "-"
    overwrites = arguments.has(.force)
    if let name = arguments.value(.format) {
      guard let format = ExportFormat(rawValue: name) else {
        let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw Complaint(code: .usage, what: "--format \(name): there are \(names)")
      }
      self.format = format
    } else {
      format = ExportFormat(fileName: path) ?? .jsonl
    }
    if path == "-", !format.isText, isatty(STDOUT_FILENO) == 1 {
      throw Complaint(
        code: .usage, what: "\(format.rawValue) is no text: a terminal can't show it",
        advice: ["-o FILE", "a pipe"])
    }
    includesSecrets = try OutputChoice.confirmSecrets(arguments)
  }

  /// For a terminal, everything beyond printable ASCII is escaped.
  var asciiOnly: Bool { path == "-" && isatty(STDOUT_FILENO) == 1 }

  /// A pipe or a device, which has no name to be put in the place of another.
  var isSpecial: Bool {
    var facts = stat()
    return path == "-" || stat(path, &facts) == 0 && facts.st_mode & S_IFMT != S_IFREG
  }

  /// The word has to be typed, or stand in the script that nobody is there to type it for.
  private static func confirmSecrets(_ arguments: Arguments) throws(Complaint) -> Bool {
    guard let answer = arguments.value(.includeSecrets) else { return false }
    if answer == "yes" { return true }
    guard answer.isEmpty else {
      throw Complaint(code: .usage, what: "--include-secrets=\(answer): only \"yes\" is an answer")
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
      throw Complaint(
        code: .usage, what: "--include-secrets asks, and there is no terminal to ask at",
        advice: ["--include-secrets=yes"])
    }
    writeLine(
      "wsglass: passwords, tokens and cookies will be written as they are. Type the word \"secrets\" to go on:",
      to: STDERR_FILENO)
    guard withInterrupts({ readLine(strippingNewline: true) }) == "secrets" else {
      throw Complaint(code: .failed, what: "nothing was written: the word was not \"secrets\"")
    }
    return true
  }

  /// An open descriptor to write to as it goes, whole or not.
  func open() throws(Complaint) -> Int32 {
    if path == "-" { return STDOUT_FILENO }
    let mode = isSpecial ? 0 : overwrites ? O_CREAT | O_TRUNC : O_CREAT | O_EXCL
    let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | mode, 0o600)
    guard descriptor >= 0 else {
      throw ExportWords.complaint(errno == EEXIST ? .exists : .open(errno), path: path)
    }
    return descriptor
  }
}

/// Runs `body` with the signals that end the program doing just that: for waiting where nothing is to be cleaned up.
func withInterrupts<Result>(_ body: () -> Result) -> Result {
  var set = sigset_t()
  sigemptyset(&set)
  for signal in endingSignals { sigaddset(&set, signal) }
  var before = sigset_t()
  pthread_sigmask(SIG_UNBLOCK, &set, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  return body()
}

/// A signal that asked for the end since it was last asked for, without waiting.
func takeEndingSignal() -> Int32? {
  var set = sigset_t()
  sigemptyset(&set)
  for signal in endingSignals { sigaddset(&set, signal) }
  var now = timespec()
  let signal = sigtimedwait(&set, nil, &now)
  return signal > 0 ? signal : nil
}
