import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

@Suite struct ProxyTests {
  private func proxy(_ server: AnsweringServer, user: String? = nil) -> Proxy {
    let credentials = user.map { ProxyCredentials(user: Secret($0), password: Secret("pw")) }
    return Proxy(kind: .http, host: "127.0.0.1", port: server.port, credentials: credentials)
  }

  /// As a proxy it makes tunnels, and plays the server inside of them.
  private func tunnel(_ request: String) -> AnsweringServer.Answer {
    request.hasPrefix("CONNECT ") ? .tunnel : .upgrade()
  }

  @Test func `P01 through an HTTP proxy the upgrade travels in a tunnel`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { tunnel($0) }
      var options = ConnectionOptions()
      options.proxy = .proxy(proxy(server))
      let url = try WebSocketURL(parsing: "ws://example.test/chat")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      try await connection.connect()
      #expect(
        server.requests.map { $0.prefix { $0 != "\r\n" } } == [
          "CONNECT example.test:80 HTTP/1.1", "GET /chat HTTP/1.1",
        ])
      // Like hackney's peername: the socket's other end is the proxy.
      #expect(await connection.peerName == server.address)
      #expect(await connection.connectReport.hops[0].dial.steps.map(\.kind).last == .proxy)
    }
  }

  @Test func `P03 Authorization never goes to the proxy, Proxy-Authorization never to the server`()
    async throws
  {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { tunnel($0) }
      var options = ConnectionOptions()
      options.proxy = .proxy(proxy(server, user: "gate"))
      let url = try WebSocketURL(parsing: "ws://me:secret@example.test/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      try await connection.connect()
      let requests = server.requests
      #expect(requests[0].field("Proxy-Authorization") == "Basic Z2F0ZTpwdw==")
      #expect(requests[0].field("Authorization") == nil)
      #expect(requests[1].field("Authorization") == "Basic bWU6c2VjcmV0")
      #expect(requests[1].field("Proxy-Authorization") == nil)
    }
  }

  @Test func `P03 a Proxy-Authorization among the headers is refused before anything is sent`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in .upgrade() }
      let headers = [HeaderField("proxy-authorization", "Basic x")]
      let connection = WebSocketConnection(UpgradeRequest(url: try server.url(), headers: headers), on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        guard case ConnectError.handshake(.headerForbidden("proxy-authorization")) = $0 else { return false }
        return true
      }
      #expect(server.requests == [])
    }
  }

  @Test func `P04 what a proxy refuses is told as the proxy's, and its redirects are not followed`()
    async throws
  {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in
        .bytes("HTTP/1.1 302 Over there\r\nLocation: ws://other.test/\r\nContent-Length: 4\r\n\r\nnope")
      }
      var options = ConnectionOptions()
      options.proxy = .proxy(proxy(server))
      options.redirects = RedirectPolicy()
      let url = try WebSocketURL(parsing: "ws://example.test/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        guard case ConnectError.dial(.proxy(.refused(let refusal))) = $0 else { return false }
        return refusal.status == 302 && refusal.body == Array("nope".utf8)
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test func `P06 connectTimeout covers a proxy that says nothing`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in .silence }
      var options = ConnectionOptions()
      options.proxy = .proxy(proxy(server))
      options.connectTimeout = 300_000_000
      let url = try WebSocketURL(parsing: "ws://example.test/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        if case ConnectError.dial(.timedOut(.proxy, _)) = $0 { true } else { false }
      }
      #expect(await connection.connectReport.hops[0].dial.steps.last?.outcome == .abandoned)
    }
  }

  @Test func `the environment names the proxy, and no_proxy what is reached without`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { tunnel($0) }
      let environment = ProxyEnvironment([
        "http_proxy": "http://127.0.0.1:\(server.port)", "no_proxy": "127.0.0.0/8",
      ])
      var options = ConnectionOptions()
      options.proxy = .environment(environment)
      let far = try WebSocketURL(parsing: "ws://example.test/")
      try await WebSocketConnection(UpgradeRequest(url: far), options: options, on: loop).connect()
      #expect(server.requests.first?.hasPrefix("CONNECT example.test:80 ") == true)
      try await WebSocketConnection(UpgradeRequest(url: server.url("/near")), options: options, on: loop)
        .connect()
      #expect(server.requests.last?.hasPrefix("GET /near ") == true)
    }
  }

  @Test func `a variable that holds no proxy's address is named, and its password is not`() async throws {
    try await withLoop { loop in
      var options = ConnectionOptions()
      options.proxy = .environment(ProxyEnvironment(["all_proxy": "gopher://me:secret@h"]))
      let url = try WebSocketURL(parsing: "ws://example.test/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        guard case ConnectError.proxyVariable("all_proxy", .unknownScheme("gopher")) = $0 else {
          return false
        }
        return !"\($0)".contains("secret")
      }
    }
  }

  @Test func `a library goes straight unless it is told otherwise`() {
    guard case .direct = ConnectionOptions().proxy else {
      Issue.record("a proxy by itself")
      return
    }
  }
}
