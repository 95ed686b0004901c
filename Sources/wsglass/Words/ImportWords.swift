import Glibc
import JSON5
import Profiles

/// What is said of imported profiles.
enum ImportWords {
  static func describe(_ leftover: Leftover) -> String {
    let place = leftover.line.map { "line \($0): " } ?? ""
    return "\(place)\(leftover.what) (\(reason(leftover.reason)))"
  }

  private static func reason(_ reason: Leftover.Reason) -> String {
    switch reason {
    case .madeAnew: "made anew for each connection"
    case .unsupported: "nothing here does the same"
    case .noBody: "an upgrade is a GET without a body"
    case .otherFile: "in another file, which was not read"
    case .disabled: "switched off there"
    case .ownMatter: "not part of a connection"
    case .afterCommand: "follows the command"
    case .script: "scripts and tests are not run here"
    case .inherited: "kept elsewhere there; give it a value in the profile"
    }
  }

  static func complaint(_ fault: ImportFault) -> Complaint {
    var place = fault.file.isEmpty ? "" : "\(fault.file == "-" ? "standard input" : fault.file):"
    if let at = fault.place { place += "\(at.line):\(at.column):" }
    return Complaint(
      code: .configuration, what: "\(place.isEmpty ? "" : place + " ")\(describe(fault.kind))",
      advice: advice(fault.kind))
  }

  private static func describe(_ kind: ImportFault.Kind) -> String {
    switch kind {
    case .unknownFormat: "none of the formats that can be imported"
    case .curl(let fault): describe(fault)
    case .syntax(let fault): "can't be read from here on: \(ProfileWords.describe(fault))"
    case .noWebSocket: "there is no WebSocket connection in it"
    case .missing(let key): "\(key) is missing"
    case .badLine: "no block of Bruno's, or one without its end"
    case .unreadable(let number): "can't be read: \(String(cString: strerror(number)))"
    case .tooLarge: "over \(ImportFile.limit >> 20) MiB"
    }
  }

  private static func advice(_ kind: ImportFault.Kind) -> [String] {
    switch kind {
    case .unknownFormat, .noWebSocket:
      ["a curl command, a HAR, .bru or OpenCollection of Bruno, Insomnia 4, a folder of Postman 3"]
    case .curl(.unknownOption(_, let suggestions)) where !suggestions.isEmpty:
      ["did you mean --\(suggestions.joined(separator: ", --"))?"]
    case .curl(.windows): ["copy it as cURL (bash)"]
    case .curl(.substitution): ["put a variable in its place, or ${cmd:[...]} into the profile afterwards"]
    default: []
    }
  }

  static func describe(_ fault: CurlCommand.Fault) -> String {
    switch fault {
    case .notCurl: "no curl command: the first word is not curl"
    case .windows: "a command for cmd.exe of Windows"
    case .unclosedQuote: "a quote without its end"
    case .substitution: "$(...) and backquotes are not run"
    case .expansion: "${...} with more than a name in it"
    case .tooLong: "over 1 MiB"
    case .valueMissing(let option): "\(option) needs a value"
    case .unknownOption(let option, _): "\(option) is no option of curl"
    case .noURL: "there is no URL in it"
    }
  }
}
