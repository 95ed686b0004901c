import ByteText
import Secrets
import WebSocketCore

/// How to connect, as it is written in the connect dialog. Numbers are text until they are used.
public struct ConnectOptions: Sendable, Equatable {
  public enum Trust: Int, Sendable, CaseIterable {
    case verify, caFile, nobody

    var label: String {
      switch self {
      case .verify: "verify"
      case .caFile: "CA file..."
      case .nobody: "do not verify (!)"
      }
    }
  }

  public var url = ""
  /// "Name: value", secrets as they are.
  public var headers: [String] = []
  /// With commas between.
  public var protocols = ""
  public var origin = ""
  /// Empty: as the environment says; "none": past any.
  public var proxy = ""
  public var trust = Trust.verify
  public var caFile = ""
  /// PEM files of the client.
  public var certificate = ""
  public var key = ""
  public var deflates = true
  public var pings = false
  /// Seconds.
  public var pingInterval = "20"
  public var pingTimeout = "20"
  public var reconnects = false
  public var tries = "10"
  /// The file of a script that is played each time that the connection opens; empty without one.
  public var script = ""

  public init(url: String = "") { self.url = url }

  /// "v12.stomp, v11.stomp" as a list.
  public var protocolList: [String] {
    protocols.split(separator: ",").map { String($0).trimmedLine }.filter { !$0.isEmpty }
  }

  /// The first thing that can't be right, by what the text alone tells.
  func fault() -> (field: ConnectDialog.Field, words: String)? {
    if let words = AddressCheck.fault(in: url) { return (.url, words) }
    if let words = headers.lazy.compactMap(Self.headerFault).first { return (.headers, words) }
    if let name = protocolList.first(where: { !Self.isToken($0) }) {
      return (.protocols, "\"\(name)\" is no subprotocol: letters, digits and !#$%&'*+-.^_`|~ only")
    }
    if origin.unicodeScalars.contains(where: { $0.value <= 0x20 }) {
      return (.origin, "an origin has no blanks: https://app.example.com")
    }
    if trust == .caFile, caFile.isEmpty { return (.caFile, "the path of a PEM file with the CA") }
    if certificate.isEmpty, !key.isEmpty { return (.certificate, "a key goes with a certificate") }
    if pings {
      for (field, text) in [(ConnectDialog.Field.pingInterval, pingInterval), (.pingTimeout, pingTimeout)]
      where Double(text).map({ !(0.01...86_400).contains($0) }) ?? true {
        return (field, "seconds, 0.01 to 86400")
      }
    }
    if reconnects, Int(tries).map({ !(1...1_000_000).contains($0) }) ?? true {
      return (.tries, "how often in a row, 1 to 1000000")
    }
    return nil
  }

  static func headerFault(_ line: String) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return "a header is NAME: VALUE, the colon is missing" }
    let name = String(line[..<colon])
    guard isToken(name) else { return "\"\(name)\" is no header's name" }
    guard !line.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) else {
      return "a header holds no control characters"
    }
    return nil
  }

  /// RFC 9110 section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy(ASCII.isTokenByte)
  }

  /// With `*` for each character that is secret by its place: all of a value whose name says so, but for its scheme.
  public static func hidden(_ text: [Unicode.Scalar], isHeader: Bool = false) -> [Unicode.Scalar] {
    var shown = text
    let bytes = ComposeCheck.utf8(text)
    var places = SecretMask.placesByStructure(in: bytes)
    // The scheme before the secret may be read.
    if isHeader, let value = secretValue(of: bytes) { places = [value] }
    var offset = 0
    for index in text.indices {
      if places.contains(where: { $0.contains(offset) }) { shown[index] = "*" }
      offset += UTF8.width(text[index])
    }
    return shown
  }

  private static func secretValue(of line: [UInt8]) -> Range<Int>? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = line[..<colon].map { ASCII.lower($0) }
    let sounds = ["key", "session", "signature", "auth"].contains { part in
      String(decoding: name, as: UTF8.self).contains(part)
    }
    guard sounds || SecretNames.isSecret(name) else { return nil }
    var start = colon + 1
    while start < line.count, line[start] == 0x20 { start += 1 }
    if let blank = line[start...].firstIndex(of: 0x20), blank - start <= 10 { start = blank + 1 }
    return start < line.count ? start..<line.count : nil
  }
}
