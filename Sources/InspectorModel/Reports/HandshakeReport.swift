import Canvas
import FrameLog
import Secrets

/// How a connection was made: each step, what was agreed on, TLS, and both heads as they were sent.
struct HandshakeReport {
  private let facts: ConnectionFacts
  private let mask: SecretMask
  private let showsSecrets: Bool
  private(set) var lines: [ReportLine] = []

  init(_ facts: ConnectionFacts, note: LogRecord, _ tab: Tab, utcOffset: Int) {
    self.facts = facts
    mask = tab.secrets.mask
    showsSecrets = tab.secrets.areShown
    lines.append(.text(shown(facts.url), .strong))
    lines.append(.blank)
    let day = Figures.day(note.wallTime, offset: utcOffset)
    let when = "\(day) \(Figures.clock(note.wallTime, offset: utcOffset))  #\(note.sequence)"
    lines.append(.fact(note.note == .failed ? "Failed" : "Opened", when))
    if let failure = facts.failure { lines.append(.fact("Why", shown(failure), .stateError)) }
    if !facts.peer.isEmpty {
      let from = facts.local.isEmpty ? "" : "\(facts.local) -> "
      lines.append(.fact("Sockets", "\(from)\(facts.peer)"))
    }
    addSteps()
    addAgreement()
    addTLS(at: note.wallTime)
    add(facts.request, "REQUEST, AS SENT")
    add(facts.response, "RESPONSE")
  }

  private func shown(_ text: String) -> String {
    showsSecrets ? text : mask.masked(SecretMask.maskedByPlace(text))
  }

  // MARK: Parts

  private mutating func addSteps() {
    guard let start = facts.steps.map(\.start).min(), let end = facts.steps.map(\.end).max() else { return }
    lines += [.blank, .heading("CONNECT, \(Figures.roundTrip(end - start)) IN ALL")]
    for step in facts.steps {
      let spent = step.end >= step.start ? step.end - step.start : 0
      lines.append(
        .bar(
          ReportBar(
            step.name, words: Self.words(spent), from: step.start - start,
            to: max(step.start, step.end) - start, of: end - start, detail: shown(step.detail))))
    }
  }

  /// What takes less than 0.1 ms in microseconds.
  private static func words(_ span: UInt64) -> String {
    span < 100_000 ? "\(span / 1000) us" : Figures.roundTrip(span)
  }

  private mutating func addAgreement() {
    guard facts.request != nil || facts.subprotocol != nil || facts.extensions != nil else { return }
    lines += [.blank, .heading("AGREED")]
    let hasAnswer = facts.response != nil
    addAgreed(
      "Subprotocol", facts.subprotocol, offered: offered("Sec-WebSocket-Protocol"), hasAnswer: hasAnswer)
    addAgreed(
      "Extensions", facts.extensions, offered: offered("Sec-WebSocket-Extensions"), hasAnswer: hasAnswer)
    for words in Self.meanings(of: facts.extensions ?? "") { lines.append(.fact("", words, .muted)) }
  }

  private mutating func addAgreed(_ label: String, _ agreed: String?, offered: String, hasAnswer: Bool) {
    let agreed = agreed ?? ""
    let words =
      !agreed.isEmpty
      ? shown(agreed) : !hasAnswer ? "no answer" : offered.isEmpty ? "none" : "none, though it was offered"
    lines.append(.fact(label, words))
    lines.append(.fact("", offered.isEmpty ? "nothing was offered" : "offered: \(offered)", .muted))
  }

  private func offered(_ name: String) -> String {
    (facts.request?.fields ?? []).filter { $0.name.lowercased() == name.lowercased() }
      .map { value(of: $0) }.joined(separator: ", ")
  }

  /// RFC 7692 section 7.1.
  private static func meanings(of extensions: String) -> [String] {
    var words: [String] = []
    if extensions.contains("server_no_context_takeover") {
      words.append("the server compresses each message on its own")
    }
    if extensions.contains("client_no_context_takeover") { words.append("so do we") }
    for (side, name) in [("server_max_window_bits", "the server's"), ("client_max_window_bits", "our")] {
      guard let place = extensions.firstRange(of: side + "=") else { continue }
      let number = extensions[place.upperBound...].drop { $0 == "\"" }.prefix { $0.isNumber }
      if let bits = Int(number), (8...15).contains(bits) {
        words.append("\(name) window is \(Figures.bytes(1 << bits))")
      }
    }
    return words
  }

  private mutating func addTLS(at wallTime: Int64) {
    guard let tls = facts.tls else {
      if facts.url.hasPrefix("ws://") {
        lines += [.blank, .heading("TLS"), .text("none: ws:// travels in the clear", .muted)]
      }
      return
    }
    lines += [.blank, .heading("TLS"), .fact("Version", "\(tls.version)  \(tls.cipher)")]
    lines.append(.fact("ALPN", tls.alpn ?? "none chosen"))
    lines.append(
      tls.isVerified
        ? .fact("Verified", "yes: the chain ends in a trusted root, and the name is the host's", .stateOpen)
        : .fact("Verified", "NO: the certificate was not checked (-k)", .stateError))
    for (index, certificate) in tls.chain.enumerated() {
      lines.append(.fact(index == 0 ? "Chain" : "", shown(certificate.subject)))
      lines.append(.fact("", "issued by \(shown(certificate.issuer))", .muted))
      let (words, isGood) = Self.validity(certificate, at: wallTime / 1_000_000_000)
      lines.append(.fact("", words, isGood ? .muted : .stateError))
      lines.append(.fact("", "SHA-256 \(certificate.fingerprint)", .muted))
    }
  }

  /// "2026-09-01 to 2026-12-01, 9 days left", seen from when it was used.
  private static func validity(_ certificate: ConnectionFacts.Certificate, at now: Int64) -> (String, Bool) {
    func day(_ seconds: Int64) -> String {
      let (time, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      return isTooLarge ? "\(seconds) s after 1970" : Figures.day(time, offset: 0)
    }
    let span = "valid \(day(certificate.notBefore)) to \(day(certificate.notAfter))"
    if now > certificate.notAfter {
      let days = Int((now - certificate.notAfter) / 86_400)
      return ("\(span), expired \(Figures.plural(days, "day")) before", false)
    }
    if now < certificate.notBefore { return ("\(span), not yet valid", false) }
    let days = Int((certificate.notAfter - now) / 86_400)
    return ("\(span), \(Figures.plural(days, "day")) left", days > 7)
  }

  // MARK: Heads

  private mutating func add(_ head: ConnectionFacts.Head?, _ title: String) {
    guard let head else { return }
    lines += [.blank, .heading(title), .text(shown(head.startLine))]
    for field in head.fields { lines.append(.text("\(shown(field.name)): \(value(of: field))")) }
  }

  /// What is a secret by its name was masked before it was written; files of others are not.
  private func value(of field: ConnectionFacts.Field) -> String {
    if showsSecrets { return field.value }
    if SecretNames.isSecret(field.name.utf8) { return "********" }
    return shown(field.value)
  }
}
