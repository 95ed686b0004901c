import ByteText
import JSON5

/// Where a secret comes from when it is needed. What it gives is a secret whatever it is: it is registered, hidden
/// wherever it turns up, and never written into a profile.
public enum SecretReference: Sendable, Hashable {
  /// `${env:NAME}`: a variable of the environment.
  case env(String)
  /// `${file:PATH}`: what a file holds, without a line end at its end. Relative to the profile's folder; `~/` is the home.
  case file(String)
  /// `${cmd:["pass", "show", "feed"]}`: what a program prints; no shell is involved.
  case cmd([String])
  /// `${ask}` or `${ask:What to ask}`: typed when it is needed, and not shown.
  case ask(String)

  /// 64 words of a command.
  public static let mostWords = 64
  public static let forms = ["env", "file", "cmd", "ask"]

  /// As it stands in a profile.
  public var text: String {
    switch self {
    case .env(let name): "${env:\(name)}"
    case .file(let path): "${file:\(path)}"
    case .cmd(let argv): "${cmd:[\(argv.map(JSONText.quoted).joined(separator: ","))]}"
    case .ask(""): "${ask}"
    case .ask(let question): "${ask:\(question)}"
    }
  }

  /// For lists: `env FEED_TOKEN`, `file token`, `cmd pass`. A command's words after the first may be secret themselves.
  public var words: String {
    switch self {
    case .env(let name): "env \(name)"
    case .file(let path): "file \(path)"
    case .cmd(let argv): "cmd \(argv.first ?? "")"
    case .ask(""): "ask"
    case .ask(let question): "ask: \(question)"
    }
  }

  /// What stands in a marker in place of what it gave.
  public var name: String {
    switch self {
    case .env(let name): name
    case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
    case .cmd(let argv): argv.first?.split(separator: "/").last.map(String.init) ?? "cmd"
    case .ask: "asked"
    }
  }
}
