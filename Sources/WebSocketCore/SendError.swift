/// Why a frame was not sent. Nothing was written and nothing changed; the connection goes on.
public enum SendError: Error, Hashable, Sendable {
  /// The WebSocket level has ended; open a new connection.
  case notOpen
  /// Our Close frame is out already: nothing may follow it (RFC 6455 section 5.5.1).
  case closing
  /// 3-7 and 0xB-0xF have no meaning yet, and Close frames go through `close`.
  case opcodeForbidden(Opcode)
  /// A control frame must be final (section 5.5).
  case fragmentedControl(Opcode)
  /// Over 125 bytes (section 5.5).
  case controlTooLong(length: Int)
  /// Over 123 bytes: a Close frame holds the code as well.
  case reasonTooLong(length: Int)
  /// The code may not stand in a Close frame (section 7.4).
  case codeForbidden(CloseCode)
  /// Offset in this payload (or reason) of the first byte that can't be UTF-8; its length where it ends too early.
  case notUTF8(offset: Int)
  /// Bytes, over `Limits.frame`: send it in fragments.
  case frameTooLong(length: Int, limit: Int)
  /// Finish the fragmented message first, with `.continuation` (section 5.4).
  case expectedContinuation
  /// There is no fragmented message to continue.
  case unexpectedContinuation
}
