import Sessions
import Transport
import WebSocketClient

/// One thing that happens in a case. The steps of the server and of the user share one script, so that who comes first
/// is said, not hoped for.
enum Step: Sendable {
  // The server's

  /// Waits for a request head.
  case request
  /// Waits for so many bytes.
  case take(Int)
  /// One write, read by the client before the next step. `{accept}` and its kin are filled in (`Accept`).
  case say([UInt8])
  /// Only so many bytes of it, counted as they travel.
  case sayFront([UInt8], Int)
  /// A byte at a time: each in a read of its own, or one in so many nanoseconds.
  case drip([UInt8], every: UInt64 = 0)
  /// Waits for the client's next frame with this first byte; those before it are passed over.
  case hear(UInt8)
  /// Sends back all that came after the request.
  case echo
  /// Says the bytes, and speaks TLS from there on.
  case secure(TLSServerSettings, after: [UInt8] = [])
  /// FIN, over TLS without close_notify.
  case cut
  /// FIN, over TLS after close_notify; reading goes on.
  case end
  /// RST.
  case reset
  /// Reads nothing more until the client has ended.
  case goDeaf
  case readAgain
  /// Keeps the stream open when the client's Close frame has come. Without it, a server ends its side then.
  case linger

  // The user's

  case user(@Sendable (isolated ConnectionStore) -> Void)
  /// Waits until the session says that it is open.
  case opened
  /// Waits until the session has so many received frames.
  case received(Int)
}

extension [Step] {
  /// The upgrade is accepted as it should be.
  static var accepted: [Step] { [.say(Head.good.bytes)] }
  static func accepted(_ fields: String...) -> [Step] { [.say(Head.good.adding(fields).bytes)] }

  static func send(_ text: String) -> [Step] {
    [.opened, .user { _ = $0.send(hostileSession, .text(text)) }]
  }

  static var userCloses: [Step] { [.opened, .user { $0.disconnect(hostileSession) }] }
}

/// The one session of a case.
let hostileSession = SessionID(1)

extension Step {
  var isReset: Bool { if case .reset = self { true } else { false } }
}
