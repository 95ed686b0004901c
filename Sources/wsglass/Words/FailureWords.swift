import InspectorModel
import Secrets
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// Why a connection could not be made, in words, once for the screen, the log and standard error.
struct FailureWords {
  var code = ExitCode.connect
  var what: String
  var why: [String] = []
  var advice: [String] = []
  /// The lines of an HTTP answer that was no upgrade.
  var responseHead: [String] = []
  /// What stands for the Close frame that never came: 1006, or 1015 where TLS failed (RFC 6455 section 7.4.1). Nil where no
  /// connection was begun.
  var localCode: CloseCode?
  /// The bytes of the answer around the fault, in hex.
  private var faultBytes: [String] = []

  /// `answer` is what came of the server's answer (`ConnectHop.answer`).
  init(_ error: ConnectError, answer: [UInt8] = [], target: SessionTarget) {
    self.init(error, target)
    // Before it is cut into lines, so that no half of a secret is left.
    let answer = SecretMask.hiding(target.mask.places(in: answer, isCut: true), of: answer)
    switch error {
    case .handshake(let fault) where code == .protocolViolation:
      let words = AnswerWords(answer, fault)
      faultBytes = words.bytes
      responseHead = words.lines
    case .upgradeTimedOut, .streamFailed, .cancelled:
      responseHead = AnswerWords(answer, nil).lines
    case .handshake, .dial, .redirect, .proxyVariable, .alreadyUsed: break
    }
    localCode = FailureWords.localCode(of: error, code)
    why.insert(contentsOf: faultBytes, at: 0)
    hideSecrets(target.mask)
  }

  private mutating func hideSecrets(_ mask: SecretMask) {
    what = mask.masked(what)
    why = why.map { mask.masked($0) }
    advice = advice.map { mask.masked($0) }
    // The answer may be cut where it is longest.
    responseHead = responseHead.map { mask.masked($0, isCut: true) }
  }

  private init(_ error: ConnectError, _ target: SessionTarget) {
    let url = target.request.url
    self.init(what: "")
    switch error {
    case .dial(let error):
      let proxy = target.options.unixSocket == nil ? try? target.options.proxy.proxy(for: url) : nil
      self = FailureWords(error, url: url, proxy: proxy, timeout: target.options.connectTimeout)
    case .handshake(let error): self = FailureWords(HandshakeWords(error))
    case .streamFailed(let error):
      what = "\(url.hostHeader) broke off the handshake: \(StreamWords.describe(error))"
      advice = ["check that a WebSocket server listens there"]
    case .upgradeTimedOut:
      what =
        "\(url.hostHeader) did not answer the upgrade within \(Span.words(target.options.connectTimeout))"
      why = ["TCP\(url.isSecure ? " and TLS" : "") stood; the HTTP answer did not come"]
      advice = ["check path and port", "--connect-timeout SECONDS"]
    case .redirect(let fault, let answer):
      self = FailureWords(HandshakeWords(answer))
      why.insert("the redirect is not followed: \(ConnectWords.redirect(fault))", at: 0)
      advice = ["connect to the Location yourself, if you trust it"]
    case .proxyVariable(let name, let fault):
      code = .configuration
      what = "\(name) holds no proxy's address: \(ProxyWords.describe(fault))"
      advice = ["\(name)=http://HOST:PORT", "--no-proxy goes past it"]
    case .cancelled: what = "cancelled"
    case .alreadyUsed: what = "this connection was used already"
    }
  }

  private init(what: String) { self.what = what }

  private init(_ words: HandshakeWords) {
    code = words.isRequestFault ? .usage : words.isRefusal ? .connect : .protocolViolation
    what = words.what
    why = words.why
    advice = words.advice
    responseHead = words.responseHead
  }

  private init(_ error: DialError, url: WebSocketURL, proxy: Proxy?, timeout: UInt64) {
    // TCP goes to the proxy, where there is one.
    let place = proxy.map { "the proxy \($0)" } ?? url.hostHeader
    switch error {
    case .cancelled: what = "cancelled"
    case .timedOut(let step, let attempts):
      what =
        "no connection to \(step == .tls ? url.hostHeader : place) within \(Span.words(timeout)): \(FailureWords.step(step)) took too long"
      why = FailureWords.lines(attempts)
      advice = ["check host and port, and a firewall on the way", "--connect-timeout SECONDS"]
    case .resolve(let host, let number, let text):
      what = "DNS: \(host): \(text)"
      why = ["getaddrinfo error \(number)"]
      advice = ["check the name and this machine's DNS", "--resolve HOST:PORT:ADDR goes round DNS"]
    case .noAddress(let host):
      what = "DNS: \(host) has no address of the asked family"
      advice = ["leave out -4 or -6"]
    case .connect(let attempts):
      let first = attempts.first.map { StreamWords.errnoWords($0.errno) } ?? "no address to try"
      what = "can't connect to \(place): \(first)"
      // Of a single address the reason was given already.
      let only = attempts.count == 1 ? attempts.first.map { "\($0.address)" } : nil
      why = only.map { $0 == place ? [] : ["the address is \($0)"] } ?? FailureWords.lines(attempts)
      advice =
        proxy == nil
        ? ["check that the server runs, and its port"]
        : ["check the proxy's address, or go without: --no-proxy"]
    case .tls(let error, let address):
      let words = TLSWords(error)
      code = .tls
      what = "TLS with \(url.hostHeader): \(words.what)"
      why = words.why + ["address: \(address)"]
      advice = words.advice
    case .proxy(let error):
      let words = ProxyWords(error)
      what = words.what
      why = words.why
      advice = words.advice
    case .noResources(let number): what = "no socket to be had: \(StreamWords.errnoWords(number))"
    case .unixPathTooLong(let path): what = "the path of the unix socket is too long: \(path)"
    case .badHost(let host): what = "no host name: \(host)"
    }
  }

  private static func localCode(of error: ConnectError, _ code: ExitCode) -> CloseCode? {
    switch error {
    case .dial(.tls), .dial(.proxy(.tls)), .dial(.timedOut(.tls, _)), .dial(.timedOut(.proxyTLS, _)):
      .tlsHandshake
    case .dial(.badHost), .dial(.unixPathTooLong), .dial(.proxy(.cannotAsk)), .proxyVariable, .alreadyUsed:
      nil
    case .handshake: code == .usage ? nil : .abnormal
    case .dial, .streamFailed, .upgradeTimedOut, .redirect, .cancelled: .abnormal
    }
  }

  private static func step(_ step: DialPhase) -> String {
    switch step {
    case .resolving: "DNS"
    case .connecting: "the TCP connection"
    case .proxyTLS: "the TLS handshake with the proxy"
    case .proxy: "the proxy's answer"
    case .tls: "the TLS handshake"
    }
  }

  private static func lines(_ attempts: [ConnectAttempt]) -> [String] {
    attempts.prefix(6).map { "\($0.address): \(StreamWords.errnoWords($0.errno))" }
  }

  /// One line for the log.
  var summary: String { what }

  /// What the log's line has besides: where in the answer, and the local code.
  var noted: [String] { faultBytes + (localCode.map { ["(\($0.rawValue))"] } ?? []) }

  var complaint: Complaint {
    Complaint(code: code, what: what, why: why + responseHead.prefix(1), advice: advice)
  }

  var report: FailureReport {
    FailureReport(
      what: what, code: localCode.map { CloseWords.line(Closure.Status(code: $0)).head } ?? "", why: why,
      tries: advice, responseHead: responseHead)
  }
}
