internal import WebSocketCore

/// Closes at once with the code of the path "/close/CODE" and the reason of the query.
final class CloseHandler: ConnectionHandler {
  private let status: Closure.Status

  /// Nil for another path, and for a code that may not travel in a Close frame.
  init?(_ request: ServerRequest) {
    let prefix = "/close/"
    guard request.path.hasPrefix(prefix), let number = UInt16(request.path.dropFirst(prefix.count)) else {
      return nil
    }
    let code = CloseCode(rawValue: number)
    guard code.mayTravel else { return nil }
    // Cut between scalars, so that it stays UTF-8.
    var reason: [UInt8] = []
    for scalar in (request.query["reason"] ?? "").unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      guard reason.count + bytes.count <= 123 else { break }
      reason += bytes
    }
    status = Closure.Status(code: code, reason: reason)
  }

  func opened(_ connection: ServerConnection) { try? connection.close(status) }
}
