import ByteText
import FrameLog
import Secrets
import Transport
import WebSocketClient
import WebSocketCore

/// What a capture is told of a connection beside its frames. Secrets of the handshake are masked here, so that no file gets
/// them.
enum SessionFacts {
  static func opened(_ status: SessionStatus, _ target: SessionTarget, local: SocketAddress?)
    -> ConnectionFacts
  {
    var facts = facts(status.report, target)
    facts.peer = status.peerName.map { "\($0)" } ?? ""
    facts.local = local.map { "\($0)" } ?? ""
    if let upgrade = status.upgrade {
      facts.response = head(upgrade.head, target.mask)
      facts.subprotocol = upgrade.subprotocol.map { target.mask.masked($0) }
      facts.extensions =
        upgrade.head.fields.filter { $0.isNamed("Sec-WebSocket-Extensions") }
        .map { String(decoding: $0.value, as: UTF8.self) }.joined(separator: ", ")
    }
    facts.tls = status.tls.map { tls in
      ConnectionFacts.TLS(
        version: tls.version, cipher: tls.cipher, alpn: tls.alpn, isVerified: tls.verified,
        chain: tls.chain.map { certificate in
          ConnectionFacts.Certificate(
            subject: certificate.subject, issuer: certificate.issuer, notBefore: certificate.notBefore,
            notAfter: certificate.notAfter, fingerprint: Hex.text(certificate.fingerprint))
        })
    }
    return facts
  }

  static func failed(_ report: ConnectReport, _ words: String, _ target: SessionTarget) -> ConnectionFacts {
    var facts = facts(report, target)
    facts.response = report.hops.last?.refusal.map { head($0, target.mask) }
    facts.failure = target.mask.masked(words)
    return facts
  }

  static func ended(_ ending: Ending, _ status: SessionStatus, _ target: SessionTarget) -> ConnectionFacts {
    var facts = ConnectionFacts(url: target.mask.masked(target.request.url.displayString))
    let closure = ending.closure
    let cause = EndingFacts(ending.cause)
    func status(_ status: Closure.Status) -> ConnectionFacts.Status {
      ConnectionFacts.Status(
        code: status.code.rawValue,
        reason: target.mask.masked(String(decoding: status.reason, as: UTF8.self)))
    }
    facts.close = ConnectionFacts.Close(
      code: closure.status.code.rawValue, reason: status(closure.status).reason,
      isClean: closure.isClean, by: "\(closure.initiator)", unsentBytes: ending.unsentBytes,
      cause: cause.cause, detail: cause.detail.map { target.mask.masked($0) },
      sent: closure.sent.map(status), received: closure.received.map(status), duration: ending.duration)
    return facts
  }

  private static func facts(_ report: ConnectReport?, _ target: SessionTarget) -> ConnectionFacts {
    let hop = report?.hops.last
    var facts = ConnectionFacts(
      url: target.mask.masked((hop?.url ?? target.request.url).displayString))
    facts.request = hop.flatMap { request($0, target.mask) }
    facts.steps = report.map(steps) ?? []
    return facts
  }

  // MARK: Heads

  /// The bytes that went out, line by line.
  private static func request(_ hop: ConnectHop, _ mask: SecretMask) -> ConnectionFacts.Head? {
    let lines = String(decoding: hop.request, as: UTF8.self).utf8.split(separator: 0x0A).map { line in
      String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
    guard lines.first != nil else { return nil }
    let shown = hop.url.displayString
    // The target without its secrets is what follows the host in the URL without its secrets.
    let target = shown.utf8.dropFirst(hop.url.scheme.utf8.count + 3).drop { $0 != UInt8(ascii: "/") }
    return ConnectionFacts.Head(
      startLine: mask.masked("GET \(String(decoding: target, as: UTF8.self)) HTTP/1.1"),
      fields: lines.dropFirst().compactMap { line in
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let value = line[line.utf8.index(after: colon)...].drop { $0 == " " }
        return field(String(line[..<colon]), String(value), mask)
      })
  }

  private static func head(_ head: ResponseHead, _ mask: SecretMask) -> ConnectionFacts.Head {
    ConnectionFacts.Head(
      startLine: mask.masked(
        "\(head.version) \(head.status) \(String(decoding: head.reason, as: UTF8.self))"),
      fields: head.fields.map {
        field($0.name, String(decoding: $0.value, as: UTF8.self), mask)
      })
  }

  private static func field(_ name: String, _ value: String, _ mask: SecretMask) -> ConnectionFacts.Field {
    ConnectionFacts.Field(name: mask.masked(name), value: mask.masked(SecretFields.shown(value, of: name)))
  }

  // MARK: The waterfall

  private static func steps(_ report: ConnectReport) -> [ConnectionFacts.Step] {
    var steps: [ConnectionFacts.Step] = []
    func add(_ name: String, _ detail: String, _ start: UInt64?, _ end: UInt64?) {
      if let start, let end {
        steps.append(ConnectionFacts.Step(name: name, detail: detail, start: start, end: end))
      }
    }
    for hop in report.hops {
      add("queue", "", hop.start, hop.admitted)
      for step in hop.dial.steps {
        let result = step.outcome == .succeeded ? "" : " \(step.outcome)"
        switch step.kind {
        case .resolve(let host, let addresses):
          add(
            "dns", "\(host): \(addresses.map { "\($0)" }.joined(separator: " "))\(result)", step.start,
            step.end)
        case .connect(let address, _): add("connect", "\(address)\(result)", step.start, step.end)
        case .proxyTLS: add("proxy-tls", result, step.start, step.end)
        case .proxy: add("proxy", result, step.start, step.end)
        case .tls: add("tls", result, step.start, step.end)
        }
      }
      add("request", "", hop.dial.steps.last?.end ?? hop.start, hop.requestSent)
      add("response", hop.refusal.map { "HTTP \($0.status)" } ?? "", hop.requestSent, hop.headReceived)
    }
    add("first-frame", "", report.end, report.firstFrame)
    return steps
  }
}

/// Header fields whose value is a secret, by their name.
enum SecretFields {
  static func shown(_ value: String, of name: String) -> String {
    if name.lowercased() == "sec-websocket-protocol" {
      let tokens = value.split(separator: ",").map { $0.drop { $0 == " " } }
      return tokens.map { isSecretToken($0) ? Secret.mask : String($0) }.joined(separator: ", ")
    }
    return SecretNames.isSecret(name.utf8) ? Secret.mask : value
  }

  /// Browsers can send no header, so tokens travel as subprotocols: `bearer.<token>`, or bare and long.
  private static func isSecretToken(_ token: Substring) -> Bool {
    token.utf8.count >= 32 || SecretNames.isSecret(token.utf8)
      || token.lowercased().hasPrefix("bearer")
  }
}
