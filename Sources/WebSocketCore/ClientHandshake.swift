import ByteText

/// The client's side of the opening handshake: a request out, a response in (RFC 6455 sections 4.1 and 4.2.2).
///
/// One response of the server is trusted with nothing: its head is limited, every MUST of section 4.1 is checked, and a
/// refusal is kept with its body to be shown. Redirects, retries and deadlines are the owner's.
public struct ClientHandshake: Sendable {
  /// How far the handshake is; a failure is thrown.
  public enum Progress: Hashable, Sendable {
    /// The answer is not whole; call `receive` with what comes next.
    case needsMore
    /// `consumed` bytes of this call's input belong to the handshake; the rest are frames.
    case upgraded(Upgrade, consumed: Int)
  }

  private enum State: Sendable {
    case head
    case body(ResponseHead, RefusalBody)
    case upgraded(Upgrade)
    case failed(HandshakeError)
  }

  /// As it was given to `init`.
  public let request: UpgradeRequest
  /// To be sent before anything is received.
  public let requestBytes: [UInt8]
  private let limits: Limits
  private let expectedAccept: [UInt8]
  private var lines: HeadLines
  private var interimCount = 0
  private var state = State.head
  private var behindFault: [UInt8] = []

  /// Makes a fresh key. Throws where the request itself is wrong: nothing has been sent then.
  public init(
    _ request: UpgradeRequest, limits: Limits = Limits(), random: inout some RandomNumberGenerator
  ) throws(HandshakeError) {
    let key = HandshakeKey.make(random: &random)
    self.request = request
    self.limits = limits
    requestBytes = try request.bytes(key: key)
    expectedAccept = HandshakeKey.accept(for: key)
    lines = HeadLines(limits: limits)
  }

  /// What has come of the response's head so far, for a failure's details.
  public var rawHead: [UInt8] { lines.raw }

  /// `rawHead` and what came behind the fault in the same read; at most `Limits.head` bytes. Offsets of errors count in it.
  public var answerBytes: [UInt8] { lines.raw + behindFault }

  /// Takes what the server sent. After an error or an upgrade it says the same again.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> Progress {
    switch state {
    case .failed(let error): throw error
    case .upgraded(let upgrade): return .upgraded(upgrade, consumed: 0)
    case .body(let head, var body):
      // Lets go of the body, so that it grows in place: a copy for each read would cost its square, and twice its memory.
      state = .head
      body.consume(bytes)
      state = .body(head, body)
      return try body.isEnded ? refuse(head, body) : .needsMore
    case .head: break
    }
    do {
      return try receiveHead(bytes)
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// The stream is over: completes a body that has no length, else the handshake has failed.
  public mutating func inputEnded() throws(HandshakeError) -> Progress {
    switch state {
    case .failed(let error): throw error
    case .upgraded(let upgrade): return .upgraded(upgrade, consumed: 0)
    case .body(let head, var body):
      body.stop(atEnd: true)
      return try refuse(head, body)
    case .head:
      let error = HandshakeError.endedAfter(byteCount: lines.raw.count)
      state = .failed(error)
      throw error
    }
  }

  /// For an owner whose time is up: the refusal with what has come of its body, or nil inside the head.
  public func refusalSoFar() -> HandshakeError? {
    guard case .body(let head, var body) = state else { return nil }
    body.stop(atEnd: false)
    return Self.refusal(head, body)
  }

  private mutating func receiveHead(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> Progress {
    var consumed = 0
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
      let before = lines.raw.count
      let head: ResponseHead
      let upgrade: Upgrade?
      do {
        let (count, isWhole) = try lines.consume(rest)
        consumed += count
        guard isWhole else { return .needsMore }
        head = try ResponseHead(lines)
        upgrade = head.status == 101 ? try check(head) : nil
      } catch {
        keepBehindFault(rest.dropFirst(lines.raw.count - before))
        throw error
      }
      if let upgrade {
        state = .upgraded(upgrade)
        return .upgraded(upgrade, consumed: consumed)
      }
      switch head.status {
      case 100..<200:
        interimCount += 1
        guard interimCount <= limits.interimResponses else {
          throw .tooManyInterimResponses(limit: limits.interimResponses)
        }
        lines = HeadLines(limits: limits)
      default:
        var body = RefusalBody(of: head, limit: limits.errorBody)
        body.consume(UnsafeRawBufferPointer(rebasing: bytes[consumed...]))
        state = .body(head, body)
        return try body.isEnded ? refuse(head, body) : .needsMore
      }
    }
  }

  private mutating func keepBehindFault(_ bytes: Slice<UnsafeRawBufferPointer>) {
    behindFault = Array(bytes.prefix(max(0, limits.head - lines.raw.count)))
  }

  private mutating func refuse(_ head: ResponseHead, _ body: RefusalBody) throws(HandshakeError) -> Progress {
    let error = Self.refusal(head, body)
    state = .failed(error)
    throw error
  }

  private static func refusal(_ head: ResponseHead, _ body: RefusalBody) -> HandshakeError {
    var head = head
    if let fault = body.fault { head.warnings.append(fault) }
    return .refused(head, body: body.bytes, truncated: body.fault != nil)
  }

  /// The six checks of section 4.1, in their order.
  private func check(_ head: ResponseHead) throws(HandshakeError) -> Upgrade {
    guard head.version == "HTTP/1.1" else { throw .badVersion(Array(head.version.utf8)) }
    let fields = head.fields
    let upgrades = fields.values(named: "Upgrade")
    guard let upgrade = upgrades.first else { throw .upgradeMissing }
    guard upgrades.count == 1, ASCII.matches(upgrade, "websocket") else {
      throw .upgradeMismatch(Array(upgrades.joined(separator: ", ".utf8)))
    }
    let connections = fields.values(named: "Connection")
    guard !connections.isEmpty else { throw .connectionMissing }
    guard fields.hasMember("upgrade", named: "Connection") else {
      throw .connectionMismatch(Array(connections.joined(separator: ", ".utf8)))
    }
    let accepts = fields.values(named: "Sec-WebSocket-Accept")
    guard let accept = accepts.first else { throw .acceptMissing }
    guard accepts.count == 1 else { throw .acceptRepeated }
    guard accept == expectedAccept else { throw .acceptMismatch(got: accept, expected: expectedAccept) }
    let extensions = try agreedExtensions(fields)
    var compression: DeflateAgreement?
    if let offer = request.compression,
      let answer = extensions.first(where: { $0.name == DeflateOffer.extensionName })
    {
      compression = try DeflateAgreement(answer: answer, to: offer)
    }
    let subprotocol = try agreedProtocol(fields)
    if subprotocol == nil, request.requiresSubprotocol { throw .protocolMissing }

    var warnings = head.warnings
    if fields.contains(where: { $0.isNamed("Content-Length") || $0.isNamed("Transfer-Encoding") }) {
      warnings.append(.bodyLengthIgnored)
    }
    if subprotocol == nil, !request.protocols.isEmpty { warnings.append(.noSubprotocolChosen) }
    return Upgrade(
      head: head, subprotocol: subprotocol, extensions: extensions, compression: compression,
      warnings: warnings)
  }

  /// Each answer must be to an offer. What its parameters mean is the extension's own affair.
  private func agreedExtensions(_ fields: [HeaderField]) throws(HandshakeError) -> [ExtensionElement] {
    let values = fields.values(named: "Sec-WebSocket-Extensions")
    guard let value = values.first else { return [] }
    guard values.count == 1 else { throw .extensionsFieldRepeated }
    let answers = try ExtensionElement.list(value)
    var seen: Set<String> = []
    for answer in answers {
      guard request.allOffers.contains(where: { $0.name == answer.name }) else {
        throw .extensionNotOffered(answer.name)
      }
      guard seen.insert(answer.name).inserted else { throw .extensionRepeated(answer.name) }
    }
    return answers
  }

  private func agreedProtocol(_ fields: [HeaderField]) throws(HandshakeError) -> String? {
    let values = fields.values(named: "Sec-WebSocket-Protocol")
    guard let value = values.first else { return nil }
    guard values.count == 1 else { throw .protocolFieldRepeated }
    guard let name = request.protocols.first(where: { value.elementsEqual($0.utf8) }) else {
      throw .protocolNotOffered(value)
    }
    return name
  }
}
