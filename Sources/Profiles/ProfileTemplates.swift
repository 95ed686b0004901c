extension Profile {
  /// Each text in which something is filled in, with its key.
  public var templates: [(key: String, text: String)] {
    var found: [(String, String)] = [("url", url)]
    found += headers.map { ("headers.\($0.name)", $0.value) }
    found += subprotocols.map { ("subprotocols", $0) }
    if let origin { found.append(("origin", origin)) }
    if let user = auth?.user { found.append(("auth.user", user)) }
    if let password = auth?.password { found.append(("auth.password", password)) }
    if let bearer = auth?.bearer { found.append(("auth.bearer", bearer)) }
    if let passphrase = tls.passphrase { found.append(("tls.passphrase", passphrase)) }
    if let sni = tls.sni { found.append(("tls.sni", sni)) }
    if case .url(let url, _, _)? = proxy { found.append(("proxy", url)) }
    found += redact.values.map { ("redact.values", $0) }
    if case .messages(let messages)? = onOpen { found += messages.map { ("onopen", $0) } }
    return found
  }
}
