import Transport

/// Why a proxy gave no tunnel, in words.
struct ProxyWords {
  var what: String
  var why: [String] = []

  init(_ error: ProxyError) {
    switch error {
    case .refused(let refusal):
      what = "the proxy refused: HTTP \(refusal.status)"
      why = ["this is the proxy's answer, not the server's"]
    case .authenticationRequired:
      what = "the proxy asks for user and password, or does not take those that were given (HTTP 407)"
    case .socks(let reply):
      what = "the SOCKS proxy could not connect: \(reply.name ?? "reply \(reply.rawValue)")"
    case .noAcceptableMethod: what = "the SOCKS proxy takes none of the offered ways to authenticate"
    case .methodNotOffered(let method):
      what = "the SOCKS proxy chose a way to authenticate that was not offered: \(method)"
    case .credentialsRefused: what = "the SOCKS proxy did not take user and password"
    case .malformed(let fault, let offset):
      what = "the proxy's answer cannot be read"
      why = ["\(fault) at byte \(offset)"]
    case .closed(let count): what = "the proxy closed the connection after \(count) bytes of its answer"
    case .stream(let error): what = "the connection to the proxy broke: \(StreamWords.describe(error))"
    case .tls(let error):
      let words = TLSWords(error)
      what = "TLS with the proxy: \(words.what)"
      why = words.why
    case .cannotAsk(let fault):
      what = "this cannot be asked of the proxy: its \(fault) is too long or malformed"
    }
  }
}
