internal import Loop
internal import WebSocketCore

/// Takes one frame at a time and answers late, so that the client feels back-pressure.
final class SlowHandler: ConnectionHandler {
  private let delay: UInt64
  private var timer: TimerID?
  /// Frames that had been parsed together with the one that is being answered.
  private var waiting: [Frame] = []

  private struct Frame {
    var opcode: Opcode
    var payload: [UInt8]
    var isFinal: Bool
  }

  init(milliseconds: Int) { delay = UInt64(milliseconds) * 1_000_000 }

  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard event.opcode.isData, event.flags.isDisjoint(with: [.violation, .incomplete]) else { return }
    waiting.append(
      Frame(opcode: event.opcode, payload: Array(event.payload), isFinal: event.header.isFinal))
    connection.isReadingPaused = true
    if timer == nil { wait(connection) }
  }

  func closed(_ connection: ServerConnection, _ closure: Closure) {
    timer.map(connection.loop.cancel)
    timer = nil
  }

  private func wait(_ connection: ServerConnection) {
    timer = connection.loop.schedule(at: connection.loop.now() + delay) { [weak self, weak connection] in
      guard let self, let connection else { return }
      timer = nil
      let frame = waiting.removeFirst()
      try? frame.payload.withUnsafeBytes {
        try connection.send(frame.opcode, $0, isFinal: frame.isFinal)
      }
      if waiting.isEmpty { connection.isReadingPaused = false } else { wait(connection) }
    }
  }
}
