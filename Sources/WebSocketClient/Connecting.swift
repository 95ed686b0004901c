import Loop
import Transport
public import WebSocketCore

/// The upgrade under way, and who waits for it.
struct Upgrading {
  var handshake: ClientHandshake
  var waiter: CheckedContinuation<Upgrade, any Error>
  var deadline: TimerID
  /// Of the request, not yet taken by the socket.
  var unsent: ArraySlice<UInt8>
}

extension WebSocketConnection {
  /// Dials, does TLS and the upgrade (RFC 6455 section 4.1), all within `options.connectTimeout`; cancelling the task
  /// ends each of these at once. On failure nothing is left behind. `opened` runs before the first frame is delivered.
  @discardableResult
  public func connect(
    opened: (@Sendable (isolated WebSocketConnection) -> Void)? = nil
  ) async throws(ConnectError) -> Upgrade {
    guard case .idle = state else { throw .alreadyUsed }
    state = .connecting
    whenOpened = opened
    defer { whenOpened = nil }
    do {
      let upgrade = try await establish()
      return upgrade
    } catch {
      stream?.close()
      stream = nil
      owner = nil
      state = .failed(error)
      throw error
    }
  }

  private func establish() async throws(ConnectError) -> Upgrade {
    let deadline = loop.now() &+ options.connectTimeout
    let handshake: ClientHandshake
    do throws(HandshakeError) {
      handshake = try ClientHandshake(request, limits: options.protocolOptions.limits, random: &random)
    } catch {
      throw .handshake(error)
    }
    do throws(DialError) {
      let stream = try await Dialer.dial(target, on: loop, deadline: deadline)
      adopt(stream)
    } catch {
      throw .dial(error)
    }
    if Task.isCancelled { throw .cancelled }
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { waiter in
          begin(handshake, deadline: deadline, waiter)
        }
      } onCancel: {
        loop.execute { self.assumeIsolated { $0.finishUpgrade(.failure(.cancelled)) } }
      }
    } catch let error as ConnectError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  private var target: DialTarget {
    let url = request.url
    var tls: TLSSettings?
    if url.isSecure {
      tls = options.tls ?? TLSSettings(serverName: url.host)
      tls?.serverName = options.tls.map { $0.serverName.isEmpty ? url.host : $0.serverName } ?? url.host
    }
    return DialTarget(
      host: url.host, port: url.port, tls: tls, family: options.family, resolve: options.resolve,
      unixSocket: options.unixSocket)
  }

  private func adopt(_ stream: ByteStream) {
    self.stream = stream
    tls = stream.tls
    peerName = stream.peerName
    socketName = stream.socketName
    stream.delegate = self
  }

  private func begin(
    _ handshake: ClientHandshake, deadline: UInt64, _ waiter: CheckedContinuation<Upgrade, any Error>
  ) {
    let timer = loop.schedule(at: deadline) { [weak self] in
      self?.assumeIsolated { $0.upgradeTimedOut() }
    }
    upgrading = Upgrading(
      handshake: handshake, waiter: waiter, deadline: timer, unsent: handshake.requestBytes[...])
    stream?.isReadingEnabled = true
    sendRequest()
  }

  /// Writes what the socket takes of the request; called again when there is room.
  func sendRequest() {
    guard let unsent = upgrading?.unsent, !unsent.isEmpty, let stream else { return }
    switch unsent.withUnsafeBytes({ stream.write($0) }) {
    case .wrote(let count): upgrading?.unsent = unsent.dropFirst(count)
    case .wouldBlock: break
    case .failed(let error): finishUpgrade(.failure(.streamFailed(error)))
    }
  }

  /// Feeds the response; what follows it in the same read are frames already.
  func receiveResponse(_ input: UnsafeMutableRawBufferPointer) {
    do throws(HandshakeError) {
      guard let progress = try upgrading?.handshake.receive(UnsafeRawBufferPointer(input)) else { return }
      guard case .upgraded(let upgrade, let consumed) = progress else { return }
      open(with: upgrade)
      if consumed < input.count { receiveFrames(UnsafeMutableRawBufferPointer(rebasing: input[consumed...])) }
    } catch {
      finishUpgrade(.failure(.handshake(error)))
    }
  }

  /// A refusal whose body is still coming is told as far as it came.
  private func upgradeTimedOut() {
    do throws(HandshakeError) {
      _ = try upgrading?.handshake.inputEnded()
      finishUpgrade(.failure(.upgradeTimedOut))
    } catch {
      if case .refused = error { return finishUpgrade(.failure(.handshake(error))) }
      finishUpgrade(.failure(.upgradeTimedOut))
    }
  }

  func responseEnded() {
    do throws(HandshakeError) {
      _ = try upgrading?.handshake.inputEnded()
      finishUpgrade(.failure(.streamFailed(.closed)))
    } catch {
      finishUpgrade(.failure(.handshake(error)))
    }
  }

  private func open(with upgrade: Upgrade) {
    self.upgrade = upgrade
    state = .open
    openedAt = loop.now()
    if owner != nil { keptForOwner = self }
    whenOpened?(self)
    finishUpgrade(.success(upgrade))
    updateReading()
  }

  func finishUpgrade(_ result: Result<Upgrade, ConnectError>) {
    guard let upgrading else { return }
    self.upgrading = nil
    loop.cancel(upgrading.deadline)
    if case .failure = result {
      stream?.close()
      stream = nil
    }
    upgrading.waiter.resume(with: result.mapError { $0 })
  }
}
