import Glibc
import Loop
import TestSupport
import Testing

@testable import Transport

private struct Heard: Sendable {
  var bytes: [UInt8]
  var ending: ReadResult?
  var reads: Int
  init(_ collector: Collector) {
    bytes = collector.received
    ending = collector.ending
    reads = collector.reads
  }
}

/// Sends all, ends its side, reads until the peer ends.
private func exchange(_ stream: ByteStream, _ bytes: [UInt8]) async -> Heard {
  await onLoop(stream.loop) { done in
    var keep: Collector?
    let collector = Collector(stream, sending: bytes, closesAfter: true) { collector in
      stream.close()
      done(Heard(collector))
      keep = nil
    }
    keep = collector
    keep?.begin()
  }
}

@Suite struct ByteStreamTests {
  @Test(arguments: [false, true])
  func `four megabytes come back as they went, with back-pressure on both sides`(secure: Bool) async throws {
    try await withLoop { loop in
      let files = TestFiles()
      let tls = secure ? files.server(TestCertificates.good) : nil
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: tls)
      let peers = EchoPeers()
      listener.start { peers.add($0) }
      let settings = secure ? files.client("localhost") : nil
      let stream = try await Dialer.dial(target(listener, tls: settings), on: loop, deadline: loop.soon)
      #expect(await seen(on: loop) { stream.tls?.verified } == (secure ? true : nil))
      #expect(await seen(on: loop) { stream.peerName } == listener.address)
      #expect(await seen(on: loop) { stream.socketName.host } == "127.0.0.1")
      let sent = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 13) }
      let heard = await exchange(stream, sent)
      #expect(heard.bytes == sent)
      #expect(heard.ending == .end(truncated: false))
      listener.close()
    }
  }

  @Test func `a stream that is closed by the peer inside TLS without close_notify is truncated`() async throws
  {
    try await withLoop { loop in
      let files = TestFiles()
      let listener = try Listener(
        host: "127.0.0.1", port: 0, on: loop, tls: files.server(TestCertificates.good))
      listener.start { stream in
        _ = [UInt8(1), 2].withUnsafeBytes { stream.write($0) }
        stream.closeWithoutNotify()
      }
      let stream = try await Dialer.dial(
        target(listener, tls: files.client("localhost")), on: loop, deadline: loop.soon)
      let heard = await exchange(stream, [])
      #expect(heard.bytes == [1, 2])
      #expect(heard.ending == .end(truncated: true))
      listener.close()
    }
  }

  @Test func `abort is a reset for the peer`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let resets = Resets()
      listener.start { resets.add($0) }
      let stream = try await Dialer.dial(target(listener), on: loop, deadline: loop.soon)
      let heard = await exchange(stream, [1])
      #expect(heard.ending == .failed(.system(errno: ECONNRESET)))
      listener.close()
    }
  }

  @Test func `a full socket blocks, and says when there is room again`() async throws {
    try await withLoop { loop in
      let (here, there) = try await pair(loop)
      let written: [Int] = await onLoop(loop) { done in
        let block = [UInt8](repeating: 9, count: 100_000)
        var first = 0
        while case .wrote(let count) = block.withUnsafeBytes({ here.write($0) }) { first += count }
        let blocked = block.withUnsafeBytes { here.write($0) } == .wouldBlock
        let waiter = Waiter()
        here.delegate = waiter
        waiter.writable = {
          let again = block.withUnsafeBytes { here.write($0) }
          if case .wrote(let count) = again, blocked { done([first, count]) } else { done([]) }
          here.close()
          there.close()
          waiter.writable = nil
        }
        let drain = Collector(there) { _ in }
        waiter.keep = drain
        drain.begin()
      }
      #expect(written.count == 2)
      #expect(written.allSatisfy { $0 > 0 })
    }
  }

  @Test func `nothing is read while reading is off, and what waited comes when it is on`() async throws {
    try await withLoop { loop in
      let (here, there) = try await pair(loop)
      let heard: Heard = await onLoop(loop) { done in
        var keep: Collector?
        keep = Collector(here) { collector in
          here.close()
          done(Heard(collector))
          keep = nil
        }
        _ = [UInt8(5)].withUnsafeBytes { there.write($0) }
        there.close()
        loop.schedule(at: loop.now() + 500_000) {
          if keep?.reads == 0 { keep?.begin() }
        }
      }
      #expect(heard.bytes == [5])
      #expect(heard.ending == .end(truncated: false))
    }
  }

  @Test func `a closed stream refuses, and frees itself`() async throws {
    try await withLoop { loop in
      let (here, there) = try await pair(loop)
      let results: [Bool] = await onLoop(loop) { done in
        here.close()
        here.close()
        there.close()
        let write = [UInt8(1)].withUnsafeBytes { here.write($0) }
        done([write == .failed(.closed), here.read(into: loop.readBuffer) == .failed(.closed), here.isClosed])
      }
      #expect(results == [true, true, true])
    }
  }

  @Test func `writing to a peer that is gone is an error and no signal`() async throws {
    try await withLoop { loop in
      let (here, there) = try await pair(loop)
      let result: WriteResult = await onLoop(loop) { done in
        there.close()
        done([UInt8(1)].withUnsafeBytes { here.write($0) })
        here.close()
      }
      #expect(result == .failed(.system(errno: EPIPE)))
    }
  }
}

private final class Waiter: ByteStreamDelegate {
  var writable: (() -> Void)?
  var readable: (() -> Void)?
  var keep: AnyObject?
  func streamIsReadable() { readable?() }
  func streamIsWritable() { writable?() }
}

/// Aborts each stream at its first byte: before that, the connect itself could fail.
private final class Resets: @unchecked Sendable {
  private var waiters: [Waiter] = []
  func add(_ stream: ByteStream) {
    let waiter = Waiter()
    waiter.readable = { stream.abort() }
    waiters.append(waiter)
    stream.delegate = waiter
    stream.isReadingEnabled = true
  }
}

private func pair(_ loop: EventLoop) async throws -> (ByteStream, ByteStream) {
  var ends: [Int32] = [-1, -1]
  let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
  try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
  let streams: [ByteStream] = await onLoop(loop) { [ends] done in
    done(ends.compactMap { try? ByteStream($0, peerName: .unix(path: ""), on: loop) })
  }
  try #require(streams.count == 2)
  return (streams[0], streams[1])
}
