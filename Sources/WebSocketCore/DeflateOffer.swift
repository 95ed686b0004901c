/// What a client offers of permessage-deflate (RFC 7692 section 7.1).
public struct DeflateOffer: Hashable, Sendable {
  /// The `client_max_window_bits` parameter (section 7.1.2.2).
  public enum ClientWindow: Hashable, Sendable {
    /// The server may not limit what this client compresses with.
    case notOffered
    /// Without a value: the server may choose any limit.
    case any
    /// At most this, 8...15, and the server may choose less.
    case bits(Int)
  }

  /// Asks the server to compress each message alone; an answer without it fails the handshake (section 7.1.1.1).
  public var serverNoContextTakeover = false
  /// Says that this client will compress each message alone (section 7.1.1.2).
  public var clientNoContextTakeover = false
  /// Asks the server for a window of at most 2^n bytes, n in 8...15; an answer without it fails the handshake.
  public var serverMaxWindowBits: Int?
  /// What is said of this client's own window; `.any` invites the server to limit it.
  public var clientMaxWindowBits = ClientWindow.any

  /// The standard offer; a number outside 8...15 fails the handshake before anything is sent.
  public init() {}

  /// "permessage-deflate; client_max_window_bits": what browsers offer.
  public static let standard = DeflateOffer()

  static let extensionName = "permessage-deflate"
  static let windowBits = 8...15

  /// As it stands in Sec-WebSocket-Extensions.
  var element: ExtensionElement {
    var element = ExtensionElement(name: Self.extensionName)
    func add(_ parameter: DeflateParameter, _ value: Int? = nil) {
      element.parameters.append(.init(name: parameter.rawValue, value: value.map(String.init)))
    }
    if serverNoContextTakeover { add(.serverNoContextTakeover) }
    if clientNoContextTakeover { add(.clientNoContextTakeover) }
    if let serverMaxWindowBits { add(.serverMaxWindowBits, serverMaxWindowBits) }
    switch clientMaxWindowBits {
    case .notOffered: break
    case .any: add(.clientMaxWindowBits)
    case .bits(let bits): add(.clientMaxWindowBits, bits)
    }
    return element
  }

  /// Window sizes that exist; others would only be refused by the server.
  var isValid: Bool {
    let bits: Int? = if case .bits(let bits) = clientMaxWindowBits { bits } else { nil }
    return [serverMaxWindowBits, bits].allSatisfy { $0.map(Self.windowBits.contains) ?? true }
  }
}

/// The parameters that RFC 7692 section 7.1 knows.
enum DeflateParameter: String {
  case serverNoContextTakeover = "server_no_context_takeover"
  case clientNoContextTakeover = "client_no_context_takeover"
  case serverMaxWindowBits = "server_max_window_bits"
  case clientMaxWindowBits = "client_max_window_bits"
}

/// What is wrong with a parameter of permessage-deflate.
public enum DeflateFault: Hashable, Sendable {
  /// Not one of the four that RFC 7692 section 7.1 has.
  case unknown
  /// It came twice.
  case repeated
  /// It takes no value, and came with one.
  case valueUnexpected
  /// Not a number from 8 to 15, without sign or leading zero.
  case valueInvalid
  /// A larger window than was offered.
  case exceedsOffer
  /// It answers an offer that was not made.
  case notOffered
  /// It was asked for, and the answer lacks it.
  case missing
}
