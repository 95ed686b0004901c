internal import CLinux
internal import Glibc
internal import Loop

/// Carries a TLS handshake over a connected socket, until both sides have agreed or failed.
///
/// A class because the loop calls it. On the loop only. Its owner keeps the deadline.
final class TLSHandshake: IOHandler {
  private let session: TLSSession
  private let descriptor: Int32
  private let loop: EventLoop
  private var watch: Watch?
  private var completion: ((TLSError?) -> Void)?

  init(_ session: TLSSession, _ descriptor: Int32, on loop: EventLoop) {
    self.session = session
    self.descriptor = descriptor
    self.loop = loop
  }

  /// `completion` is called once, unless `cancel` comes first. After nil the owner takes the descriptor with `release`.
  func start(_ completion: @escaping (TLSError?) -> Void) {
    self.completion = completion
    do throws(LoopError) {
      watch = try loop.watch(descriptor, for: .readable, by: self)
    } catch {
      return finish(.closedEarly)
    }
    advance()
  }

  /// Hands the descriptor over.
  func release() -> Int32 {
    watch.map(loop.unwatch)
    watch = nil
    return descriptor
  }

  /// Closes the descriptor; harmless after `release` was not called and the handshake has failed.
  func cancel() {
    completion = nil
    close()
  }

  func ready(_ events: IOEvents) { advance() }

  private func advance() {
    while true {
      let progress = session.handshake()
      session.keepInput()
      guard send() else { return finish(.closedEarly) }
      switch progress {
      case .done: return finish(nil)
      case .failed(let error): return finish(error)
      case .needsInput: break
      }
      let count = Socket.receive(descriptor, into: loop.wireBuffer)
      if count == -Int(EAGAIN) { return }
      guard count > 0 else { return finish(.closedEarly) }
      session.give(UnsafeRawBufferPointer(rebasing: loop.wireBuffer[..<count]))
    }
  }

  /// False where the socket is gone. An alert that still wants to be read is worth a try before that is said.
  private func send() -> Bool {
    while session.hasOutput {
      let count = session.withOutput { Socket.send(descriptor, $0) }
      if count == -Int(EAGAIN) {
        if let watch { loop.change(watch, to: [.readable, .writable]) }
        return true
      }
      guard count > 0 else { return count == -Int(EPIPE) }
      session.outputSent(count)
    }
    if let watch { loop.change(watch, to: .readable) }
    return true
  }

  private func finish(_ failure: TLSError?) {
    if failure != nil { close() }
    let completion = completion
    self.completion = nil
    completion?(failure)
  }

  private var isClosed = false
  private func close() {
    guard !isClosed else { return }
    isClosed = true
    watch.map(loop.unwatch)
    watch = nil
    Socket.close(descriptor)
  }
}
