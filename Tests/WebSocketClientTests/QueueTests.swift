import Locks
import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

@Suite struct QueueTests {
  @Test func `H52 of 20 connects to one address at once, one is under way at a time`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in .upgrade() }
      var options = ConnectionOptions()
      options.connectQueue = ConnectQueue(on: loop)
      // The same machine by another name is the same address.
      let urls = [try server.url(), try server.url(host: "localhost")]
      options.family = .ipv4
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<20 {
          let request = UpgradeRequest(url: urls[number % 2])
          let connection = WebSocketConnection(request, options: options, on: loop)
          group.addTask { try await connection.connect() }
        }
        try await group.waitForAll()
      }
      #expect(server.mostConnecting == 1)
      #expect(server.requests.count == 20)
    }
  }

  @Test func `H52 without a queue connects run side by side`() async throws {
    try await withLoop { loop in
      // Answers nobody before the second has come.
      let silent = try AnsweringServer(on: loop) { _ in .silence }
      let connections = try (0..<2).map { _ in
        WebSocketConnection(UpgradeRequest(url: try silent.url()), on: loop)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for connection in connections { group.addTask { _ = try? await connection.connect() } }
        try await loop.until { silent.requests.count >= 2 }
        group.cancelAll()
      }
      #expect(silent.mostConnecting == 2)
    }
  }

  @Test func `H52 who waits says so, and his time runs only when it is his turn`() async throws {
    try await withLoop { loop in
      let gate = Lock(false)
      let server = try AnsweringServer(on: loop) { _ in gate.withLock { $0 } ? .upgrade() : .silence }
      var options = ConnectionOptions()
      options.connectQueue = ConnectQueue(on: loop)
      let first = WebSocketConnection(UpgradeRequest(url: try server.url()), options: options, on: loop)
      let failing = Task { _ = try? await first.connect() }
      try await loop.until { !server.requests.isEmpty }
      let steps = Steps()
      options.connectTimeout = 1_500_000_000
      let second = WebSocketConnection(
        UpgradeRequest(url: try server.url()), options: options, on: loop, owner: steps)
      async let succeeding: Upgrade? = try? await second.connect()
      try await loop.until { steps.seen.withLock { $0.contains(.queued) } }
      // Longer than it may take: waiting does not count.
      await loop.after(1_600_000_000)
      gate.withLock { $0 = true }
      failing.cancel()
      #expect(await succeeding != nil)
      #expect(steps.seen.withLock { $0 } == [.resolving, .queued, .dialling, .upgrading])
      let hop = try #require(await second.connectReport.hops.first)
      #expect(try #require(hop.admitted) - hop.start > 1_500_000_000)
    }
  }

  @Test func `H52 a connect that is cancelled while it waits gives up its place`() async throws {
    try await withLoop { loop in
      let queue = ConnectQueue(on: loop)
      let server = try AnsweringServer(on: loop) { _ in .silence }
      var options = ConnectionOptions()
      options.connectQueue = queue
      let url = try server.url()
      let tasks = (0..<3).map { _ in
        let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
        return Task { _ = try? await connection.connect() }
      }
      try await loop.until { await counts(queue, loop) == [1, 2] }
      for task in tasks { task.cancel() }
      for task in tasks { await task.value }
      #expect(await counts(queue, loop) == [0, 0])
    }
  }

  private func counts(_ queue: ConnectQueue, _ loop: EventLoop) async -> [Int] {
    await withCheckedContinuation { waiter in
      loop.execute { waiter.resume(returning: [queue.connectingCount, queue.waitingCount]) }
    }
  }

  @Test func `H52 behind a proxy that looks names up, each name is a machine of its own`() async throws {
    try await withLoop { loop in
      let silent = try AnsweringServer(on: loop) { _ in .silence }
      var options = ConnectionOptions()
      options.connectQueue = ConnectQueue(on: loop)
      options.proxy = .proxy(Proxy(kind: .http, host: "127.0.0.1", port: silent.port))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for name in ["a.test", "b.test", "a.test"] {
          guard let url = try? WebSocketURL(parsing: "ws://\(name)/") else { continue }
          let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
          group.addTask { _ = try? await connection.connect() }
        }
        try await loop.until { silent.requests.count >= 2 }
        group.cancelAll()
      }
      #expect(
        Set(silent.requests.prefix(2).map { String($0.prefix(16)) }) == [
          "CONNECT a.test:8", "CONNECT b.test:8",
        ])
    }
  }
}

/// Keeps the steps of a connect.
private final class Steps: ConnectionOwner {
  let seen = Lock<[ConnectStep]>([])
  func connection(_ connection: isolated WebSocketConnection, isAt step: ConnectStep) {
    seen.withLock { $0.append(step) }
  }
  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {}
  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {}
}
