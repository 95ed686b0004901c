import Loop
import Testing

@testable import WebSocketServer

@Suite struct WebSocketServerTests {
  @Test func `the root lists the paths and asks for an upgrade`() throws {
    try withDemo { demo in
      for request in [RawClient.request("/"), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
        let client = try RawClient(port: demo.port)
        client.send(Array(request.utf8))
        let head = try client.readHead()
        #expect(head.hasPrefix("HTTP/1.1 426 Upgrade Required\r\n"))
        client.endWriting()
        let body = String(decoding: try #require(client.readToEnd()), as: UTF8.self)
        for (path, _) in DemoServer.paths { #expect(body.contains(path)) }
      }
    }
  }

  @Test(arguments: ["/nothing", "/close/1005", "/close/x", "/echo/"])
  func `an unknown path is 404`(path: String) throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port)
      client.send(Array(RawClient.request(path).utf8))
      #expect(try client.readHead().hasPrefix("HTTP/1.1 404 Not Found\r\n"))
    }
  }

  @Test func `what is not HTTP is 400`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port)
      client.send([0x16, 0x03, 0x01, 0x00, 0x05, 0x0D, 0x0A, 0x0D, 0x0A])
      #expect(try client.readHead().hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test func `a client that says nothing is closed when its time is over`() throws {
    var options = ServerOptions()
    options.handshakeTime = 5_000_000
    try withDemo(options) { demo in
      let client = try RawClient(port: demo.port)
      #expect(client.readToEnd() == [])
    }
  }

  @Test func `one connection above the limit is closed at once, and there is room again when one goes`()
    throws
  {
    var options = ServerOptions()
    options.connectionLimit = 1
    try withDemo(options) { demo in
      do {
        let first = try RawClient(port: demo.port, "/echo")
        let second = try RawClient(port: demo.port)
        #expect(second.readToEnd() == [])
        first.send(0x88, "")
        #expect(try first.readFrame() == .init(0x88, ""))
        #expect(first.readToEnd() == [])
      }
      // The server forgets the first one when its end has arrived there.
      var reached = false
      for _ in 0..<1_000 where !reached { reached = (try? RawClient(port: demo.port, "/echo")) != nil }
      #expect(reached)
    }
  }

  @Test func `an unmasked frame is answered with 1002 and the end`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/echo")
      client.send([0x81, 0x01, 0x61])
      let frame = try client.readFrame()
      #expect(frame.firstByte == 0x88)
      #expect(frame.payload.prefix(2) == [0x03, 0xEA])
      #expect(client.readToEnd() == [])
    }
  }

  @Test func `a client that does not answer a close is ended after the close time`() throws {
    var options = ServerOptions()
    options.closeTime = 5_000_000
    try withDemo(options) { demo in
      let client = try RawClient(port: demo.port, "/close/1011")
      #expect(try client.readFrame() == .init(0x88, [0x03, 0xF3]))
      #expect(client.readToEnd() == [])
    }
  }
}
