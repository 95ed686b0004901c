import Locks
import Loop
import Testing
import WebSocketServer

@testable import WebSocketClient
@testable import WebSocketCore

/// Remembers when the socket had room again. `@unchecked Sendable`: set before, read after.
private final class RoomOwner: ConnectionOwner, @unchecked Sendable {
  var hasRoom: (() -> Void)?
  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {}
  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {}
  func connectionHasRoom(_ connection: isolated WebSocketConnection) { hasRoom?() }
}

@Suite struct TogetherTests {
  @Test func `messages that are posted together gather, and leave in one write when all are posted`()
    async throws
  {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer { loop.stop() }
    let demo = try DemoServer(on: loop)
    demo.start()
    let connection = WebSocketConnection(
      UpgradeRequest(url: try WebSocketURL(parsing: demo.baseURL + "/echo")), on: loop)
    try await connection.connect()
    let gathered = await connection.gather(["one", "two", "three"])
    // Header, mask and payload of each.
    #expect(gathered == [9, 18, 29])
    #expect(await connection.unsentBytes == 0)
    for expected in ["one", "two", "three"] {
      guard case .message(.text(expected)) = try await connection.receive() else {
        Issue.record("\(expected) did not come back")
        return
      }
    }
    try await connection.close()
    demo.stop()
  }

  @Test func `the owner hears when a socket that was full has taken everything`() async throws {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer { loop.stop() }
    let demo = try DemoServer(on: loop)
    demo.start()
    let owner = RoomOwner()
    let connection = WebSocketConnection(
      UpgradeRequest(url: try WebSocketURL(parsing: demo.baseURL + "/echo"), compression: nil), on: loop,
      owner: owner)
    try await connection.connect()
    await withCheckedContinuation { waiter in
      loop.execute {
        owner.hasRoom = {
          owner.hasRoom = nil
          waiter.resume()
        }
        connection.assumeIsolated { connection in
          let piece = [UInt8](repeating: 7, count: 1 << 20)
          // A megabyte is less than what the kernel takes at times; sixteen are more.
          for _ in 0..<16 { try? connection.post(.binary(piece)) }
          #expect(connection.unsentBytes > 0)
        }
      }
    }
    #expect(await connection.unsentBytes == 0)
    await connection.abort()
    demo.stop()
  }
}

extension WebSocketConnection {
  /// What waits to be written after each of them.
  fileprivate func gather(_ texts: [String]) -> [Int] {
    together { connection in
      texts.map { text in
        try? connection.post(.text(text))
        return connection.unsentBytes
      }
    }
  }
}
