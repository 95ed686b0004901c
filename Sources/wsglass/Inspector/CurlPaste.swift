import ByteText
import Glibc
import InspectorModel
import JSON5
import Profiles

/// A pasted curl command as options of the connect dialog.
struct CurlPaste {
  var options: ConnectOptions
  /// What the dialog has no field for: "--resolve".
  var leftOut: [String] = []

  init(_ text: String, over standard: ConnectOptions) throws(RefusedField) {
    let command: CurlCommand
    do throws(CurlCommand.Fault) {
      command = try CurlCommand(parsing: text)
    } catch {
      throw RefusedField(field: .url, words: Self.words(error))
    }
    options = standard
    options.url = try Self.filled(command.url)
    options.headers = []
    for field in command.headers { options.headers.append("\(field.name): \(try Self.filled(field.value))") }
    if let cookie = command.cookie { options.headers.append("Cookie: \(try Self.filled(cookie))") }
    if let bearer = command.bearer {
      options.headers.append("Authorization: Bearer \(try Self.filled(bearer))")
    } else if let user = command.user {
      let pair = "\(try Self.filled(user)):\(try Self.filled(command.password ?? ""))"
      options.headers.append(
        "Authorization: Basic \(String(decoding: Base64.encoded(Array(pair.utf8)), as: UTF8.self))")
    }
    options.protocols = try Self.filled(command.subprotocols.joined(separator: ", "))
    options.origin = try Self.filled(command.origin ?? "")
    if command.isInsecure { options.trust = .nobody }
    if let file = command.caFile {
      options.trust = .caFile
      options.caFile = try Self.filled(file)
    }
    options.certificate = try Self.filled(command.certificateFile ?? "")
    options.key = try Self.filled(command.keyFile ?? "")
    if let proxy = command.proxy { options.proxy = try Self.filled(proxy) }
    leftOut = command.leftovers.filter { $0.reason != .madeAnew }.map(\.what) + Self.unused(command)
  }

  private static func unused(_ command: CurlCommand) -> [String] {
    let found: [(String, Bool)] = [
      ("--capath", command.caFolder != nil), ("--crlfile", command.crlFile != nil),
      ("--pass", command.keyPassphrase != nil), ("--tlsv1.3", command.requiresTLS13),
      ("--noproxy", command.noProxy != nil), ("--proxy-cacert", command.proxyCAFile != nil),
      ("--unix-socket", command.unixSocket != nil), ("--resolve", !command.resolve.isEmpty),
      ("--connect-timeout", command.connectTimeout != nil), ("--location", command.followsRedirects),
      ("-4/-6", command.addressFamily != nil),
    ]
    return found.filter(\.1).map(\.0)
  }

  /// `${env:NAME}`, which was `$NAME` in the command, with its value.
  private static func filled(_ text: String) throws(RefusedField) -> String {
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${env:"), let end = rest.firstIndex(of: "}") {
        let name = String(rest[..<end].dropFirst(6))
        guard let value = getenv(name) else {
          throw RefusedField(field: .url, words: "$\(name) of the command is not in the environment")
        }
        result += String(cString: value)
        rest = rest[rest.index(after: end)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private static func words(_ fault: CurlCommand.Fault) -> String {
    switch fault {
    case .notCurl: "this is no curl command"
    case .windows: "copy it as cURL (bash), not as cmd"
    case .unclosedQuote(let place): "a quote is open at line \(place.line), column \(place.column)"
    case .substitution: "$(...) and `...`: only a shell knows what they give"
    case .expansion: "${NAME:-...}: only a shell knows what it gives"
    case .tooLong: "the command is over 1 MiB"
    case .valueMissing(let option): "\(option) needs a value"
    case .unknownOption(let option, let suggestions):
      "curl has no \(option)"
        + (suggestions.isEmpty ? "" : "; perhaps \(suggestions.joined(separator: ", "))")
    case .noURL: "the command has no address"
    }
  }
}
