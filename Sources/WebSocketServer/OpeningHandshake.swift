internal import Loop
internal import Transport
internal import WebSocketCore

/// A connection from its first byte to the answer of its request (RFC 6455 section 4.2).
///
/// A class because the stream calls it. On the loop only.
final class OpeningHandshake: ByteStreamDelegate {
  /// How it went on; called once. `.accepted` comes with the bytes after the request.
  enum Outcome {
    case accepted(ServerRequest, any ConnectionHandler, DeflateAgreement?, first: [UInt8])
    /// Answered otherwise, or gone. The stream is closed.
    case ended
  }

  private let stream: ByteStream
  private let options: ServerOptions
  private let route: (ServerRequest) -> Route
  private let done: (OpeningHandshake, Outcome) -> Void
  private var handshake: ServerHandshake
  private var timer: TimerID?
  /// Nil as long as the request is not answered.
  private var answer: [UInt8]?
  private var hasEnded = false

  init(
    _ stream: ByteStream, _ options: ServerOptions, route: @escaping (ServerRequest) -> Route,
    done: @escaping (OpeningHandshake, Outcome) -> Void
  ) {
    self.stream = stream
    self.options = options
    self.route = route
    self.done = done
    handshake = ServerHandshake(limits: options.protocolOptions.limits)
    timer = stream.loop.schedule(at: stream.loop.now() + options.handshakeTime) { [weak self] in
      self?.timer = nil
      self?.cancel()
    }
    stream.delegate = self
    stream.isReadingEnabled = true
  }

  func cancel() {
    guard !hasEnded else { return }
    stream.close()
    end(.ended)
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes(let count):
      // After a refusal the rest is thrown away until the client ends.
      if answer == nil { take(UnsafeRawBufferPointer(rebasing: stream.loop.readBuffer[..<count])) }
    case .wouldBlock: break
    case .end, .failed: cancel()
    }
  }

  func streamIsWritable() { write() }

  private func take(_ bytes: UnsafeRawBufferPointer) {
    do throws(HandshakeError) {
      switch try handshake.receive(bytes) {
      case .needsMore: return
      case .request(let head, let consumed):
        answer(ServerRequest(head), head.extensionOffers, rest: Array(bytes[consumed...]))
      }
    } catch {
      if case .upgradeMissing = error { return refuse(426, "Upgrade Required", options.upgradeAdvice) }
      answer = handshake.rejection(of: error)
      write()
    }
  }

  private func answer(_ request: ServerRequest, _ offers: [ExtensionElement], rest: [UInt8]) {
    switch route(request) {
    case .refuse(let status, let reason, let body):
      refuse(status, reason, body)
    case .accept(let handler, let subprotocol):
      let deflate = options.compresses ? DeflateAgreement.choose(from: offers) : nil
      let response = handshake.accept(
        subprotocol: subprotocol, extensions: deflate.map { [$0.answer] } ?? [], extraHeaders: [])
      // Nothing was written before, so a socket that does not take these few bytes is broken.
      guard response.withUnsafeBytes({ stream.write($0) }) == .wrote(response.count) else { return cancel() }
      end(.accepted(request, handler, deflate?.agreement, first: rest))
    }
  }

  private func refuse(_ status: Int, _ reason: String, _ body: String) {
    var headers = [HeaderField("Content-Type", "text/plain; charset=utf-8")]
    if status == 426 {
      headers += [HeaderField("Upgrade", "websocket"), HeaderField("Sec-WebSocket-Version", "13")]
    }
    answer = handshake.reject(status: status, reason: reason, headers: headers, body: Array(body.utf8))
    write()
  }

  private func write() {
    guard let bytes = answer, !bytes.isEmpty else { return }
    switch bytes.withUnsafeBytes({ stream.write($0) }) {
    case .wrote(let count):
      answer = Array(bytes[count...])
      // The client ends next; until then (or until the timer) what it sends is thrown away, because closing with
      // unread input would reset the connection and could destroy the answer.
      if count == bytes.count { stream.closeWrite() }
    case .wouldBlock: break
    case .failed: cancel()
    }
  }

  private func end(_ outcome: Outcome) {
    hasEnded = true
    timer.map(stream.loop.cancel)
    done(self, outcome)
  }
}
