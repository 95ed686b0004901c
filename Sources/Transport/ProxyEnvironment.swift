/// Which proxy the environment names for a target.
public struct ProxyEnvironment: Sendable {
  private let environment: [String: String]

  public init(_ environment: [String: String]) { self.environment = environment }

  /// Nil: go directly. A variable that is set to nothing counts as not set.
  public func proxy(for host: String, port: UInt16, isSecure: Bool) throws(ProxyURLError) -> Proxy? {
    nil
  }
}
