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
  /// A message in frames of `size` bytes and a last one of what is left; the opcode is `.text` or `.binary`.
  case fragments(Opcode, [UInt8], size: Int)
  /// What a file holds when it is sent; in fragments where there is a size.
  case file(Opcode, path: String, fragmentSize: Int?)
}

/// What the compose pane makes of its text.
public enum ComposeType: Int, Sendable, CaseIterable {
  case text, binaryHex, binaryBase64, ping, pong, close

  /// As the pane's title names it.
  public var label: String {
    switch self {
    case .text: "TEXT"
    case .binaryHex: "BIN hex"
    case .binaryBase64: "BIN base64"
    case .ping: "PING"
    case .pong: "PONG"
    case .close: "CLOSE"
    }
  }

  /// As files name it.
  public var name: String {
    switch self {
    case .text: "text"
    case .binaryHex: "hex"
    case .binaryBase64: "base64"
    case .ping: "ping"
    case .pong: "pong"
    case .close: "close"
    }
  }

  public init?(name: String) {
    guard let type = ComposeType.allCases.first(where: { $0.name == name }) else { return nil }
    self = type
  }

  public var next: ComposeType { ComposeType(rawValue: rawValue + 1) ?? .text }

  /// Control frames go alone and whole; a message may go in fragments.
  public var isMessage: Bool { self == .text || isBinary }
  public var isBinary: Bool { self == .binaryHex || self == .binaryBase64 }
}

extension ComposePayload {
  /// Why a text can't be sent as it is meant, in words.
  public struct Fault: Error, Sendable, Equatable { public let words: String }

  /// What compose would make of a text, for input that comes past it.
  public static func checked(_ text: String, as type: ComposeType) throws(Fault) -> ComposePayload {
    do throws(DraftFault) {
      return try ComposeCheck.payload(Array(text.unicodeScalars), as: type)
    } catch {
      throw Fault(words: "\(error.words); not sent")
    }
  }
}
