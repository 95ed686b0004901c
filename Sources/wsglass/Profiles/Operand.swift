import Canvas
import FrameLog
import Glibc
import ProfileFiles
import Profiles

/// What a word of the command line stands for.
enum Operand: Equatable {
  case address(String)
  /// A capture or an exported file.
  case log(String)
  case profile(String)

  /// What has "://", a port, a path or an ending is what it says; another word is a capture or a profile, and one that
  /// is neither is told with the nearest name.
  init(_ word: String, captures: CaptureFolder, profiles: ProfileFolder) throws(Complaint) {
    if word.contains("://") {
      self = .address(word)
    } else if profiles.has(word), !Self.isCertainlyLog(word, captures) {
      self = .profile(word)
    } else if RecordedLog.isOne(word, captures) {
      self = .log(word)
    } else if word.contains(":") || word.contains("/") || (try? ProfileName.check(word)) == nil {
      self = .address(word)
    } else {
      let names = profiles.names()
      throw Complaint(
        code: .usage,
        what: "\(word) is no address, capture or profile\(ThemeWords.guess(NearestName.of(word, in: names)))",
        why: names.isEmpty
          ? ["there are no profiles yet"] : ["profiles: \(ProfileWords.list(names))"],
        advice: ["wsglass ws://\(word)/ connects to a host", "wsglass profiles lists what is saved"])
    }
  }

  /// A folder of that name may be anything; one with a capture in it is a capture.
  private static func isCertainlyLog(_ word: String, _ captures: CaptureFolder) -> Bool {
    access("\(captures.path)/\(word)", F_OK) == 0 || access("\(word)/about.json", F_OK) == 0
  }
}
