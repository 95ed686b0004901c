internal import Glibc
import Loop
public import Transport
import WebSocketCore

/// What the socket brings, and what it takes.
extension WebSocketConnection: ByteStreamDelegate {
  /// For the stream, on the loop; not to be called by others.
  public nonisolated func streamIsReadable() { assumeIsolated { $0.readable() } }
  /// For the stream, on the loop; not to be called by others.
  public nonisolated func streamIsWritable() { assumeIsolated { $0.writable() } }

  private func readable() {
    guard let stream else { return }
    switch stream.read(into: loop.readBuffer) {
    case .bytes(let count):
      let input = UnsafeMutableRawBufferPointer(rebasing: loop.readBuffer[..<count])
      if connecting != nil { receiveResponse(input) } else { receiveFrames(input) }
    case .wouldBlock: break
    case .end(let truncated):
      if connecting != nil {
        responseEnded()
      } else {
        streamEnded(writeFailure.map(Ending.Cause.streamFailed) ?? .endOfStream(truncated: truncated))
      }
    case .failed(let error):
      if connecting != nil {
        finishConnecting(.failure(.streamFailed(error)))
      } else {
        streamEnded(.streamFailed(error))
      }
    }
  }

  private func writable() {
    if connecting != nil { sendRequest() } else { flush() }
  }

  /// Parses, delivers and answers one read's worth of frames.
  func receiveFrames(_ input: UnsafeMutableRawBufferPointer) {
    if core.closure?.violation != nil {
      drain(input.count)
      return
    }
    let now = loop.now()
    if lastArrival == 0 { timings.firstFrame = now }
    lastArrival = now
    var random = shared.random
    var batch = shared.take()
    var demand = owner == nil ? Int.max : ownerDemand
    core.receive(input, at: now, demand: &demand, random: &random, into: &batch)
    if owner != nil { ownerDemand = demand }
    noteIncomplete(hasParsed: !batch.isEmpty, at: now)
    deliver(&batch)
    core.keepUnparsed()
    shared.put(batch)
    // A violation behind good frames waits until those were delivered, and answered.
    resume()
  }

  /// Goes on with what was kept, as far as the demand reaches.
  func resume() {
    while isOpen, core.hasUnparsed, mayGoOn {
      var random = shared.random
      var batch = shared.take()
      var demand = owner == nil ? Int.max : ownerDemand
      core.resume(at: loop.now(), demand: &demand, random: &random, into: &batch)
      if owner != nil { ownerDemand = demand }
      let isStuck = batch.isEmpty
      noteIncomplete(hasParsed: !isStuck, at: loop.now())
      deliver(&batch)
      core.keepUnparsed()
      shared.put(batch)
      if isStuck { break }
    }
    flush()
    protocolMayHaveEnded()
    updateReading()
  }

  /// What ends the connection waits until the messages before it were taken, so that their answers go out first.
  private var mayGoOn: Bool {
    if owner != nil { return ownerDemand > 0 }
    return !core.endIsPending || queue.isWaitedFor || isClosing
  }

  /// Frames go to the owner; without one, to the queue as messages. What is sent meanwhile leaves together.
  func deliver(_ batch: inout FrameBatch) {
    guard !batch.isEmpty else { return }
    if pings.isWaiting { matchPongs(batch) }
    isDelivering = true
    if let owner {
      owner.connection(self, delivered: batch)
    } else {
      for frame in batch.events {
        if let message = assembler.append(frame) { queue.append(.message(message)) }
      }
      serveReaders()
    }
    isDelivering = false
    batch.removeAll()
    flush()
  }

  /// Tells the owner what was sent outside of a read.
  func report(_ batch: inout FrameBatch) {
    if let owner, !batch.isEmpty { owner.connection(self, delivered: batch) }
    batch.removeAll()
  }

  /// Writes what the socket takes.
  func flush() {
    guard let stream, !isDelivering else { return }
    while core.outputCount > 0 {
      switch core.withOutput({ stream.write($0) }) {
      case .wrote(let count):
        core.outputWritten(count)
        flushPendingPong()
      case .wouldBlock:
        isSocketFull = true
        return
      case .failed(let error):
        // What the peer sent before it hung up is still to be read; reading then finds the end. That the peer has reset
        // the connection is told once: by the write, if that comes first.
        if case .system(ECONNRESET) = error { writeFailure = error }
        if !stream.isReadingEnabled { streamEnded(.streamFailed(error)) }
        return
      }
    }
    if core.outputCount <= ConnectionOptions.sendHighWater { wakeSenders() }
    if isSocketFull {
      isSocketFull = false
      owner?.connectionHasRoom(self)
    }
    if core.closure?.violation != nil { stream.closeWrite() }
  }

  private func flushPendingPong() {
    var random = shared.random
    var batch = shared.take()
    core.flushPendingPong(at: loop.now(), random: &random, into: &batch)
    report(&batch)
    shared.put(batch)
  }

  func wakeSenders() {
    guard !drainWaiters.isEmpty else { return }
    let waiters = drainWaiters
    drainWaiters = []
    for waiter in waiters { waiter.resume() }
  }

  /// Reads while somebody wants what comes; off, TCP holds the peer back.
  ///
  /// What waits to be written does not stop it: a peer that writes all it has before it reads would then wait for us, and we
  /// for it. A flood of pings costs nothing here, because only the newest pong is kept back (RFC 6455 section 5.5.3).
  func updateReading() {
    guard let stream, connecting == nil else { return }
    let isWanted: Bool
    if core.closure != nil {
      isWanted = true
    } else if owner != nil {
      isWanted = ownerDemand > 0
    } else {
      isWanted = queue.weight < options.readAhead
    }
    if stream.isReadingEnabled != isWanted { stream.isReadingEnabled = isWanted }
  }
}
