/// A saved connection: where to, how, and what belongs to it. Texts are templates, and secrets are references; nothing in
/// it is filled in.
public struct Profile: Sendable, Hashable {
  public struct Auth: Sendable, Hashable {
    public var user: String?
    public var password: String?
    public var bearer: String?
    public init(user: String? = nil, password: String? = nil, bearer: String? = nil) {
      self.user = user
      self.password = password
      self.bearer = bearer
    }
  }

  /// Files are PEM; relative ones are in the profile's folder.
  public struct TLS: Sendable, Hashable {
    public var ca: String?
    public var caFolder: String?
    public var crl: String?
    public var cert: String?
    public var key: String?
    public var passphrase: String?
    public var sni: String?
    /// "1.2", "1.3"
    public var min: String?
    public var insecure = false
    public init() {}
  }

  public enum Proxy: Sendable, Hashable {
    /// None, whatever the environment says.
    case direct
    case url(String, except: String?, ca: String?)
  }

  public enum Compression: Sendable, Hashable {
    case off
    case on
    /// As in the header field: "client_max_window_bits=10".
    case parameters(String)
  }

  /// Seconds.
  public struct Keepalive: Sendable, Hashable {
    public var interval: Double?
    public var timeout: Double?
    public init(interval: Double? = nil, timeout: Double? = nil) {
      self.interval = interval
      self.timeout = timeout
    }
  }

  /// Seconds, and how often.
  public struct Reconnect: Sendable, Hashable {
    public var tries: Int?
    public var first: Double?
    public var longest: Double?
    public init(tries: Int? = nil, first: Double? = nil, longest: Double? = nil) {
      self.tries = tries
      self.first = first
      self.longest = longest
    }
  }

  public enum Capture: Sendable, Hashable {
    /// In memory only.
    case off
    case on(payloads: Bool)
  }

  public struct Redaction: Sendable, Hashable {
    public var headers: [String] = []
    public var query: [String] = []
    public var values: [String] = []
    public init() {}
  }

  public struct Environment: Sendable, Hashable {
    public var name: String
    public var variables: [ProfileField]
    public init(_ name: String, _ variables: [ProfileField]) {
      self.name = name
      self.variables = variables
    }
  }

  public enum OnOpen: Sendable, Hashable {
    /// A script's file, relative to the profile's folder.
    case script(String)
    /// Text messages, templates.
    case messages([String])
  }

  /// 12 scalars of a tag.
  public static let longestTag = 12

  public var url: String
  public var headers: [ProfileField] = []
  public var subprotocols: [String] = []
  public var origin: String?
  public var auth: Auth?
  public var tls = TLS()
  public var proxy: Proxy?
  public var compression: Compression?
  /// Nil: none, false and nothing said alike.
  public var keepalive: Keepalive?
  public var reconnect: Reconnect?
  public var redirects: Int?
  public var timeout: Double?
  public var resolve: [String] = []
  public var unixSocket: String?
  /// 4, 6; nil: any.
  public var family: Int?
  public var capture: Capture?
  public var redact = Redaction()
  public var color: ProfileColor?
  public var tag: String?
  public var variables: [ProfileField] = []
  public var environments: [Environment] = []
  public var environment: String?
  public var onOpen: OnOpen?
  public var snippets: [ProfileField] = []

  public init(url: String) { self.url = url }
}
