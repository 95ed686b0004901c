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

  @Test func `the chat example of the README runs`() async throws {
    let server = try EventLoop(name: "server")
    try server.start()
    let demo = try DemoServer(on: server)
    demo.start()
    let loop = try EventLoop(name: "net")
    try loop.start()
    let url = try WebSocketURL(parsing: demo.baseURL + "/chat")

    let chat = ChatClient(url: url, on: loop)
    let heard = try await chat.join()
    try await chat.say("hello")
    var lines: [String] = []
    for await line in heard {
      lines.append(line)
      if line.contains(#""text":"hello""#) { await chat.leave() }
    }
    #expect(lines.first?.contains(#""type":"joined""#) == true)
    #expect(lines.last?.contains(#""text":"hello""#) == true)
    demo.stop()
    loop.stop()
    server.stop()
  }
}

/// The chat client of hackney's guide: a process there, a value here, for the connection is the actor.
struct ChatClient: Sendable {
  private let connection: WebSocketConnection

  init(url: WebSocketURL, on loop: EventLoop) {
    var options = ConnectionOptions()
    options.active = .always
    options.keepalive = Keepalive()
    connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
  }

  /// Connects; what others say comes line by line, until somebody closes.
  func join() async throws -> AsyncStream<String> {
    try await connection.connect()
    return AsyncStream { lines in
      let listening = Task {
        for await event in connection.events {
          switch event {
          case .message(.text(let text)): lines.yield(text)
          case .message: break
          case .ended: lines.finish()
          }
        }
      }
      lines.onTermination = { _ in listening.cancel() }
    }
  }

  func say(_ text: String) async throws { try await connection.send(.text(text)) }

  /// Says goodbye and waits for the answer.
  func leave() async { _ = try? await connection.close(code: .normal, reason: "bye") }
}
