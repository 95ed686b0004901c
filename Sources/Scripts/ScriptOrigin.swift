/// Whom a recording was made with. Its cookies and credentials may go to nobody else.
public struct ScriptOrigin: Hashable, Sendable {
  /// `wss`
  public var isSecure: Bool
  /// In lower case, as `WebSocketURL.host`.
  public var host: String
  public var port: UInt16

  public init(isSecure: Bool, host: String, port: UInt16) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
  }
}
