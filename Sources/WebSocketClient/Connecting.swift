import Loop
import Transport
public import WebSocketCore

/// A connect under way: who waits for it, and the steps that it takes.
struct Connecting {
  var waiter: CheckedContinuation<Upgrade, any Error>
  var deadline: UInt64
  var handshake: ClientHandshake
  var opened: (@Sendable (isolated WebSocketConnection) -> Void)?
  /// Until there is a stream.
  var dial: Dialer.Dial?
  /// Until the upgrade.
  var timer: TimerID?
  /// Of the request, not yet taken by the socket.
  var unsent: ArraySlice<UInt8> = []
}

extension WebSocketConnection {
  /// Dials, does TLS and the upgrade (RFC 6455 section 4.1), all within `options.connectTimeout`; cancelling the task
  /// ends each of these at once. On failure nothing is left behind. `opened` runs before the first frame is delivered.
  ///
  /// From the first step to the last everything happens on the loop, by callbacks: a step in between that waited for
  /// a task would wait for the global executor, and use up the time limit there.
  @discardableResult
  public func connect(
    opened: (@Sendable (isolated WebSocketConnection) -> Void)? = nil
  ) async throws(ConnectError) -> Upgrade {
    guard case .idle = state else { throw .alreadyUsed }
    state = .connecting
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { waiter in begin(waiter, opened) }
      } onCancel: {
        loop.execute { self.assumeIsolated { $0.finishConnecting(.failure(.cancelled)) } }
      }
    } catch let error as ConnectError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  private func begin(
    _ waiter: CheckedContinuation<Upgrade, any Error>,
    _ opened: (@Sendable (isolated WebSocketConnection) -> Void)?
  ) {
    let deadline = loop.now() &+ options.connectTimeout
    do throws(HandshakeError) {
      let handshake = try ClientHandshake(request, limits: options.protocolOptions.limits, random: &random)
      connecting = Connecting(waiter: waiter, deadline: deadline, handshake: handshake, opened: opened)
    } catch {
      state = .failed(.handshake(error))
      owner = nil
      return waiter.resume(throwing: ConnectError.handshake(error))
    }
    if Task.isCancelled { return finishConnecting(.failure(.cancelled)) }
    // The connection is kept until the dial is over, which the deadline sees to.
    let dial = Dialer.start(target, on: loop, deadline: deadline) { result, _ in
      self.assumeIsolated { $0.dialled(result) }
    }
    connecting?.dial = dial
  }

  private func dialled(_ result: Result<ByteStream, DialError>) {
    switch result {
    case .failure(let error): finishConnecting(.failure(.dial(error)))
    case .success(let stream):
      guard connecting != nil else { return stream.close() }
      upgrade(over: stream)
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

  private func upgrade(over stream: ByteStream) {
    guard let started = connecting else { return }
    self.stream = stream
    tls = stream.tls
    peerName = stream.peerName
    socketName = stream.socketName
    stream.delegate = self
    connecting?.dial = nil
    connecting?.timer = loop.schedule(at: started.deadline) { [weak self] in
      self?.assumeIsolated { $0.upgradeTimedOut() }
    }
    connecting?.unsent = started.handshake.requestBytes[...]
    stream.isReadingEnabled = true
    sendRequest()
  }

  /// Writes what the socket takes of the request; called again when there is room.
  func sendRequest() {
    guard let unsent = connecting?.unsent, !unsent.isEmpty, let stream else { return }
    switch unsent.withUnsafeBytes({ stream.write($0) }) {
    case .wrote(let count): connecting?.unsent = unsent.dropFirst(count)
    case .wouldBlock: break
    case .failed(let error): finishConnecting(.failure(.streamFailed(error)))
    }
  }

  /// Feeds the response; what follows it in the same read are frames already.
  func receiveResponse(_ input: UnsafeMutableRawBufferPointer) {
    do throws(HandshakeError) {
      guard let progress = try connecting?.handshake.receive(UnsafeRawBufferPointer(input)) else { return }
      guard case .upgraded(let upgrade, let consumed) = progress else { return }
      open(with: upgrade)
      if consumed < input.count { receiveFrames(UnsafeMutableRawBufferPointer(rebasing: input[consumed...])) }
    } catch {
      finishConnecting(.failure(.handshake(error)))
    }
  }

  /// A refusal whose body is still coming is told as far as it came.
  private func upgradeTimedOut() {
    let refusal = connecting?.handshake.refusalSoFar()
    finishConnecting(.failure(refusal.map { .handshake($0) } ?? .upgradeTimedOut))
  }

  func responseEnded() {
    do throws(HandshakeError) {
      _ = try connecting?.handshake.inputEnded()
      finishConnecting(.failure(.streamFailed(.closed)))
    } catch {
      finishConnecting(.failure(.handshake(error)))
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
    if owner != nil { keptForOwner = self }
    connecting?.opened?(self)
    finishConnecting(.success(upgrade))
    updateReading()
  }

  /// The one way in which a connect ends.
  func finishConnecting(_ result: Result<Upgrade, ConnectError>) {
    guard let ended = connecting else { return }
    connecting = nil
    if let timer = ended.timer { loop.cancel(timer) }
    if case .failure(let error) = result {
      state = .failed(error)
      ended.dial?.cancel()
      stream?.close()
      stream = nil
      owner = nil
    }
    ended.waiter.resume(with: result.mapError { $0 })
  }
}
