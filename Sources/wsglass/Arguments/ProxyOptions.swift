import Transport
import WebSocketClient

/// What the command line says of proxies; without a word there, the environment decides, as with curl.
enum ProxyOptions {
  static func choice(_ arguments: Arguments) throws(Complaint) -> ProxyChoice {
    guard !arguments.has(.noProxy) else { return .direct }
    guard let text = arguments.value(.proxy) else {
      guard arguments.value(.noproxy) == nil, arguments.value(.proxyUserFile) == nil else {
        throw Complaint(
          code: .usage, what: "--noproxy and --proxy-user-file go with --proxy",
          advice: ["--proxy URL", "no_proxy in the environment"])
      }
      return .environment(.ofProcess())
    }
    var proxy: Proxy
    do throws(ProxyURLError) {
      proxy = try Proxy(parsing: text)
    } catch {
      // Without the text: it may hold a password.
      throw Complaint(
        code: .usage, what: "--proxy: \(ProxyWords.describe(error))",
        advice: ["--proxy http://HOST:PORT, https://, socks5:// or socks5h://"])
    }
    if let path = arguments.value(.proxyUserFile) { proxy.credentials = try credentials(path) }
    if proxy.kind == .https, let file = arguments.value(.proxyCacert) {
      proxy.tls = TLSSettings(serverName: proxy.host, caFile: file)
    }
    return .proxy(proxy, except: ProxyExceptions(arguments.value(.noproxy) ?? ""))
  }

  /// "user:password", the file's first line: the password may hold colons, the user may not.
  private static func credentials(_ path: String) throws(Complaint) -> ProxyCredentials {
    let line = try SmallFile.firstLine(of: path)
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw Complaint(
        code: .configuration, what: "\(path): no user:password on its first line",
        advice: ["USER:PASSWORD, in a file that only you may read"])
    }
    return ProxyCredentials(
      user: Secret(Array(line[..<colon])), password: Secret(Array(line[(colon + 1)...])))
  }
}
