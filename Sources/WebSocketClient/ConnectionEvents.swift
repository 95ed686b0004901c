/// A connection's events, as far as its reading mode lets them through; ends after `.ended`.
public struct ConnectionEvents: AsyncSequence, Sendable {
  /// A message, a control frame, or the end.
  public typealias Element = ConnectionEvent
  let connection: WebSocketConnection

  /// Takes events off the connection. A second iterator takes over, and the first one ends.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let connection: WebSocketConnection
    private var isDone = false

    init(connection: WebSocketConnection) { self.connection = connection }

    /// The next event, as soon as the reading mode lets it through; nil after `.ended`, and where the task is cancelled,
    /// which loses no event.
    public mutating func next() async -> ConnectionEvent? {
      if isDone { return nil }
      let event = await connection.nextStreamEvent()
      if case .ended = event { isDone = true }
      if event == nil { isDone = true }
      return event
    }
  }

  /// One at a time; see `AsyncIterator`.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(connection: connection) }
}
