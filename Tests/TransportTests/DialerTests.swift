import Glibc
import Loop
import TestSupport
import Testing

@testable import Transport

private func failure(_ target: DialTarget, _ loop: EventLoop, deadline: UInt64? = nil) async -> DialError? {
  do throws(DialError) {
    let stream = try await Dialer.dial(target, on: loop, deadline: deadline ?? loop.soon)
    loop.execute { stream.close() }
    return nil
  } catch {
    return error
  }
}

/// A port that was free a moment ago, and still is bound by nobody who listens.
private func refusedPort() throws -> (UInt16, Int32) {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  let address = SocketAddress.ipv4(address: 0x7F00_0001, port: 0)
  try #require(address.withSocketAddress { bind(descriptor, $0, $1) } == 0)
  return (try #require(Socket.localName(descriptor)?.port), descriptor)
}

private actor Caller {
  let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  init(on loop: EventLoop) { self.loop = loop }
  func dial(_ target: DialTarget) async throws -> Bool {
    let stream = try await Dialer.dial(target, on: loop, deadline: loop.soon)
    stream.close()
    return loop.isCurrent
  }
}

@Suite struct DialerTests {
  @Test func `a port where nobody listens is refused, address by address`() async throws {
    try await withLoop { loop in
      let (port, descriptor) = try refusedPort()
      defer { close(descriptor) }
      let error = await failure(DialTarget(host: "127.0.0.1", port: port), loop)
      let address = SocketAddress.ipv4(address: 0x7F00_0001, port: port)
      #expect(error == .connect([ConnectAttempt(address: address, errno: ECONNREFUSED)]))
    }
  }

  @Test func `the next address is tried when the first refuses`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { $0.close() }
      let port = try #require(listener.address.port)
      // Nobody listens at 127.0.0.2 on that port.
      let target = DialTarget(
        host: "a.test", port: port, resolve: ["a.test:\(port)": ["127.0.0.2", "127.0.0.1"]])
      let stream = try await Dialer.dial(target, on: loop, deadline: loop.soon)
      #expect(await seen(on: loop) { stream.peerName.host } == "127.0.0.1")
      loop.execute { stream.close() }
      listener.close()
    }
  }

  @Test func `an actor on the loop dials without leaving it`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "localhost", port: 0, on: loop)
      listener.start { $0.close() }
      #expect(try await Caller(on: loop).dial(target(listener)))
      listener.close()
    }
  }

  @Test func `localhost needs no look-up and falls back from IPv6 to IPv4`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { $0.close() }
      let target = DialTarget(host: "localhost", port: listener.address.port ?? 0)
      #expect(await failure(target, loop) == nil)
      listener.close()
    }
  }

  @Test func `an address of the wrong family is no address`() async throws {
    try await withLoop { loop in
      let error = await failure(DialTarget(host: "127.0.0.1", port: 80, family: .ipv6), loop)
      #expect(error == .noAddress(host: "127.0.0.1"))
    }
  }

  @Test(arguments: ["", "a\0b", String(repeating: "a", count: 254)])
  func `an impossible name is refused before any I/O`(host: String) async throws {
    try await withLoop { loop in
      #expect(await failure(DialTarget(host: host, port: 80), loop) == .badHost(host))
    }
  }

  @Test func `a server that never answers in TLS meets the deadline`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { _ in }
      let error = await failure(
        target(listener, tls: TLSSettings(serverName: "localhost")), loop, deadline: loop.now() + 30_000_000)
      #expect(error == .timedOut(.tls, attempts: []))
      listener.close()
    }
  }

  @Test func `a deadline that has passed starts nothing`() async throws {
    try await withLoop { loop in
      let error = await failure(DialTarget(host: "127.0.0.1", port: 1), loop, deadline: loop.now())
      #expect(error == .timedOut(.resolving, attempts: []))
    }
  }

  @Test func `cancelling ends a dial at once, and its socket is closed`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let (accepted, announce) = AsyncStream.makeStream(of: ByteStream.self)
      listener.start { announce.yield($0) }
      let wanted = target(listener, tls: TLSSettings(serverName: "localhost"))
      let dial = Task { await failure(wanted, loop) }
      var iterator = accepted.makeAsyncIterator()
      let peer = try #require(await iterator.next())
      dial.cancel()
      #expect(await dial.value == .cancelled)
      let ending: ReadResult? = await onLoop(loop) { done in
        var keep: Collector?
        keep = Collector(peer) { collector in
          done(collector.ending)
          peer.close()
          keep = nil
        }
        keep?.begin()
      }
      #expect(ending == .end(truncated: false))
      listener.close()
    }
  }

  @Test func `a wrong certificate fails the dial with its reason, and the server hears an alert`()
    async throws
  {
    try await withLoop { loop in
      let files = TestFiles()
      let listener = try Listener(
        host: "127.0.0.1", port: 0, on: loop, tls: files.server(TestCertificates.good))
      let (refusals, announce) = AsyncStream.makeStream(of: TLSError.self)
      listener.start(refused: { announce.yield($0) }, { $0.close() })
      let error = await failure(target(listener, tls: files.client("wrong.test")), loop)
      guard case .tls(.wrongHost("wrong.test", _), let address) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(address == listener.address)
      var iterator = refusals.makeAsyncIterator()
      guard case .alert = await iterator.next() else {
        Issue.record("no alert")
        return
      }
      listener.close()
    }
  }

  @Test func `a plain server is told from a TLS one`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { stream in
        _ = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8).withUnsafeBytes { stream.write($0) }
        stream.closeWrite()
      }
      let error = await failure(target(listener, tls: TLSSettings(serverName: "localhost")), loop)
      #expect(error == .tls(.notTLS, address: listener.address))
      listener.close()
    }
  }

  @Test func `a Unix socket path that is too long is refused`() async throws {
    try await withLoop { loop in
      let path = String(repeating: "p", count: 108)
      let error = await failure(DialTarget(host: "localhost", port: 80, unixSocket: path), loop)
      #expect(error == .unixPathTooLong(path))
    }
  }

  @Test func `a taken port and a host that is no number are precise errors of the listener`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let port = try #require(listener.address.port)
      #expect(throws: ListenError.system(errno: EADDRINUSE)) {
        try Listener(host: "127.0.0.1", port: port, on: loop)
      }
      #expect(throws: ListenError.badHost("example.test")) {
        try Listener(host: "example.test", port: 0, on: loop)
      }
      listener.close()
    }
  }
}

@Suite struct SocketAddressTests {
  @Test func `addresses are written as a user types them`() {
    #expect(SocketAddress.ipv4(address: 0x7F00_0001, port: 80).description == "127.0.0.1:80")
    #expect(SocketAddress.ipv6(high: 0, low: 1, scope: 0, port: 8080).description == "[::1]:8080")
    #expect(SocketAddress.unix(path: "/run/x").description == "/run/x")
  }

  @Test func `addresses survive the kernel's form`() {
    for address: SocketAddress in [
      .ipv4(address: 0x0102_0304, port: 65_535), .ipv6(high: 0x2001_0db8 << 32, low: 42, scope: 3, port: 1),
      .unix(path: "/tmp/socket"),
    ] {
      #expect(address.withSocketAddress { SocketAddress($0, length: $1) } == address)
    }
  }
}
