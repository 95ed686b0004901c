internal import WebSocketCore

/// Sends every data frame back as it came, fragments as fragments.
final class EchoHandler: ConnectionHandler {
  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard event.opcode.isData, event.flags.isDisjoint(with: [.violation, .incomplete]) else { return }
    // A connection that is closing does not echo any more.
    try? connection.send(event.opcode, event.payload, isFinal: event.header.isFinal)
  }
}
