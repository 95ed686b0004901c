import Loop
import Testing
import Transport
import WebSocketCore

@testable import WebSocketServer

/// A demo server on a free port for the length of `body`.
func withDemo<R>(_ options: ServerOptions = ServerOptions(), _ body: (DemoServer) throws -> R) throws -> R {
  let loop = try EventLoop(name: "server")
  try loop.start()
  defer { loop.stop() }
  let demo = try DemoServer(on: loop, options: options)
  demo.start()
  defer { demo.stop() }
  return try body(demo)
}

@Suite struct DemoServerTests {
  @Test func `echo sends frames back as they came, and answers pings between fragments`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/echo")
      client.send(0x81, "hello")
      #expect(try client.readFrame() == .init(0x81, "hello"))
      client.send(0x02, "one")
      client.send(0x89, "are you there")
      client.send(0x80, "two")
      #expect(try client.readFrame() == .init(0x02, "one"))
      #expect(try client.readFrame() == .init(0x8A, "are you there"))
      #expect(try client.readFrame() == .init(0x80, "two"))
    }
  }

  @Test func `frames that come with the request are answered`() throws {
    try withDemo { demo in
      let first = RawClient.masked(0x81, Array("early".utf8)) + RawClient.masked(0x88, [0x03, 0xE8])
      let client = try RawClient(port: demo.port, "/echo", first: first)
      #expect(try client.readFrame() == .init(0x81, "early"))
      #expect(try client.readFrame() == .init(0x88, [0x03, 0xE8]))
      #expect(client.readToEnd() == [])
    }
  }

  @Test func `the ticker counts its trades`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/ticker?rate=1000")
      let first = try client.readFrame()
      #expect(first.firstByte == 0x81)
      #expect(first.text.hasPrefix(#"{"type":"ticker","seq":88121,"pair":"BTC-USD","bid":"#))
      #expect(first.text.hasSuffix("}"))
      #expect(try client.readFrame().text.hasPrefix(#"{"type":"ticker","seq":88122,"pair":"ETH-USD","#))
    }
  }

  @Test func `in the chat everybody hears everybody`() throws {
    try withDemo { demo in
      let one = try RawClient(port: demo.port, "/chat")
      #expect(try one.readFrame().text == #"{"type":"joined","guest":1,"guests":1}"#)
      let two = try RawClient(port: demo.port, "/chat")
      #expect(try two.readFrame().text == #"{"type":"joined","guest":2,"guests":2}"#)
      #expect(try one.readFrame().text == #"{"type":"joined","guest":2,"guests":2}"#)
      two.send(0x01, #"say "#)
      two.send(0x80, "\"hi\"\u{1}")
      for guest in [one, two] {
        #expect(
          try guest.readFrame().text == #"{"type":"message","guest":2,"text":"say \"hi\"\u0001"}"#)
      }
      two.send(0x88, "")
      #expect(try one.readFrame().text == #"{"type":"left","guest":2,"guests":1}"#)
    }
  }

  @Test func `binary messages carry a counter`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/binary?rate=1000")
      for count: UInt8 in 1...3 {
        let frame = try client.readFrame()
        #expect(frame.firstByte == 0x82)
        #expect(frame.payload.prefix(5) == [0, 0, 0, count, count])
        #expect(frame.payload.count >= 21)
      }
    }
  }

  @Test func `fragments come with pings between them`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/fragments")
      let frames = try (0..<3).map { _ in try client.readFrame() }
      #expect(
        frames == [.init(0x01, "The quick "), .init(0x89, "between 1 and 2"), .init(0x00, "brown fox j")])
    }
  }

  @Test func `close sends the asked code and reason, and ends TCP when it is answered`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/close/4001?reason=bye%20now")
      #expect(try client.readFrame() == .init(0x88, [0x0F, 0xA1] + Array("bye now".utf8)))
      client.send(RawClient.masked(0x88, [0x0F, 0xA1]))
      #expect(client.readToEnd() == [])
    }
  }

  @Test func `slow answers one frame after the other, all of them`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/slow?delay=1")
      for text in ["a", "b", "c"] { client.send(0x81, text) }
      for text in ["a", "b", "c"] { #expect(try client.readFrame() == .init(0x81, text)) }
    }
  }

  @Test func `flood sends exactly n messages of the size, then closes with 1000`() throws {
    try withDemo { demo in
      let client = try RawClient(port: demo.port, "/flood?n=3000&size=1000")
      client.endWriting()
      let bytes = try #require(client.readToEnd())
      #expect(bytes.count == 3_000 * 1_004 + 4)
      #expect(bytes.prefix(8) == [0x81, 126, 0x03, 0xE8, 0x61, 0x62, 0x63, 0x64])
      #expect(bytes.suffix(4) == [0x88, 0x02, 0x03, 0xE8])
    }
  }

  @Test func `a client that does not read a flood keeps nobody else waiting`() throws {
    try withDemo { demo in
      let deaf = try RawClient(port: demo.port, "/flood?n=1000000000&size=100000")
      let client = try RawClient(port: demo.port, "/echo")
      for number in 0..<50 {
        client.send(0x81, "\(number)")
        #expect(try client.readFrame() == .init(0x81, "\(number)"))
      }
      _ = deaf
    }
  }

  @Test func `stop says 1001 to everybody`() throws {
    let loop = try EventLoop(name: "server")
    try loop.start()
    let demo = try DemoServer(on: loop)
    demo.start()
    let client = try RawClient(port: demo.port, "/echo")
    demo.stop()
    #expect(try client.readFrame() == .init(0x88, [0x03, 0xE9]))
    client.send(RawClient.masked(0x88, [0x03, 0xE9]))
    #expect(client.readToEnd() == [])
    loop.stop()
  }
}
