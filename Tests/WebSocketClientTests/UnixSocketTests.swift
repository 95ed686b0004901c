import Glibc
import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

/// Answers one upgrade on a Unix domain socket. `@unchecked Sendable`: touched on its loop only, after `init`.
private final class UnixPeer: IOHandler, @unchecked Sendable {
  let path: String
  private let folder = TemporaryFolder()
  private let loop: EventLoop
  private let listener: Int32
  private var accepted: Int32 = -1
  private var watches: [Watch] = []
  private var handshake = ServerHandshake()

  init(on loop: EventLoop) throws {
    self.loop = loop
    path = folder.place("socket")
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    precondition(bound == 0 && listen(listener, 1) == 0)
    loop.execute { self.watch(self.listener) }
  }

  func stop() {
    loop.execute { [self] in
      for watch in watches { loop.unwatch(watch) }
      close(listener)
      if accepted >= 0 { close(accepted) }
    }
  }

  private func watch(_ descriptor: Int32) {
    if let watch = try? loop.watch(descriptor, for: .readable, by: self) { watches.append(watch) }
  }

  func ready(_ events: IOEvents) {
    guard accepted >= 0 else {
      accepted = accept(listener, nil, nil)
      return watch(accepted)
    }
    let buffer = loop.readBuffer
    let count = recv(accepted, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    guard count > 0,
      case .request? = try? handshake.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    else { return }
    let answer = handshake.accept() + frame(0x81, "local")
    _ = answer.withUnsafeBytes { write(accepted, $0.baseAddress, $0.count) }
  }
}

@Suite struct UnixSocketTests {
  @Test func `a Unix domain socket is connected to, past any proxy`() async throws {
    try await withLoop { loop in
      let peer = try UnixPeer(on: loop)
      var options = ConnectionOptions()
      options.unixSocket = peer.path
      options.proxy = .proxy(Proxy(kind: .http, host: "127.0.0.1", port: 1))
      options.connectQueue = ConnectQueue(on: loop)
      let url = try WebSocketURL(parsing: "ws://example.test/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      try await connection.connect()
      #expect(try await connection.receive(timeout: patience).text == "local")
      #expect(await connection.peerName == .unix(path: peer.path))
      await connection.abort()
      peer.stop()
    }
  }
}
