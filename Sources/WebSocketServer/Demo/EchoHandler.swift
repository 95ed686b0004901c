internal import WebSocketCore

/// Sends every data frame back as it came, fragments as fragments.
final class EchoHandler: ConnectionHandler {
  private var frames = FrameAssembler()

  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard event.opcode.isData, event.flags.isDisjoint(with: [.violation, .incomplete]) else { return }
    // A connection that is closing does not echo any more: then the send fails, and that is all.
    guard event.flags.isDisjoint(with: [.continues, .laterPart]) else {
      guard let frame = frames.append(event) else { return }
      frame.payload.withUnsafeBytes {
        try? connection.send(frame.opcode, $0, isFinal: frame.header.isFinal)
      }
      return
    }
    try? connection.send(event.opcode, event.payload, isFinal: event.header.isFinal)
  }
}
