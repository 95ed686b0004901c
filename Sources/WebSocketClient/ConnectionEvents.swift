/// A connection's events, as far as its reading mode lets them through; ends after `.ended`.
public struct ConnectionEvents: AsyncSequence, Sendable {
  public typealias Element = ConnectionEvent
  let connection: WebSocketConnection

  public struct AsyncIterator: AsyncIteratorProtocol {
    let connection: WebSocketConnection
    private var isDone = false

    init(connection: WebSocketConnection) { self.connection = connection }

    public mutating func next() async -> ConnectionEvent? {
      if isDone { return nil }
      let event = await connection.nextStreamEvent()
      if case .ended = event { isDone = true }
      if event == nil { isDone = true }
      return event
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(connection: connection) }
}
