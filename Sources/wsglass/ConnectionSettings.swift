import Glibc
import InspectorModel
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// What the command line says about how to connect, for the addresses given there and for no others:
/// a header with a token must not follow the user to the next address typed.
struct ConnectionSettings: Sendable {
  var headers: [HeaderField] = []
  var protocols: [String] = []
  var origin: String?
  var options = ConnectionOptions()
  /// For wss; the server's name is filled in by each address.
  var tls = TLSSettings(serverName: "")

  init() {}

  init(_ arguments: Arguments) throws(Complaint) {
    for text in arguments.values(.header) {
      if text.hasPrefix("@") {
        headers += try HeaderFile.read(String(text.dropFirst()))
      } else {
        headers.append(try HeaderFile.field(Array(text.utf8), at: "--header"))
      }
    }
    for path in arguments.values(.headerFile) { headers += try HeaderFile.read(path) }
    let cookies = arguments.values(.cookie)
    if !cookies.isEmpty {
      headers.append(HeaderField(name: "Cookie", value: Array(cookies.joined(separator: "; ").utf8)))
    }
    protocols = arguments.values(.subprotocol).flatMap { names in
      names.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    origin = arguments.value(.origin)
    tls = try TLSSettings(arguments)
    options.unixSocket = arguments.value(.unixSocket)
    if arguments.has(.ipv4) { options.family = .ipv4 }
    if arguments.has(.ipv6) { options.family = .ipv6 }
    if let timeout = try arguments.nanoseconds(.connectTimeout, in: 0.001...3600) {
      options.connectTimeout = timeout
    }
    for text in arguments.values(.resolve) { try addResolve(text) }
  }

  /// "HOST:PORT:ADDRESS", the address perhaps in brackets (curl's --resolve).
  private mutating func addResolve(_ text: String) throws(Complaint) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, UInt16(parts[1]) != nil, !parts[2].isEmpty else {
      throw Complaint(
        code: .usage, what: "--resolve \(text): not HOST:PORT:ADDRESS",
        advice: ["--resolve example.com:443:127.0.0.1"])
    }
    let addresses = parts[2].split(separator: ",").map { address in
      String(address.hasPrefix("[") && address.hasSuffix("]") ? address.dropFirst().dropLast() : address)
    }
    options.resolve["\(parts[0].lowercased()):\(parts[1])", default: []] += addresses
  }

  /// Where `address` leads with these settings.
  func target(for address: String) throws(Complaint) -> SessionTarget {
    let url: WebSocketURL
    do throws(URLError) {
      url = try WebSocketURL(parsing: address)
    } catch {
      throw Complaint(
        code: .usage, what: "not a WebSocket address: \(safe(address))", why: [URLWords.why(error)],
        advice: ["ws://HOST:PORT/PATH or wss://HOST/PATH"])
    }
    var options = options
    if url.isSecure {
      options.tls = tls
      options.tls?.serverName = url.host
    }
    return SessionTarget(
      request: UpgradeRequest(url: url, headers: headers, protocols: protocols, origin: origin),
      options: options)
  }
}

extension TLSSettings {
  /// What the command line says of TLS, for whichever server.
  init(_ arguments: Arguments) throws(Complaint) {
    self.init(
      serverName: "", serverNameIndication: arguments.value(.sni), verify: !arguments.has(.insecure),
      caFile: arguments.value(.cacert), caPath: arguments.value(.capath),
      certificateFile: arguments.value(.cert), keyFile: arguments.value(.key),
      minimumVersion: arguments.has(.tls13) ? .tls13 : .tls12, crlFile: arguments.value(.crlfile))
    if let path = arguments.value(.passFile) { keyPassphrase = Secret(try SmallFile.firstLine(of: path)) }
  }
}
