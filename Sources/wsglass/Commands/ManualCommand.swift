import Glibc

/// `wsglass man`: source for `man` on standard output.
enum ManualCommand {
  /// What there is a page of, and the word that asks for it; none for the program itself.
  static let topics = ["config", "formats", "keymap", "profile", "script", "theme"]

  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    let page = try page(arguments.operands)
    guard isatty(STDOUT_FILENO) == 0 else {
      let words = (["wsglass man"] + arguments.operands).joined(separator: " ")
      throw Complaint(
        code: .usage, what: "this is source for man, not for a terminal",
        advice: ["\(words) | man -l -", "a file in share/man, and man finds it by its name"])
    }
    writeLine(String(page.dropLast()))
    return .success
  }

  static func page(_ operands: [String]) throws(Complaint) -> String {
    switch operands {
    case []: return ManualPage.text(KeymapFile.read().keymap)
    case ["config"]: return ManualConfiguration.text
    case ["formats"]: return ManualFormats.text
    case ["keymap"]: return ManualKeymap.text
    case ["theme"]: return ManualTheme.text
    case ["script"]: return ManualScript.text
    case ["profile"]: return ManualProfile.text
    default:
      throw Complaint(
        code: .usage, what: "there is no man page \"\(operands.joined(separator: " "))\"",
        advice: ["wsglass man | man -l -"] + topics.map { "wsglass man \($0) | man -l -" })
    }
  }
}
