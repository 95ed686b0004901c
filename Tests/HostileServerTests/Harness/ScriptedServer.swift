import Loop
import Sessions

@testable import Transport

/// Carries out the script of a case: a TCP server on loopback, and the user at the client's side.
///
/// It lives on the client's own loop. A step that has written waits for the loop's next turn, in which the client reads
/// what was written: so what a script splits arrives split.
///
/// `@unchecked Sendable`: all is touched on its loop only, after `start`.
final class ScriptedServer: ByteStreamDelegate, @unchecked Sendable {
  let port: UInt16
  /// All that came, of the newest connection.
  private(set) var heard: [UInt8] = []
  private(set) var heads: [[UInt8]] = []
  private(set) var connections = 0

  private let loop: EventLoop
  private let listener: Listener
  private var scripts: [[Step]]
  private var script: ArraySlice<Step> = []
  private var stream: ByteStream?
  private var store: ConnectionStore?
  private var session: Session?
  /// Up to where `heard` was understood.
  private var cursor = 0
  /// Where the frames of the newest connection begin.
  private(set) var framesStart = 0
  private var requestEnd = 0
  private var key: [UInt8] = []
  private var earlierKey: [UInt8]?
  private var pending: ArraySlice<UInt8> = []
  private var isBusy = false
  private var lingers = false
  private var heardClose = false
  private var isChecking = false
  private var overWaiter: CheckedContinuation<Bool, Never>?
  private var deadline: TimerID?

  /// A script for each connection, in order; further connections get the last one.
  init(_ scripts: [[Step]], on loop: EventLoop) throws {
    self.loop = loop
    self.scripts = scripts
    listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
    port = listener.address.port ?? 0
  }

  func start(_ store: ConnectionStore, _ session: Session) {
    self.store = store
    self.session = session
    listener.start { [weak self] in self?.accepted($0) }
  }

  /// Waits until the session has ended and the server has seen it; false where that took too long (nanoseconds).
  func over(within patience: UInt64) async -> Bool {
    await withCheckedContinuation { waiter in
      loop.execute {
        self.overWaiter = waiter
        self.deadline = self.loop.schedule(at: self.loop.now() + patience) { self.finish(false) }
        self.checkOver()
      }
    }
  }

  func stop() {
    listener.close()
    loop.execute {
      self.stream?.close()
      self.store = nil
      self.session = nil
    }
  }

  /// The session moved; on the loop.
  func sessionChanged() {
    advance()
    checkOver()
  }

  // MARK: The stream

  private func accepted(_ stream: ByteStream) {
    if connections > 0 { earlierKey = key }
    self.stream?.close()
    connections += 1
    script = scripts[min(connections, scripts.count) - 1][...]
    heard = []
    cursor = 0
    framesStart = 0
    isBusy = false
    lingers = false
    heardClose = false
    pending = []
    self.stream = stream
    stream.delegate = self
    stream.isReadingEnabled = true
    advance()
  }

  func streamIsWritable() { writePending() }

  func streamIsReadable() {
    guard let stream else { return }
    switch stream.read(into: loop.readBuffer) {
    case .bytes(let count): heard += loop.readBuffer[..<count]
    case .wouldBlock: break
    case .end, .failed:
      closeStream()
      return
    }
    advance()
  }

  private func closeStream() {
    stream?.close()
    stream = nil
    pending = []
    advance()
    checkOver()
  }

  // MARK: The script

  private func advance() {
    while !isBusy, let step = script.first {
      guard take(step) else { return }
    }
    guard script.isEmpty, !isBusy, !lingers else { return }
    while let frame = ClientFrame(heard[cursor...]) {
      cursor += frame.wireLength
      if frame.firstByte == 0x88, !heardClose {
        heardClose = true
        stream?.closeWrite()
      }
    }
  }

  /// False where the step has to wait.
  private func take(_ step: Step) -> Bool {
    switch step {
    case .request:
      guard let end = headEnd else { return false }
      heads.append(Array(heard[cursor..<end]))
      cursor = end
      framesStart = end
      requestEnd = end
      if let key = Accept.keyIfAny(in: heads[heads.count - 1]) { self.key = key }
    case .take(let count):
      guard heard.count - cursor >= count else { return false }
      cursor += count
      // A SOCKS proxy's talk, before any request, is no frames.
      if heads.isEmpty { framesStart = cursor }
    case .say(let bytes):
      pending = Accept.fill(bytes, key: key, earlier: earlierKey, port: port)[...]
      isBusy = true
      script.removeFirst()
      writePending()
      return true
    case .sayFront(let bytes, let count):
      pending = Accept.fill(bytes, key: key, earlier: earlierKey, port: port).prefix(count)
      isBusy = true
      script.removeFirst()
      writePending()
      return true
    case .drip(let bytes, let interval):
      isBusy = true
      script.removeFirst()
      drip(Accept.fill(bytes, key: key, earlier: earlierKey, port: port)[...], every: interval)
      return true
    case .hear(let firstByte):
      while true {
        guard let frame = ClientFrame(heard[cursor...]) else { return stream == nil }
        cursor += frame.wireLength
        if frame.firstByte == firstByte { break }
      }
    case .echo:
      script = [.say(Array(heard[requestEnd...]))] + script.dropFirst()
      return true
    case .secure(let settings, let bytes):
      isBusy = true
      script.removeFirst()
      secure(settings, after: bytes)
      return true
    case .cut:
      stream?.closeWithoutNotify()
      stream = nil
      nextTurn()
    case .end: stream?.closeWrite()
    case .reset:
      stream?.abort()
      stream = nil
      nextTurn()
    case .goDeaf: stream?.isReadingEnabled = false
    case .readAgain: stream?.isReadingEnabled = true
    case .linger: lingers = true
    case .user(let order):
      isBusy = true
      script.removeFirst()
      store?.perform(order)
      nextTurn()
      return true
    case .opened:
      guard case .open = session?.status.phase else { return false }
    case .received(let count):
      guard let status = session?.status, status.receivedFrames >= count else { return false }
    }
    script.removeFirst()
    return true
  }

  /// In one go, so that nobody else reads what the client says to it.
  private func secure(_ settings: TLSServerSettings, after bytes: [UInt8]) {
    guard let stream else { return nextTurn() }
    if !bytes.isEmpty { _ = bytes.withUnsafeBytes { stream.write($0) } }
    stream.secure(server: settings) { [weak self] result in
      guard let self else { return }
      if case .failure = result { self.stream = nil }
      self.stream?.isReadingEnabled = true
      nextTurn()
    }
  }

  private func drip(_ bytes: ArraySlice<UInt8>, every interval: UInt64) {
    guard let byte = bytes.first, let stream else { return nextTurn() }
    _ = [byte].withUnsafeBytes { stream.write($0) }
    loop.schedule(at: loop.now() + interval) { [weak self] in
      self?.drip(bytes.dropFirst(), every: interval)
    }
  }

  private func writePending() {
    guard isBusy else { return }
    while !pending.isEmpty, let stream {
      switch pending.withUnsafeBytes({ stream.write($0) }) {
      case .wrote(let count): pending = pending.dropFirst(count)
      case .wouldBlock: return
      case .failed: pending = []
      }
    }
    nextTurn()
  }

  /// A timer for now waits for the next turn of the loop; before it, sockets are served.
  private func nextTurn() {
    loop.schedule(at: loop.now()) { [weak self] in
      self?.isBusy = false
      self?.advance()
      self?.checkOver()
    }
  }

  private var headEnd: Int? {
    let end = Array("\r\n\r\n".utf8)
    guard heard.count >= cursor + 4 else { return nil }
    return (cursor...(heard.count - 4)).first { heard[$0...].starts(with: end) }.map { $0 + 4 }
  }

  // MARK: The end

  private func checkOver() {
    guard overWaiter != nil, isEnded else { return }
    // What the client wrote last is still to be read.
    stream?.isReadingEnabled = true
    guard stream == nil, !isChecking else { return }
    isChecking = true
    // The session may be about to say that it tries again.
    loop.schedule(at: loop.now()) { [weak self] in
      guard let self else { return }
      isChecking = false
      if stream == nil, isEnded { finish(true) }
    }
  }

  private var isEnded: Bool {
    guard let status = session?.status, status.retry == nil else { return false }
    return switch status.phase {
    case .ended, .failed: true
    case .idle, .connecting, .open, .closing: false
    }
  }

  private func finish(_ isOver: Bool) {
    if let deadline { loop.cancel(deadline) }
    deadline = nil
    overWaiter?.resume(returning: isOver)
    overWaiter = nil
  }
}
