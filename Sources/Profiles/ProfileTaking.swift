extension Profile {
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
