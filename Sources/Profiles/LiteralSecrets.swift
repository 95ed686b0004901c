import ByteText
import Secrets

/// A secret that stands in a profile as it is, and has to go into a file of its own.
public struct LiteralSecret: Sendable, Hashable {
  /// `headers.Authorization`
  public var key: String
  /// For the file's name: `authorization`.
  public var name: String
  /// As a template would fill it in.
  public var value: [UInt8]
}

extension Profile {
  /// Takes each secret that stands in it as it is and puts in its place the text that `reference` gives for it. What a name or a
  /// place says is one: fields like Authorization, passwords, tokens in the query, bearer subprotocols.
  public mutating func takeSecrets(_ reference: (LiteralSecret) -> String) {
    for index in headers.indices {
      let name = headers[index].name
      let isSecret = Self.isSecret(header: name) || redact.headers.contains { headers[index].isNamed($0) }
      guard isSecret else { continue }
      headers[index].value = Self.take(
        headers[index].value, key: "headers.\(name)", name: name.lowercased(),
        skipping: headers[index].isNamed("Cookie") ? 0 : Self.schemeLength(headers[index].value), reference)
    }
    url = Self.takeURL(url, key: "url", redact.query, reference)
    for index in subprotocols.indices {
      // "Authorization" and then the token by itself.
      let isNamed =
        index > 0 && !subprotocols[index - 1].contains(".")
        && SecretNames.isSecret(subprotocols[index - 1].utf8)
      subprotocols[index] =
        isNamed
        ? Self.take(subprotocols[index], key: "subprotocols", name: "subprotocol", reference)
        : Self.takeSubprotocol(subprotocols[index], reference)
    }
    if let text = auth?.password {
      auth?.password = Self.take(text, key: "auth.password", name: "password", reference)
    }
    if let text = auth?.bearer {
      auth?.bearer = Self.take(text, key: "auth.bearer", name: "bearer", reference)
    }
    if let text = tls.passphrase {
      tls.passphrase = Self.take(text, key: "tls.passphrase", name: "passphrase", reference)
    }
    if case .url(let text, let except, let ca)? = proxy {
      proxy = .url(Self.takeURL(text, key: "proxy", [], reference), except: except, ca: ca)
    }
    for index in variables.indices where SecretNames.isSecret(variables[index].name.utf8) {
      let name = variables[index].name
      variables[index].value = Self.take(
        variables[index].value, key: "variables.\(name)", name: name.lowercased(), reference)
    }
    for index in environments.indices {
      for inner in environments[index].variables.indices {
        let name = environments[index].variables[inner].name
        guard SecretNames.isSecret(name.utf8) else { continue }
        environments[index].variables[inner].value = Self.take(
          environments[index].variables[inner].value, key: "environments.\(environments[index].name).\(name)",
          name: "\(environments[index].name)-\(name.lowercased())", reference)
      }
    }
  }

  /// A header that holds a secret, by its name.
  static func isSecret(header name: String) -> Bool {
    if SecretNames.isSecret(name.utf8) { return true }
    let name = name.lowercased()
    return !name.hasPrefix("sec-websocket-")
      && ["key", "session", "signature", "auth"].contains { name.contains($0) }
  }

  /// `Bearer ` and its like stay in the profile.
  private static func schemeLength(_ value: String) -> Int {
    let bytes = Array(value.utf8)
    guard let blank = bytes.firstIndex(of: 0x20), blank > 0, blank < bytes.count - 1,
      bytes[..<blank].allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) })
    else { return 0 }
    return blank + 1
  }

  /// Only what is literal as a whole: half of a secret in a reference is whoever wrote it's own matter.
  private static func take(
    _ text: String, key: String, name: String, skipping: Int = 0, _ reference: (LiteralSecret) -> String
  ) -> String {
    let bytes = Array(text.utf8)
    let head = String(decoding: bytes.prefix(skipping), as: UTF8.self)
    let tail = String(decoding: bytes.dropFirst(skipping), as: UTF8.self)
    guard !tail.isEmpty, let literal = (try? Template(tail))?.literalText else { return text }
    return head + reference(LiteralSecret(key: key, name: name, value: Array(literal.utf8)))
  }

  private static func takeURL(
    _ text: String, key: String, _ more: [String], _ reference: (LiteralSecret) -> String
  ) -> String {
    var text = text
    if let (scheme, rest) = text.components(around: "://") {
      let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
      if let at = rest[..<end].lastIndex(of: "@") {
        let user = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var parts = user.map(String.init)
        // Of a token that stands alone, nothing follows.
        let last = parts.count - 1
        parts[last] = takeEncoded(parts[last], key: key, name: "password", reference)
        text = "\(scheme)://\(parts.joined(separator: ":"))\(rest[at...])"
      }
    }
    guard let (path, query) = text.components(around: "?") else { return text }
    let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map {
      parameter -> String in
      guard let (name, value) = String(parameter).components(around: "="),
        SecretNames.isSecretInURL(name.utf8) || more.contains(name)
      else { return String(parameter) }
      return "\(name)=\(takeEncoded(value, key: key, name: name.lowercased(), reference))"
    }
    return "\(path)?\(parameters.joined(separator: "&"))"
  }

  /// Filling in encodes again, so the file holds the value itself.
  private static func takeEncoded(
    _ text: String, key: String, name: String, _ reference: (LiteralSecret) -> String
  ) -> String {
    guard !text.isEmpty, let literal = (try? Template(text))?.literalText else { return text }
    return reference(LiteralSecret(key: key, name: name, value: Percent.readable(literal.utf8)))
  }

  /// `bearer.TOKEN` and the like: what follows the last dot, or a whole one that is a token by its look.
  private static func takeSubprotocol(_ text: String, _ reference: (LiteralSecret) -> String) -> String {
    let lower = text.lowercased()
    let marks = ["bearer.", "bearer-", "token.", "token-", "auth.", "authorization."]
    guard let mark = marks.first(where: { lower.contains($0) }),
      let (before, _) = lower.components(around: mark),
      !text.contains("${")
    else { return text }
    let head = before.utf8.count + mark.utf8.count
    return take(text, key: "subprotocols", name: "subprotocol", skipping: head, reference)
  }
}
