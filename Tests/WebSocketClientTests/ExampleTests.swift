import Loop
import Testing
import WebSocketClient
import WebSocketCore
import WebSocketServer

/// The example of README.md, "The library", against the demo server: it has to compile and to do what it says.
@Suite struct ExampleTests {
  @Test func `the example of the README runs`() async throws {
    let server = try EventLoop(name: "server")
    try server.start()
    let demo = try DemoServer(on: server)
    demo.start()

    let loop = try EventLoop(name: "net")
    try loop.start()
    let url = try WebSocketURL(parsing: demo.baseURL + "/echo")
    let connection = WebSocketConnection(UpgradeRequest(url: url), on: loop)
    try await connection.connect()
    try await connection.send(.text("hello"))
    let event = try await connection.receive(timeout: 5_000_000_000)
    guard case .message(.text("hello")) = event else {
      Issue.record("\(event)")
      return
    }

    for number in 1...10 { try await connection.send(.text("\(number)")) }
    await connection.setActive(.count(10))
    var seen: [String] = []
    for await event in connection.events {
      if case .message(.text(let text)) = event { seen.append(text) }
      if seen.count == 10 { try await connection.startClosing() }
      if case .ended(let ending) = event { #expect(ending.closure.isClean) }
    }
    #expect(seen == (1...10).map(String.init))
    loop.stop()
    demo.stop()
    server.stop()
  }
}
