import COpenSSL
import Loop
import TestSupport
import Testing

@testable import Transport

/// An HTTP proxy that answers every CONNECT and carries bytes to one target. On the loop only.
private final class TunnelServer: @unchecked Sendable {
  private var tunnels: [Tunnel] = []
  private let address: SocketAddress

  init(to address: SocketAddress) { self.address = address }

  func add(_ stream: ByteStream) { tunnels.append(Tunnel(stream, to: address)) }

  private final class Tunnel {
    private let client: Side
    private var server: Side?
    private let address: SocketAddress

    init(_ stream: ByteStream, to address: SocketAddress) {
      client = Side(stream)
      self.address = address
      client.heard = { [unowned self] in asked() }
      stream.isReadingEnabled = true
    }

    private func asked() {
      guard client.received.suffix(4) == Array("\r\n\r\n".utf8)[...] else { return }
      client.received = []
      client.heard = nil
      client.stream.isReadingEnabled = false
      let loop = client.stream.loop
      let target = DialTarget(host: address.host, port: address.port ?? 0)
      Dialer.start(target, on: loop, deadline: loop.soon) { [self] result, _ in
        guard case .success(let stream) = result else { return client.stream.close() }
        let server = Side(stream)
        self.server = server
        client.other = server
        server.other = client
        client.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
        client.stream.isReadingEnabled = true
        stream.isReadingEnabled = true
      }
    }
  }

  /// One end of a tunnel: what it hears goes to the other, with back-pressure.
  private final class Side: ByteStreamDelegate {
    let stream: ByteStream
    weak var other: Side?
    var received: [UInt8] = []
    var heard: (() -> Void)?
    private var unsent: ArraySlice<UInt8> = []
    private var endsAfter = false

    init(_ stream: ByteStream) {
      self.stream = stream
      stream.delegate = self
    }

    func send(_ bytes: [UInt8]) {
      unsent += bytes
      streamIsWritable()
    }

    func streamIsReadable() {
      switch stream.read(into: stream.loop.readBuffer) {
      case .bytes(let count):
        guard let other else {
          received += stream.loop.readBuffer[..<count]
          heard?()
          return
        }
        other.send(Array(stream.loop.readBuffer[..<count]))
        stream.isReadingEnabled = other.unsent.isEmpty
      case .wouldBlock: break
      case .end, .failed:
        other?.endsAfter = true
        other?.streamIsWritable()
      }
    }

    func streamIsWritable() {
      while !unsent.isEmpty {
        guard case .wrote(let count) = unsent.withUnsafeBytes({ stream.write($0) }) else { return }
        unsent = unsent.dropFirst(count)
      }
      if endsAfter { stream.closeWrite() } else { other?.stream.isReadingEnabled = true }
    }
  }
}

private func dial(_ target: DialTarget, _ loop: EventLoop) async -> (ByteStream?, DialError?) {
  do throws(DialError) {
    return (try await Dialer.dial(target, on: loop, deadline: loop.soon), nil)
  } catch {
    return (nil, error)
  }
}

@Suite struct TLSLayerTests {
  @Test(arguments: [Proxy.Kind.http, .https])
  func `four megabytes go through TLS inside a proxy's tunnel and come back`(kind: Proxy.Kind) async throws {
    try await withLoop { loop in
      let files = TestFiles()
      let tls = files.server(TestCertificates.good)
      let server = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: tls)
      let peers = EchoPeers()
      server.start { peers.add($0) }
      let proxy = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: kind == .https ? tls : nil)
      let tunnels = TunnelServer(to: server.address)
      proxy.start { tunnels.add($0) }
      let way = Proxy(
        kind: kind, host: "127.0.0.1", port: proxy.address.port ?? 0, tls: files.client("localhost"))
      let target = DialTarget(host: "example.com", port: 443, tls: files.client("example.com"), proxy: way)
      let stream = try await Dialer.dial(target, on: loop, deadline: loop.soon)
      #expect(await seen(on: loop) { stream.tls?.verified } == true)
      #expect(await seen(on: loop) { stream.proxyTLS?.verified } == (kind == .https ? true : nil))
      let sent = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 11 &+ $0 >> 15) }
      let (received, ending): ([UInt8], ReadResult?) = await onLoop(loop) { done in
        let keep = Kept<Collector>()
        keep.value = Collector(stream, sending: sent, closesAfter: true) { collector in
          stream.close()
          done((collector.received, collector.ending))
          keep.value = nil
        }
        keep.value?.begin()
      }
      #expect(received == sent)
      #expect(ending == .end(truncated: false))
      server.close()
      proxy.close()
    }
  }

  @Test func `T29 a target that need not be verified says nothing about its proxy`() async throws {
    try await withLoop { loop in
      let files = TestFiles()
      let tls = files.server(TestCertificates.good)
      let proxy = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: tls)
      let tunnels = TunnelServer(to: proxy.address)
      proxy.start { tunnels.add($0) }
      // The standard settings: the system's roots, which know nothing of the test's.
      let way = Proxy(kind: .https, host: "127.0.0.1", port: proxy.address.port ?? 0)
      let target = DialTarget(
        host: "example.com", port: 443, tls: TLSSettings(serverName: "example.com", verify: false), proxy: way
      )
      let (_, error) = await dial(target, loop)
      guard case .proxy(.tls(.unknownIssuer)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      proxy.close()
    }
  }

  @Test func `a wrong certificate inside a proxy's TLS is the target's fault, and told to it`() async throws {
    try await withLoop { loop in
      let files = TestFiles()
      let tls = files.server(TestCertificates.good)
      let server = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: tls)
      let (refusals, announce) = AsyncStream.makeStream(of: TLSError.self)
      server.start(refused: { announce.yield($0) }, { $0.close() })
      let proxy = try Listener(host: "127.0.0.1", port: 0, on: loop, tls: tls)
      let tunnels = TunnelServer(to: server.address)
      proxy.start { tunnels.add($0) }
      let way = Proxy(
        kind: .https, host: "127.0.0.1", port: proxy.address.port ?? 0, tls: files.client("localhost"))
      let target = DialTarget(host: "wrong.test", port: 443, tls: files.client("wrong.test"), proxy: way)
      let (_, error) = await dial(target, loop)
      guard case .tls(.wrongHost("wrong.test", _), let address) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(address == proxy.address)
      var iterator = refusals.makeAsyncIterator()
      guard case .alert = await iterator.next() else {
        Issue.record("no alert")
        return
      }
      server.close()
      proxy.close()
    }
  }
}
