import JSON5

/// A curl command as a profile.
enum CurlImport {
  static func read(_ file: ImportFile) throws(ImportFault) -> ImportedProfile {
    do throws(CurlCommand.Fault) {
      return ImportedProfile(try CurlCommand(parsing: String(decoding: file.bytes, as: UTF8.self)))
    } catch {
      var place: TextPlace?
      switch error {
      case .unclosedQuote(let at), .substitution(let at), .expansion(let at): place = at
      default: break
      }
      throw ImportFault(.curl(error), file: file.path, place: place)
    }
  }
}

extension ImportedProfile {
  /// Its name is the host.
  public init(_ command: CurlCommand) {
    var profile = Profile(url: command.url)
    profile.headers = command.headers
    if let cookie = command.cookie { profile.headers.append(ProfileField("Cookie", cookie)) }
    profile.subprotocols = command.subprotocols
    profile.origin = command.origin
    if let parameters = command.deflate {
      profile.compression = parameters.isEmpty ? .on : .parameters(parameters)
    }
    if let bearer = command.bearer {
      profile.auth = Profile.Auth(bearer: bearer)
    } else if let user = command.user {
      // curl would ask, too.
      profile.auth = Profile.Auth(
        user: user, password: command.password ?? SecretReference.ask("Password of \(user)").text)
    }
    profile.tls.insecure = command.isInsecure
    profile.tls.ca = command.caFile
    profile.tls.caFolder = command.caFolder
    profile.tls.crl = command.crlFile
    profile.tls.cert = command.certificateFile
    profile.tls.key = command.keyFile
    profile.tls.passphrase = command.keyPassphrase
    if command.requiresTLS13 { profile.tls.min = "1.3" }
    if let proxy = command.proxy {
      profile.proxy = .url(proxy, except: command.noProxy, ca: command.proxyCAFile)
    }
    profile.unixSocket = command.unixSocket
    profile.resolve = command.resolve
    profile.timeout = command.connectTimeout.flatMap { (0.001...3600).contains($0) ? $0 : nil }
    if command.followsRedirects { profile.redirects = min(5, max(0, command.mostRedirects ?? 5)) }
    profile.family = command.addressFamily
    var leftovers = command.leftovers
    profile.addMissingVariables(to: &leftovers)
    self.init(name: Self.host(of: command.url), profile: profile, leftovers: leftovers)
  }

  /// `feed.example.com` of an address.
  static func host(of url: String) -> String {
    let rest = url.components(around: "://")?.1 ?? url
    let authority = rest.prefix { !"/?#".contains($0) }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    return String(host.prefix { $0 != ":" })
  }
}
