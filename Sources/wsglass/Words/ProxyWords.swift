import Transport

/// Why a proxy gave no tunnel, in words.
struct ProxyWords {
  var what: String
  var why: [String] = []
  var advice = ["check the proxy's address, or go without: --no-proxy"]

  init(_ error: ProxyError) {
    switch error {
    case .refused(let refusal):
      what = "the proxy refused: HTTP \(refusal.status) \(String(decoding: refusal.reason, as: UTF8.self))"
      why = ["this is the proxy's answer, not the server's"] + ProxyWords.lines(refusal)
      advice = ["ask the proxy's keeper whether it lets WebSocket through", "--noproxy HOST goes past it"]
      // What tinyproxy says of a wrong password: RFC 9110 has 407 for that.
      if refusal.status == 401 { advice.insert("check --proxy-user-file", at: 0) }
    case .authenticationRequired(let refusal):
      what = "the proxy asks for user and password, or does not take those that were given (HTTP 407)"
      why = ProxyWords.lines(refusal)
      advice = ["--proxy-user-file FILE, its first line user:password"]
    case .socks(let reply):
      what = "the SOCKS proxy could not connect: \(reply.name ?? "reply \(reply.rawValue)")"
      advice = ["check host and port; the proxy is the one that could not reach them"]
    case .noAcceptableMethod:
      what = "the SOCKS proxy takes none of the offered ways to authenticate"
      advice = ["--proxy-user-file FILE, its first line user:password"]
    case .methodNotOffered(let method):
      what = "the SOCKS proxy chose a way to authenticate that was not offered: \(method)"
    case .credentialsRefused:
      what = "the SOCKS proxy did not take user and password"
      advice = ["check --proxy-user-file"]
    case .malformed(let fault, let offset):
      what = "the proxy's answer cannot be read"
      why = ["\(ProxyWords.describe(fault)), at byte \(offset)"]
      advice = ["check that a proxy of this kind listens there: http, https, socks5 or socks5h"]
    case .closed(let count): what = "the proxy closed the connection after \(count) bytes of its answer"
    case .stream(let error): what = "the connection to the proxy broke: \(StreamWords.describe(error))"
    case .tls(let error):
      let words = TLSWords(error)
      what = "TLS with the proxy: \(words.what)"
      why = words.why
      advice = words.advice
    case .cannotAsk(let fault):
      what = "this cannot be asked of the proxy: \(ProxyWords.describe(fault))"
      advice = ["mend the option; nothing was sent"]
    }
  }

  private static func lines(_ refusal: ProxyRefusal) -> [String] {
    guard !refusal.body.isEmpty else { return [] }
    let body = refusal.body.split(separator: 10).prefix(4).map { String(decoding: $0, as: UTF8.self) }
    return body.map { "the proxy says: \($0)" }
      + (refusal.isBodyCut ? ["(the proxy's page is cut here)"] : [])
  }

  private static func describe(_ fault: ProxyRequestFault) -> String {
    switch fault {
    case .host: "the target's host is empty, too long, or holds what no host has"
    case .user: "the proxy's user name is empty, too long, or holds what cannot be sent"
    case .password: "the proxy's password is too long, or holds what cannot be sent"
    }
  }

  private static func describe(_ fault: ProxyFault) -> String {
    switch fault {
    case .statusLine: "its first line is no HTTP status"
    case .field: "a header line is malformed"
    case .lineTooLong: "a line of over 8 KiB"
    case .headTooLong: "a head of over 64 KiB"
    case .tooManyFields: "over 128 header fields"
    case .interim: "too many interim answers, or a 101"
    case .version(let byte): "it does not speak SOCKS 5, but begins with byte \(byte)"
    case .authenticationVersion(let byte): "its answer to user and password begins with byte \(byte), not 1"
    case .addressType(let byte): "it names an address of the unknown type \(byte)"
    }
  }

  static func describe(_ fault: ProxyURLError) -> String {
    switch fault {
    case .empty: "it is empty"
    case .unknownScheme(let scheme): "\(scheme) is none of http, https, socks5, socks5h"
    case .badCharacter(let offset): "a character that no address has, at byte \(offset)"
    case .noHost: "the host is missing"
    case .badHost: "that is no host"
    case .badPort: "the port is not a number from 1 to 65535"
    case .badEscape: "a % without two hexadecimal digits, in user or password"
    case .hasPath: "a proxy's address has no path"
    case .badCredentials: "user or password hold what cannot be sent"
    }
  }
}
