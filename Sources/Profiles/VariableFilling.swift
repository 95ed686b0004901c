extension Profile {
  /// Puts each variable's text in the place of its name, for this environment, and drops the variables; references to
  /// secrets stay. What can't be filled in stays as it is.
  public mutating func fillVariables(in environment: String?) {
    guard let filler = try? Filler(self, environment: environment, secrets: ProfileSecrets()) else { return }
    func filled(_ text: String) -> String { filler.withoutVariables(text) ?? text }
    url = filled(url)
    for index in headers.indices { headers[index].value = filled(headers[index].value) }
    subprotocols = subprotocols.map(filled)
    origin = origin.map(filled)
    if let given = auth {
      auth = Auth(
        user: given.user.map(filled), password: given.password.map(filled), bearer: given.bearer.map(filled))
    }
    tls.passphrase = tls.passphrase.map(filled)
    tls.sni = tls.sni.map(filled)
    if case .url(let text, let except, let ca)? = proxy { proxy = .url(filled(text), except: except, ca: ca) }
    redact.values = redact.values.map(filled)
    if case .messages(let messages)? = onOpen { onOpen = .messages(messages.map(filled)) }
    for index in snippets.indices { snippets[index].value = filled(snippets[index].value) }
    variables = []
    environments = []
    self.environment = nil
  }
}

extension Filler {
  /// As a template again; nil where a variable is missing.
  func withoutVariables(_ text: String) -> String? {
    guard let parts = try? parts(text, key: "") else { return nil }
    return parts.map { part in
      switch part {
      case .text(let text): Template.literal(text)
      case .variable(let name): "${\(name)}"
      case .secret(let reference): reference.text
      }
    }.joined()
  }
}
