internal import Glibc
internal import Loop

/// With whom a stream's TLS is spoken.
public enum TLSParty: Hashable, Sendable { case target, proxy }

extension ByteStream {
  /// TLS that is being agreed on.
  struct Handshake {
    let party: TLSParty
    let completion: (Result<TLSFacts, TLSError>) -> Void
  }

  /// Receives in one turn of the loop, so that a peer who sends without end does not keep it.
  private static let receivesPerTurn = 16

  /// Puts TLS on what the stream carries, also on TLS (through an https proxy, at most two layers). `early` are bytes
  /// already read that belong to it.
  ///
  /// Until `completion`, on the loop and perhaps before this returns, the delegate hears nothing. Then reading is off
  /// and `tls` (or `proxyTLS`, by `party`) is set; after a failure the stream is closed. `close` and `abort` drop the
  /// completion. The caller keeps the deadline.
  public func secure(
    _ settings: TLSSettings, with party: TLSParty = .target, early: UnsafeRawBufferPointer,
    _ completion: @escaping (Result<TLSFacts, TLSError>) -> Void
  ) {
    do throws(TLSError) {
      secure(try TLSSession(client: settings), Handshake(party: party, completion: completion), early)
    } catch {
      close()
      completion(.failure(error))
    }
  }

  /// The server's side of it.
  func secure(
    server settings: TLSServerSettings, _ completion: @escaping (Result<TLSFacts, TLSError>) -> Void
  ) {
    do throws(TLSError) {
      let handshake = Handshake(party: .target, completion: completion)
      secure(try TLSSession(server: settings), handshake, UnsafeRawBufferPointer(start: nil, count: 0))
    } catch {
      close()
      completion(.failure(error))
    }
  }

  private func secure(_ session: TLSSession, _ handshake: Handshake, _ early: UnsafeRawBufferPointer) {
    precondition(layer?.beneath == nil, "a stream carries at most two layers of TLS")
    guard !isClosed else { return handshake.completion(.failure(.closedEarly)) }
    isReadingEnabled = false
    layer =
      layer.map { TLSLayer(session, inside: $0) } ?? TLSLayer(session, over: descriptor, loop.wireBuffer)
    self.handshake = handshake
    // What one reader has read too far is this one's beginning, and never the application's.
    let before = takeHandedBack() + Array(early)
    before.withUnsafeBytes { bytes in
      if !bytes.isEmpty { session.give(bytes) }
      advance()
    }
  }

  /// Takes the handshake as far as it goes without waiting.
  func advance() {
    for _ in 0..<Self.receivesPerTurn {
      guard let layer, handshake != nil else { return }
      let progress = layer.session.handshake()
      layer.session.keepInput()
      let flushed = layer.flush()
      switch progress {
      case .done(let facts): return finish(facts, flushed)
      case .failed(let error): return refuse(error)
      case .needsInput: break
      }
      switch flushed {
      case .all: break
      case .blocked: wantWrite()
      // What the peer said before it closed is worth more than our failed write: it is read next.
      case .failed(.system(errno: EPIPE)): break
      case .failed: return refuse(.closedEarly)
      }
      switch layer.receive() {
      case .bytes: break
      case .wouldBlock: return wantRead()
      case .failed(.tls(let error)): return refuse(error)
      case .end, .failed: return refuse(.closedEarly)
      }
    }
    // What was received last is lent by a buffer that others use now.
    layer?.session.keepInput()
    loop.execute { [weak self] in self?.advance() }
  }

  private func finish(_ facts: TLSFacts, _ flushed: TLSLayer.Flushed) {
    guard let handshake else { return }
    self.handshake = nil
    switch handshake.party {
    case .target: tls = facts
    case .proxy: proxyTLS = facts
    }
    waitForOwner()
    if case .blocked = flushed { wantWrite() }
    handshake.completion(.success(facts))
  }

  /// The alert that says why is on its way.
  private func refuse(_ error: TLSError) {
    guard let handshake else { return }
    self.handshake = nil
    // Only a proxy's TLS beneath can still be closed as it should be.
    layer = layer?.beneath
    close()
    handshake.completion(.failure(error))
  }
}
