public import WebSocketCore

/// A message as the compose pane hands it over: checked, so that the runtime can frame it as it is.
public enum ComposePayload: Sendable, Equatable {
  /// UTF-8.
  case text([UInt8])
  case binary([UInt8])
  /// At most 125 bytes (RFC 6455 section 5.5).
  case ping([UInt8])
  case pong([UInt8])
  /// `nil` is a Close frame without a body (RFC 6455 section 5.5.1).
  case close(Closure.Status?)
}

/// What the compose pane makes of its text.
public enum ComposeType: Int, Sendable, CaseIterable {
  case text, binaryHex, ping, pong, close

  /// As the pane's title names it.
  public var label: String {
    switch self {
    case .text: "TEXT"
    case .binaryHex: "BIN hex"
    case .ping: "PING"
    case .pong: "PONG"
    case .close: "CLOSE"
    }
  }

  public var next: ComposeType { ComposeType(rawValue: rawValue + 1) ?? .text }
}

extension ComposePayload {
  /// Why a text can't be sent as it is meant, in words.
  public struct Fault: Error, Sendable, Equatable { public let words: String }

  /// What compose would make of a text, for input that comes past it.
  public static func checked(_ text: String, as type: ComposeType) throws(Fault) -> ComposePayload {
    do {
      return try ComposeCheck.payload(TextEditor(text), as: type)
    } catch {
      throw Fault(words: error.words)
    }
  }
}
