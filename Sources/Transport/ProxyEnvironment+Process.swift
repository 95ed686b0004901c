internal import Glibc

extension ProxyEnvironment {
  /// What this process's environment says now. Read it once at the start: changing the environment while other threads
  /// read it is not safe in C.
  public static func ofProcess() -> ProxyEnvironment {
    var found: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { found[name] = String(cString: value) }
    }
    return ProxyEnvironment(found)
  }

  private static let names = [
    "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
    "NO_PROXY",
    "REQUEST_METHOD",
  ]
}
