import Canvas
import Glibc

/// An error in words: what happened, why, and what to try. Every way to fail ends in one of these.
struct Complaint: Error {
  var code: ExitCode
  var what: String
  var why: [String] = []
  var advice: [String] = []

  /// What and why in one line, for a notice.
  var oneLine: String { ([what] + why).joined(separator: ": ") }
  /// What, and the first thing to try.
  var oneLineWithAdvice: String { ([what] + advice.prefix(1)).joined(separator: "; ") }

  /// Three short parts on standard error. All of it goes through `DisplayText`: any part may quote a peer or a file.
  func print() {
    var lines = ["wsglass: \(what)"]
    lines += why.map { "  why: \($0)" }
    lines += advice.map { "  try: \($0)" }
    for line in lines { writeLine(safe(line), to: STDERR_FILENO) }
  }
}

/// `text` with everything that a terminal could act on made visible.
func safe(_ text: String) -> String { DisplayText(text).text }

/// Writes a line; a closed or full descriptor is nobody's business here.
func writeLine(_ line: String, to descriptor: Int32 = STDOUT_FILENO) {
  var bytes = Array(line.utf8)
  bytes.append(10)
  var start = 0
  while start < bytes.count {
    let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { return }
    start += count
  }
}
