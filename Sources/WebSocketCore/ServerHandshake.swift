import ByteText

/// The server's side of the opening handshake: a request in, an answer out (RFC 6455 section 4.2).
public struct ServerHandshake: Sendable {
  /// How far the handshake is; a failure is thrown.
  public enum Progress: Hashable, Sendable {
    /// The request is not whole; call `receive` with what comes next.
    case needsMore
    /// A good request, still to be answered. `consumed` bytes of this call's input belong to it.
    case request(RequestHead, consumed: Int)
  }

  private enum State: Sendable {
    case head
    case request(RequestHead)
    case failed(HandshakeError)
  }

  private var lines: HeadLines
  private var state = State.head

  /// Of `limits`, those of the head count.
  public init(limits: Limits = Limits()) { lines = HeadLines(limits: limits) }

  /// Takes what the client sent. After an error, answer with `rejection(of:)` and close.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(HandshakeError) -> Progress {
    switch state {
    case .failed(let error): throw error
    case .request(let head): return .request(head, consumed: 0)
    case .head: break
    }
    do {
      let (consumed, isWhole) = try lines.consume(bytes)
      guard isWhole else { return .needsMore }
      let head = try RequestHead(lines)
      state = .request(head)
      return .request(head, consumed: consumed)
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// The 101 to a request that `receive` has returned. The subprotocol must be one of those offered, or nil;
  /// `extensions` is a choice among the offers, as `DeflateAgreement.choose` makes it.
  public func accept(
    subprotocol: String? = nil, extensions: [ExtensionElement] = [], extraHeaders: [HeaderField] = []
  ) -> [UInt8] {
    guard case .request(let head) = state else {
      preconditionFailure("accept answers a request, and none has come")
    }
    precondition(
      subprotocol.map { head.protocols.contains($0) } ?? true, "the client did not offer this subprotocol")
    var fields = [
      HeaderField("Upgrade", "websocket"),
      HeaderField("Connection", "Upgrade"),
      HeaderField(name: "Sec-WebSocket-Accept", value: HandshakeKey.accept(for: head.key)),
    ]
    if let subprotocol { fields.append(HeaderField("Sec-WebSocket-Protocol", subprotocol)) }
    if !extensions.isEmpty {
      fields.append(HeaderField("Sec-WebSocket-Extensions", extensions.map(\.text).joined(separator: ", ")))
    }
    return Self.response(101, "Switching Protocols", fields + extraHeaders, body: [])
  }

  /// A refusal, after which the connection is to be closed.
  public func reject(
    status: Int, reason: String, headers: [HeaderField] = [], body: [UInt8] = []
  ) -> [UInt8] {
    let own = [HeaderField("Connection", "close"), HeaderField("Content-Length", String(body.count))]
    return Self.response(status, reason, own + headers, body: body)
  }

  /// The refusal that fits a bad request: 405, 426 with the version we speak, 431, or 400.
  public func rejection(of error: HandshakeError) -> [UInt8] {
    let speaks = [HeaderField("Sec-WebSocket-Version", "13"), HeaderField("Upgrade", "websocket")]
    return switch error {
    case .methodNotGET:
      reject(status: 405, reason: "Method Not Allowed", headers: [HeaderField("Allow", "GET")])
    case .versionUnsupported, .upgradeMissing:
      reject(status: 426, reason: "Upgrade Required", headers: speaks)
    case .lineTooLong, .headTooLong, .tooManyFields:
      reject(status: 431, reason: "Request Header Fields Too Large")
    default: reject(status: 400, reason: "Bad Request")
    }
  }

  /// What the program itself puts into a head; a line end in it would be a second response.
  private static func response(
    _ status: Int, _ reason: String, _ fields: [HeaderField], body: [UInt8]
  ) -> [UInt8] {
    precondition(100...599 ~= status && !reason.utf8.contains(where: ASCII.isControl), "bad status line")
    var bytes = Array("HTTP/1.1 \(status) \(reason)\r\n".utf8)
    for field in fields {
      precondition(
        ASCII.isToken(field.name.utf8) && !field.value.contains(where: ASCII.isControl), "bad header field")
      field.append(to: &bytes)
    }
    return bytes + [ASCII.carriageReturn, ASCII.lineFeed] + body
  }
}
