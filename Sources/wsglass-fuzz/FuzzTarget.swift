import Transport

/// What can be fuzzed; the raw value is the name of its folder of seeds.
enum FuzzTarget: String, CaseIterable {
  /// A server's response to the upgrade.
  case head
  case extensions
  /// A stream of frames, to either role, with and without compression.
  case frames
  /// The payload of one compressed message.
  case deflate
  case utf8
  case close
  /// A SOCKS5 proxy's replies.
  case socks
  /// An HTTP proxy's replies to CONNECT.
  case connect
  case url
  /// A whole connection over a socket.
  case client
  /// A filter as it is typed, and a payload.
  case filter
  /// JSON Lines and HAR.
  case imports
  /// Text of which secrets are taken out.
  case redact
  /// A script, and what comes while it is played.
  case script
  /// A profile, and what is imported as one: curl, HAR, Bruno, YAML of others.
  case profile

  /// Traps where an invariant is broken.
  func play(_ bytes: [UInt8]) {
    switch self {
    case .head: HeadFuzz.play(bytes)
    case .extensions: ExtensionsFuzz.play(bytes)
    case .frames: FramesFuzz.play(bytes)
    case .deflate: DeflateFuzz.play(bytes)
    case .utf8: UTF8Fuzz.play(bytes)
    case .close: CloseFuzz.play(bytes)
    case .socks: ProxyFuzz.play(bytes, kinds: [.socks5, .socks5h])
    case .connect: ProxyFuzz.play(bytes, kinds: [.http])
    case .url: URLFuzz.play(bytes)
    case .client: ClientFuzz.play(bytes)
    case .filter: FilterFuzz.play(bytes)
    case .imports: ImportFuzz.play(bytes)
    case .redact: RedactFuzz.play(bytes)
    case .script: ScriptFuzz.play(bytes)
    case .profile: ProfileFuzz.play(bytes)
    }
  }
}
