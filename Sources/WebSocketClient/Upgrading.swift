import Loop
import Transport
import WebSocketCore

/// The upgrade over a stream that stands: request out, response in, and redirects.
extension WebSocketConnection {
  func upgrade(over stream: ByteStream) {
    guard let started = connecting else { return }
    self.stream = stream
    tls = stream.tls
    proxyTLS = stream.proxyTLS
    peerName = stream.peerName
    socketName = stream.socketName
    if owner != nil { stream.keep(self, touching: Self.busyByteCount) } else { stream.delegate = self }
    // Strong, because the end of the connect cancels it: a weak reference would make each later one to us slower.
    let timer = loop.schedule(at: started.deadline) { self.assumeIsolated { $0.upgradeTimedOut() } }
    upgradeBegan(timer, sending: started.handshake.requestBytes)
    edit { $0.request = started.handshake.requestBytes }
    stream.isReadingEnabled = true
    sendRequest()
  }

  /// Writes what the socket takes of the request; called again when there is room.
  func sendRequest() {
    guard case .upgrading(let timer, let unsent)? = connecting?.phase, !unsent.isEmpty, let stream else {
      return
    }
    switch unsent.withUnsafeBytes({ stream.write($0) }) {
    case .wrote(let count):
      connecting?.phase = .upgrading(timer, unsent: unsent.dropFirst(count))
      if count == unsent.count {
        let now = loop.now()
        edit { $0.requestSent = now }
      }
    case .wouldBlock: break
    case .failed(let error): finishConnecting(.failure(.streamFailed(error)))
    }
  }

  /// Feeds the response; what follows it in the same read are frames already.
  func receiveResponse(_ input: UnsafeMutableRawBufferPointer) {
    do throws(HandshakeError) {
      guard let progress = try connecting?.handshake.receive(UnsafeRawBufferPointer(input)) else { return }
      switch progress {
      case .needsMore:
        // A redirect's body says nothing that is needed, and may never end.
        if let refusal = connecting?.handshake.refusalSoFar() { received(refusal, isWhole: false) }
      case .upgraded(let upgrade, let consumed):
        let now = loop.now()
        edit { $0.headReceived = now }
        open(with: upgrade)
        if consumed < input.count {
          receiveFrames(UnsafeMutableRawBufferPointer(rebasing: input[consumed...]))
        }
      }
    } catch {
      received(error, isWhole: true)
    }
  }

  /// An answer that is no upgrade.
  private func received(_ error: HandshakeError, isWhole: Bool) {
    guard case .refused(let head, _, _) = error else { return finishConnecting(.failure(.handshake(error))) }
    if timings.hops.last?.headReceived == nil {
      let now = loop.now()
      edit {
        $0.headReceived = now
        $0.refusal = head
      }
    }
    if options.redirects.limit > 0, Redirect.isRedirect(head.status) { return follow(head, error) }
    if isWhole { finishConnecting(.failure(.handshake(error))) }
  }

  private func follow(_ head: ResponseHead, _ answer: HandshakeError) {
    guard let hop = connecting else { return }
    var random = shared.random
    let next: Redirect
    let handshake: ClientHandshake
    do throws(RedirectFault) {
      next = try Redirect(
        head, to: hop.request, tls: hop.tls, visited: timings.hops.map(\.url), policy: options.redirects)
    } catch {
      return finishConnecting(.failure(.redirect(error, answer: answer)))
    }
    do throws(HandshakeError) {
      handshake = try ClientHandshake(
        next.request, limits: options.protocolOptions.limits, random: &random)
    } catch {
      return finishConnecting(.failure(.handshake(error)))
    }
    stream?.close()
    stream = nil
    tls = nil
    proxyTLS = nil
    release(hop)
    connecting?.phase = .starting
    connecting?.ticket = nil
    connecting?.request = next.request
    connecting?.tls = next.tls
    connecting?.handshake = handshake
    startHop()
  }

  /// A refusal whose body is still coming is told as far as it came.
  private func upgradeTimedOut() {
    finishConnecting(
      .failure(connecting?.handshake.refusalSoFar().map { .handshake($0) } ?? .upgradeTimedOut))
  }

  func responseEnded() {
    do throws(HandshakeError) {
      _ = try connecting?.handshake.inputEnded()
      finishConnecting(.failure(.streamFailed(.closed)))
    } catch {
      received(error, isWhole: true)
    }
  }

  private func open(with upgrade: Upgrade) {
    self.upgrade = upgrade
    if let compression = upgrade.compression {
      var agreed = core.options
      agreed.compression = compression
      core = WebSocketProtocol.open(as: .client, options: agreed)
    }
    state = .open
    openedAt = loop.now()
    if let active = options.active { setDemand(active) }
    startKeepalive()
    timings.end = openedAt
    connecting?.opened?(self)
    finishConnecting(.success(upgrade))
    updateReading()
  }
}
