import Locks
import Loop
import TestSupport
import Transport
import WebSocketClient
import WebSocketCore

/// A server that answers the upgrade and then says exactly what the test wrote down.
///
/// `@unchecked Sendable`: everything but the locked part is touched on its loop only.
final class ScriptedPeer: ByteStreamDelegate, @unchecked Sendable {
  enum Answer: Sendable {
    case upgrade
    case bytes([UInt8])
    case silence
  }
  enum Then: Sendable, Equatable {
    /// Answers a Close frame and ends the stream, as servers do; pings and data are only kept.
    case endAfterClose
    case end
    case reset
    case goDeaf
    /// Only keeps what it hears, Close frames too, and goes on.
    case keepQuiet
  }

  private struct Heard {
    var bytes: [UInt8] = []
    var hasEnded = false
    var waiters: [(count: Int, waiter: CheckedContinuation<[UInt8], Never>)] = []
  }

  let url: WebSocketURL
  private let loop: EventLoop
  private let answer: Answer
  private let glued: [UInt8]
  private let then: Then
  private let heard = Lock(Heard())
  private var listener: Listener?
  private var stream: ByteStream?
  private var handshake: ServerHandshake? = ServerHandshake()

  /// `glued` goes out in the same write as the 101.
  init(on loop: EventLoop, answer: Answer = .upgrade, glued: [UInt8] = [], then: Then = .endAfterClose) throws
  {
    self.loop = loop
    self.answer = answer
    self.glued = glued
    self.then = then
    let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
    url = try WebSocketURL(parsing: "ws://\(listener.address)/test")
    self.listener = listener
    listener.start { [weak self] stream in
      self?.stream = stream
      stream.delegate = self
      stream.isReadingEnabled = true
    }
  }

  /// Says more, after the upgrade.
  func say(_ bytes: [UInt8]) {
    loop.execute { self.write(bytes) }
  }

  /// What the client sent after its request, once so many bytes are there or its stream has ended.
  func hear(_ count: Int) async -> [UInt8] {
    await withCheckedContinuation { waiter in
      let now: [UInt8]? = heard.withLock { heard in
        if heard.bytes.count >= count || heard.hasEnded { return heard.bytes }
        heard.waiters.append((count, waiter))
        return nil
      }
      if let now { waiter.resume(returning: now) }
    }
  }

  func streamIsWritable() {}

  func streamIsReadable() {
    guard let stream else { return }
    switch stream.read(into: loop.readBuffer) {
    case .bytes(let count): received(UnsafeRawBufferPointer(rebasing: loop.readBuffer[..<count]))
    case .wouldBlock: break
    case .end, .failed:
      stream.close()
      note { $0.hasEnded = true }
    }
  }

  private func received(_ bytes: UnsafeRawBufferPointer) {
    guard handshake != nil else { return frames(bytes) }
    guard case .request(_, let consumed)? = try? handshake?.receive(bytes) else { return }
    switch answer {
    case .upgrade: write((handshake?.accept() ?? []) + glued)
    case .bytes(let answer): write(answer + glued)
    case .silence: break
    }
    handshake = nil
    switch then {
    case .end: stream?.close()
    case .reset: stream?.abort()
    case .goDeaf: stream?.isReadingEnabled = false
    case .endAfterClose, .keepQuiet: break
    }
    if consumed < bytes.count { frames(UnsafeRawBufferPointer(rebasing: bytes[consumed...])) }
  }

  private func frames(_ bytes: UnsafeRawBufferPointer) {
    note { $0.bytes += bytes }
    if then == .endAfterClose, let close = unmasked(Array(bytes)).first(where: { $0.0 == 0x88 }) {
      // Answers with the same code, unless its own Close came first, and ends the stream, as servers do.
      if !glued.contains(0x88) { write(frame(close.0, close.1)) }
      stream?.closeWrite()
    }
  }

  private func note(_ change: (inout Heard) -> Void) {
    let ready = heard.withLock { heard in
      change(&heard)
      let ready = heard.waiters.filter { heard.bytes.count >= $0.count || heard.hasEnded }
      heard.waiters.removeAll { heard.bytes.count >= $0.count || heard.hasEnded }
      return ready.map { ($0.waiter, heard.bytes) }
    }
    for (waiter, bytes) in ready { waiter.resume(returning: bytes) }
  }

  private func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, let stream, case .wrote(let count) = rest.withUnsafeBytes({ stream.write($0) }) {
      rest = rest.dropFirst(count)
    }
  }
}

/// An unmasked frame, as a server sends it.
func frame(_ firstByte: UInt8, _ payload: String) -> [UInt8] { frame(firstByte, Array(payload.utf8)) }

func frame(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
  precondition(payload.count < 126, "short frames only")
  return [firstByte, UInt8(payload.count)] + payload
}

/// The frames that a client sent, unmasked: first byte and payload.
func unmasked(_ bytes: [UInt8]) -> [(UInt8, [UInt8])] {
  var frames: [(UInt8, [UInt8])] = []
  var rest = bytes[...]
  while rest.count >= 6 {
    let start = rest.startIndex
    let length = Int(rest[start + 1] & 0x7F)
    guard length < 126, rest.count >= 6 + length else { break }
    let key = Array(rest[(start + 2)..<(start + 6)])
    let payload = rest[(start + 6)..<(start + 6 + length)].enumerated().map { $1 ^ key[$0 % 4] }
    frames.append((rest[start], payload))
    rest = rest.dropFirst(6 + length)
  }
  return frames
}

extension EventLoop {
  /// Comes back from the loop so many nanoseconds later.
  /// Looks every 2 ms until it is so; a minute later the test has failed.
  func until(_ isSo: () async -> Bool) async throws {
    for _ in 0..<30_000 {
      if await isSo() { return }
      await after(2_000_000)
    }
    throw Overdue()
  }

  func after(_ nanoseconds: UInt64) async {
    await withCheckedContinuation { waiter in
      self.execute { self.schedule(at: self.now() &+ nanoseconds) { waiter.resume() } }
    }
  }
}

/// What a test waited for did not come.
struct Overdue: Error {}
