import FrameLog
import Glibc
import InspectorModel

/// `wsglass captures`: what there is, the newest first, a line each.
enum CapturesCommand {
  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw Complaint(
        code: .usage, what: "captures takes no name", advice: ["wsglass \(arguments.operands[0])"])
    }
    let choice = CaptureChoice(arguments)
    for warning in choice.warnings { writeLine(safe("wsglass: \(warning)"), to: STDERR_FILENO) }
    let captures = choice.folder.list()
    if arguments.has(.names) {
      // A name that is not what it shows could not be given back.
      for capture in captures where safe(capture.name) == capture.name { writeLine(capture.name) }
      return .success
    }
    if captures.isEmpty {
      writeLine(safe("no captures in \(choice.folder.path): every connection of the inspector makes one"))
      return .success
    }
    for capture in captures {
      let frames = (try? StoredCapture.open(capture.path)).map { "\($0.range.count)" } ?? "?"
      writeLine(
        safe(
          "\(capture.name)  \(frames) records  \(Figures.bytes(capture.bytes))"
            + "\(capture.isLive ? "  being written" : "")  \(capture.about.url)"))
    }
    writeLine(safe("in \(choice.folder.path), at most \(choice.limits)"), to: STDERR_FILENO)
    return .success
  }
}
