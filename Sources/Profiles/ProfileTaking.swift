import ByteText

extension Profile {
  /// The same with each reference in the place of what it gave: what a connection was made with can be saved without
  /// the secret itself. Of less than six bytes only a whole text is taken for one.
  public func restoringReferences(_ secrets: ProfileSecrets) -> Profile {
    let known = secrets.references.compactMap {
      reference -> (text: String, encoded: String, reference: String)? in
      guard let bytes = secrets[reference], let text = String(validating: bytes, as: UTF8.self), !text.isEmpty
      else {
        return nil
      }
      let encoded = String(decoding: Percent.encoded(bytes), as: UTF8.self)
      return (Template.literal(text), Template.literal(encoded), reference.text)
    }.sorted { ($0.text.utf8.count, $0.reference) > ($1.text.utf8.count, $1.reference) }
    func restored(_ text: String) -> String {
      if let whole = known.first(where: { $0.text == text }) { return whole.reference }
      return known.filter { $0.text.utf8.count >= 6 }.reduce(text) { text, secret in
        text.replacingAll(secret.text, with: secret.reference).replacingAll(
          secret.encoded, with: secret.reference)
      }
    }
    var result = self
    result.url = restored(url)
    for index in headers.indices { result.headers[index].value = restored(headers[index].value) }
    result.subprotocols = subprotocols.map(restored)
    result.origin = origin.map(restored)
    result.tls.passphrase = tls.passphrase.map(restored)
    result.tls.sni = tls.sni.map(restored)
    if case .url(let text, let except, let ca)? = proxy {
      result.proxy = .url(restored(text), except: except, ca: ca)
    }
    return result
  }

  /// This, with what of `other` is not as in `before`: a change of the connection, not of the rest.
  public func taking(_ other: Profile, where before: Profile) -> Profile {
    var result = self
    func take<Value: Equatable>(_ key: WritableKeyPath<Profile, Value>) {
      if other[keyPath: key] != before[keyPath: key] { result[keyPath: key] = other[keyPath: key] }
    }
    take(\.url)
    if other.headers != before.headers {
      // The field that `auth` makes is among the other's headers.
      result.headers = other.headers
      result.auth = nil
    }
    take(\.subprotocols)
    take(\.origin)
    take(\.tls)
    take(\.proxy)
    take(\.compression)
    take(\.keepalive)
    take(\.reconnect)
    take(\.redirects)
    take(\.timeout)
    take(\.resolve)
    take(\.unixSocket)
    take(\.family)
    take(\.capture)
    return result
  }
}
