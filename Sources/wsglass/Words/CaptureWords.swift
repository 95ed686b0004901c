import FrameLog
import Glibc
import InspectorModel

/// What is said of captures.
enum CaptureWords {
  static func complaint(_ error: CaptureError, path: String) -> Complaint {
    let (what, advice) = parts(error)
    return Complaint(
      code: .failed, what: "can't open the capture \(path)", why: [what], advice: advice.map { [$0] } ?? [])
  }

  static func words(_ error: CaptureError) -> String { parts(error).what }

  private static func parts(_ error: CaptureError) -> (what: String, advice: String?) {
    switch error {
    case .noFolder(let name, let number): ("\(name): \(text(number))", "wsglass captures lists what there is")
    case .foreignFolder(let name): ("\(name) belongs to somebody else", "--captures DIR names another folder")
    case .cannotWrite(let name, let number): ("\(name): \(text(number))", nil)
    case .cannotRead(let name, let number): ("\(name): \(text(number))", nil)
    case .notACapture(let name): ("\(name) has no file of a capture", "wsglass captures lists what there is")
    case .badHead(let name): ("\(name) does not begin as a file of a capture does", nil)
    }
  }

  static func damage(_ damage: CaptureDamage) -> String {
    "\(damage.file): \(damage.bytes) bytes at offset \(damage.offset) can't be read; what was before them is here"
  }

  /// A note of the log.
  static func note(_ health: CaptureHealth, lost: ClosedRange<Int>?) -> String {
    switch health {
    case .failing(let number, let since):
      return
        "capture stopped at #\(since): \(text(number)); the connection goes on, frames are kept in memory"
    case .writing:
      guard let lost else { return "capture goes on; nothing was lost" }
      let frames =
        lost.count == 1 ? "#\(lost.lowerBound) is" : "#\(lost.lowerBound) to #\(lost.upperBound) are"
      return "capture goes on; GAP: \(frames) not in it"
    }
  }

  static func text(_ number: Int32) -> String {
    number == ETIMEDOUT ? "the disk took nothing for 2 s" : String(cString: strerror(number))
  }
}
