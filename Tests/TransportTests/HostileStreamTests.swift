import COpenSSL
import Glibc
import Loop
import TestSupport
import Testing

@testable import Transport

/// How a server leaves.
private enum Leaving: Sendable, CaseIterable { case end, reset }

/// A TLS server on a socket that stops after so many bytes of its own, and leaves. On the loop only.
private final class CutServer: ByteStreamDelegate, @unchecked Sendable {
  let stream: ByteStream
  private let server: RawServer
  private let leaving: Leaving
  private var budget: Int
  private(set) var sent = 0
  private(set) var ending: ReadResult?

  init(_ stream: ByteStream, _ server: RawServer, after budget: Int, _ leaving: Leaving) {
    self.stream = stream
    self.server = server
    self.budget = budget
    self.leaving = leaving
    stream.delegate = self
    stream.isReadingEnabled = true
    if budget == 0 { leave() }
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes(let count): server.give(Array(stream.loop.readBuffer[..<count]))
    case .wouldBlock: return
    case let end:
      ending = end
      return stream.close()
    }
    server.step()
    let bytes = server.takeOutput().prefix(budget)
    sent += bytes.count
    budget -= bytes.count
    _ = Array(bytes).withUnsafeBytes { stream.write($0) }
    if budget == 0 { leave() }
  }

  func streamIsWritable() {}

  private func leave() {
    switch leaving {
    case .end: stream.closeWrite()
    case .reset: stream.abort()
    }
  }
}

/// One handshake with a server that leaves after `budget` bytes.
private struct Cut: Sendable {
  let error: DialError?
  let sent: Int
  /// What the server saw of our end.
  let ending: ReadResult?
}

private func dial(
  _ loop: EventLoop, _ settings: TLSSettings, _ version: Int32, after budget: Int, _ leaving: Leaving
) async throws -> Cut {
  let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
  let wanted = target(listener, tls: settings)
  return await onLoop(loop) { done in
    let peer = Kept<CutServer>()
    listener.start {
      let server = RawServer {
        RawServer.only(version)($0)
        // They come after the handshake.
        SSL_CTX_set_num_tickets($0, 0)
      }
      peer.value = CutServer($0, server, after: budget, leaving)
    }
    loop.execute {
      Dialer.start(wanted, on: loop, deadline: loop.soon) { result, _ in
        var error: DialError?
        switch result {
        case .success(let stream): stream.close()
        case .failure(let failure): error = failure
        }
        // What we have sent before may still be unread there.
        drain(peer.value) {
          done(Cut(error: error, sent: peer.value?.sent ?? 0, ending: peer.value?.ending))
          peer.value = nil
        }
        listener.close()
      }
    }
  }
}

/// Waits until the server has seen our end; one that has closed itself sees none.
private func drain(_ peer: CutServer?, _ then: @escaping () -> Void) {
  guard let peer, !peer.stream.isClosed else { return then() }
  peer.stream.loop.schedule(at: peer.stream.loop.now() + 50_000) { drain(peer, then) }
}

@Suite struct HostileStreamTests {
  @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION], Leaving.allCases)
  private func `T24 T26 a server that leaves at any byte of the handshake has closed early, and so have we`(
    version: Int32, leaving: Leaving
  ) async throws {
    let files = TestFiles()
    let settings = files.client("localhost", root: TestCertificate.root.pem)
    try await withLoop { loop in
      let whole = try await dial(loop, settings, version, after: .max, .end)
      #expect(whole.error == nil)
      let length = whole.sent
      #expect(length > 500)
      // A reset before any byte meets the connect itself. ECDSA signatures differ in length by some bytes.
      for offset in (leaving == .end ? 0 : 1)..<length - 8 {
        let cut = try await dial(loop, settings, version, after: offset, leaving)
        guard case .tls(.closedEarly, _) = cut.error else {
          Issue.record("at \(offset) of \(length): \(String(describing: cut.error))")
          return
        }
        guard cut.ending == (leaving == .end ? .end(truncated: false) : nil) else {
          Issue.record("at \(offset) of \(length): \(String(describing: cut.ending))")
          return
        }
      }
    }
  }

  @Test func `T26 silence in the middle of a handshake meets the deadline, and the socket is closed`()
    async throws
  {
    let files = TestFiles()
    let settings = files.client("localhost", root: TestCertificate.root.pem)
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let wanted = target(listener, tls: settings)
      let error: DialError? = await onLoop(loop) { done in
        let peer = Kept<SilentServer>()
        listener.start { peer.value = SilentServer($0, saying: [22, 3, 3]) }
        Dialer.start(wanted, on: loop, deadline: loop.now() + 50_000_000) { result, _ in
          let error: DialError? = if case .failure(let error) = result { error } else { nil }
          peer.value?.whenEnded {
            done(error)
            peer.value = nil
          }
        }
      }
      #expect(error == .timedOut(.tls, attempts: []))
      listener.close()
    }
  }

  @Test func `nothing can be written or read before the server is known`() async throws {
    let files = TestFiles()
    let settings = files.client("localhost", root: TestCertificate.root.pem)
    try await withLoop { loop in
      var ends: [Int32] = [-1, -1]
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
      try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
      let server = ends[1]
      defer { close(server) }
      let results: [Bool] = await onLoop(loop) { [ends] done in
        guard let stream = try? ByteStream(ends[0], peerName: .unix(path: ""), on: loop) else {
          return done([])
        }
        stream.secure(settings, early: UnsafeRawBufferPointer(start: nil, count: 0)) { _ in }
        let write = [UInt8](repeating: 7, count: 10).withUnsafeBytes { stream.write($0) }
        let read = stream.read(into: loop.readBuffer)
        stream.abort()
        done([write == .failed(.closed), read == .wouldBlock, stream.isClosed])
      }
      #expect(results == [true, true, true])
      // A ClientHello and nothing else.
      var heard = [UInt8](repeating: 0, count: 4096)
      let count = recv(server, &heard, heard.count, 0)
      #expect(count > 5 && heard[0] == 22)
      #expect(count == 5 + Int(heard[3]) << 8 + Int(heard[4]))
      #expect(recv(server, &heard, heard.count, 0) <= 0)
    }
  }
}

/// Says a few bytes and then nothing, until we end. On the loop only.
private final class SilentServer: ByteStreamDelegate, @unchecked Sendable {
  let stream: ByteStream
  private var hasEnded = false
  private var ended: (() -> Void)?

  init(_ stream: ByteStream, saying bytes: [UInt8]) {
    self.stream = stream
    stream.delegate = self
    stream.isReadingEnabled = true
    _ = bytes.withUnsafeBytes { stream.write($0) }
  }

  func whenEnded(_ body: @escaping () -> Void) {
    if hasEnded { body() } else { ended = body }
  }

  func streamIsReadable() {
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes, .wouldBlock: return
    case .end, .failed:
      hasEnded = true
      stream.close()
      ended?()
    }
  }

  func streamIsWritable() {}
}
