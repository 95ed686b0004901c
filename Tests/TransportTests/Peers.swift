import Loop
import TestSupport
import Testing

@testable import Transport

/// What only the loop may look at, as it is there.
func seen<R: Sendable>(on loop: EventLoop, _ value: @escaping @Sendable () -> R) async -> R {
  await onLoop(loop) { done in done(value()) }
}

extension EventLoop {
  /// Ten seconds from now: a test that needs it has failed.
  var soon: UInt64 { now() + 10_000_000_000 }
}

/// The target of a listener on loopback.
func target(_ listener: Listener, tls: TLSSettings? = nil) -> DialTarget {
  DialTarget(host: listener.address.host, port: listener.address.port ?? 0, tls: tls)
}

/// Keeps what closures of a loop share. On the loop only.
final class Kept<Value>: @unchecked Sendable {
  var value: Value?
}

/// Reads everything and gives it at the end. On the loop only.
final class Collector: ByteStreamDelegate, @unchecked Sendable {
  let stream: ByteStream
  var received: [UInt8] = []
  var ending: ReadResult?
  private let done: (Collector) -> Void
  private var pending: [UInt8]
  private var closesAfter: Bool
  var reads = 0

  init(
    _ stream: ByteStream, sending: [UInt8] = [], closesAfter: Bool = false,
    _ done: @escaping (Collector) -> Void
  ) {
    self.stream = stream
    self.done = done
    self.closesAfter = closesAfter
    pending = sending
    stream.delegate = self
  }

  func begin() {
    stream.isReadingEnabled = true
    streamIsWritable()
  }

  func streamIsReadable() {
    reads += 1
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes(let count): received += stream.loop.readBuffer[..<count]
    case .wouldBlock: break
    case let end:
      ending = end
      done(self)
    }
  }

  func streamIsWritable() {
    guard drain(&pending, into: stream) else { return }
    if closesAfter { stream.closeWrite() }
    closesAfter = false
  }
}

/// Echoes until its peer ends, then closes. On the loop only.
final class EchoPeers: @unchecked Sendable {
  private var peers: [ObjectIdentifier: Peer] = [:]

  func add(_ stream: ByteStream) {
    let peer = Peer(stream) { [weak self] in self?.peers[$0] = nil }
    peers[ObjectIdentifier(peer)] = peer
    stream.delegate = peer
    stream.isReadingEnabled = true
  }

  private final class Peer: ByteStreamDelegate {
    let stream: ByteStream
    let gone: (ObjectIdentifier) -> Void
    var pending: [UInt8] = []
    var hasEnded = false

    init(_ stream: ByteStream, _ gone: @escaping (ObjectIdentifier) -> Void) {
      self.stream = stream
      self.gone = gone
    }

    func streamIsReadable() {
      switch stream.read(into: stream.loop.readBuffer) {
      case .bytes(let count):
        pending += stream.loop.readBuffer[..<count]
        streamIsWritable()
        stream.isReadingEnabled = pending.isEmpty
      case .wouldBlock: break
      case .end, .failed:
        hasEnded = true
        streamIsWritable()
      }
    }

    func streamIsWritable() {
      while !pending.isEmpty {
        guard case .wrote(let count) = pending.withUnsafeBytes({ stream.write($0) }), count > 0 else {
          return
        }
        pending.removeFirst(count)
      }
      if hasEnded {
        stream.close()
        gone(ObjectIdentifier(self))
      } else {
        stream.isReadingEnabled = true
      }
    }
  }
}

/// Writes as much as goes; true when all is written.
private func drain(_ pending: inout [UInt8], into stream: ByteStream) -> Bool {
  var written = 0
  defer { pending.removeFirst(written) }
  while written < pending.count {
    let result = pending.withUnsafeBytes { stream.write(UnsafeRawBufferPointer(rebasing: $0[written...])) }
    guard case .wrote(let count) = result else { return false }
    written += count
  }
  return true
}
