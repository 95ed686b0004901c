/// What is known of a connection beyond its frames, as a capture keeps it: attached to the note that tells of it.
///
/// Secrets of the handshake are masked before they come here; they are never written down.
public struct ConnectionFacts: Codable, Hashable, Sendable {
  /// A request or an answer, as far as it can be text.
  public struct Head: Codable, Hashable, Sendable {
    /// `GET /path?query HTTP/1.1` or `HTTP/1.1 101 Switching Protocols`.
    public var startLine: String
    /// In their order, as they came.
    public var fields: [Field]

    public init(startLine: String, fields: [Field]) {
      self.startLine = startLine
      self.fields = fields
    }
  }

  public struct Field: Codable, Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One step of a connect; monotonic nanoseconds.
  public struct Step: Codable, Hashable, Sendable {
    /// `queue`, `dns`, `connect`, `proxy-tls`, `proxy`, `tls`, `request`, `response`, `first-frame`.
    public var name: String
    /// An address, or what came of it.
    public var detail: String
    public var start: UInt64
    public var end: UInt64

    public init(name: String, detail: String, start: UInt64, end: UInt64) {
      self.name = name
      self.detail = detail
      self.start = start
      self.end = end
    }
  }

  public struct TLS: Codable, Hashable, Sendable {
    /// `TLSv1.3`
    public var version: String
    public var cipher: String
    public var alpn: String?
    public var isVerified: Bool
    public var chain: [Certificate]

    public init(version: String, cipher: String, alpn: String?, isVerified: Bool, chain: [Certificate]) {
      self.version = version
      self.cipher = cipher
      self.alpn = alpn
      self.isVerified = isVerified
      self.chain = chain
    }
  }

  public struct Certificate: Codable, Hashable, Sendable {
    public var subject: String
    public var issuer: String
    /// Seconds since 1970.
    public var notBefore: Int64
    public var notAfter: Int64
    /// SHA-256 in hex.
    public var fingerprint: String

    public init(subject: String, issuer: String, notBefore: Int64, notAfter: Int64, fingerprint: String) {
      self.subject = subject
      self.issuer = issuer
      self.notBefore = notBefore
      self.notAfter = notAfter
      self.fingerprint = fingerprint
    }
  }

  /// How a connection ended.
  public struct Close: Codable, Hashable, Sendable {
    /// Of the Close frame, or 1005, 1006, 1015, which never travel.
    public var code: UInt16
    public var reason: String
    public var isClean: Bool
    /// `us`, `peer` or `nobody`.
    public var by: String
    /// Bytes that were queued and never sent.
    public var unsentBytes: Int
    /// The raw value of a `Cause`; nil in captures of before it was kept.
    public var cause: String?
    /// What the system or TLS said of it: `ECONNRESET`, `alert 40 handshake_failure`.
    public var detail: String?
    /// Our Close frame, and the peer's, where there was one.
    public var sent: Status?
    public var received: Status?
    /// Nanoseconds between the upgrade and the end.
    public var duration: UInt64?

    public init(
      code: UInt16, reason: String, isClean: Bool, by: String, unsentBytes: Int, cause: Cause? = nil,
      detail: String? = nil, sent: Status? = nil, received: Status? = nil, duration: UInt64? = nil
    ) {
      self.code = code
      self.reason = reason
      self.isClean = isClean
      self.by = by
      self.unsentBytes = unsentBytes
      self.cause = cause?.rawValue
      self.detail = detail
      self.sent = sent
      self.received = received
      self.duration = duration
    }
  }

  /// What ended the stream below the Close frames.
  public enum Cause: String, Sendable, CaseIterable {
    case closeHandshake = "close-handshake"
    /// The peer's FIN, without a Close frame.
    case end = "fin"
    /// The same over TLS, without close_notify.
    case endWithoutNotify = "fin-without-close-notify"
    /// The peer's RST.
    case reset = "rst"
    case timedOut = "timed-out"
    case tlsAlert = "tls-alert"
    /// Another fault of TLS.
    case tls = "tls"
    /// Another fault of the system.
    case system = "system"
    case closeTimedOut = "close-timed-out"
    case violation = "violation"
    case keepaliveTimedOut = "keepalive-timed-out"
    case stalled = "stalled"
    case aborted = "aborted"
  }

  /// What a Close frame said.
  public struct Status: Codable, Hashable, Sendable {
    public var code: UInt16
    public var reason: String

    public init(code: UInt16, reason: String) {
      self.code = code
      self.reason = reason
    }
  }

  /// `wss://host/path?token=********`
  public var url: String
  /// `127.0.0.1:8080`; empty before there was one.
  public var peer = ""
  /// Our end.
  public var local = ""
  public var request: Head?
  public var response: Head?
  public var subprotocol: String?
  /// The agreed `Sec-WebSocket-Extensions`, in their own words.
  public var extensions: String?
  public var tls: TLS?
  public var steps: [Step] = []
  public var close: Close?
  /// Why the connect failed.
  public var failure: String?

  public init(url: String) { self.url = url }
}
