import ByteText
import FrameLog
public import Secrets

extension Redactor {
  /// The same facts without the secrets of their heads, URLs and words.
  func redacted(_ facts: ConnectionFacts) -> ConnectionFacts {
    var facts = facts
    facts.url = redactedURL(facts.url)
    facts.request = facts.request.map(redacted)
    facts.response = facts.response.map(redacted)
    facts.subprotocol = facts.subprotocol.map(redactedSubprotocols)
    facts.extensions = facts.extensions.map(redacted)
    facts.peer = redacted(facts.peer)
    facts.local = redacted(facts.local)
    facts.failure = facts.failure.map(redacted)
    if let reason = facts.close?.reason { facts.close?.reason = redacted(reason) }
    if let reason = facts.close?.sent?.reason { facts.close?.sent?.reason = redacted(reason) }
    if let reason = facts.close?.received?.reason { facts.close?.received?.reason = redacted(reason) }
    if let detail = facts.close?.detail { facts.close?.detail = redacted(detail) }
    facts.steps = facts.steps.map { step in
      var step = step
      step.detail = redacted(step.detail)
      return step
    }
    return facts
  }

  private func redacted(_ head: ConnectionFacts.Head) -> ConnectionFacts.Head {
    var words = head.startLine.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    // Of a request; an answer has a number there.
    if words.count == 3, !words[0].hasPrefix("HTTP/") { words[1] = redactedURL(words[1]) }
    return ConnectionFacts.Head(
      startLine: redacted(words.joined(separator: " ")), fields: head.fields.map(redacted))
  }

  private func redacted(_ field: ConnectionFacts.Field) -> ConnectionFacts.Field {
    let name = field.name.lowercased()
    var field = field
    if name == "sec-websocket-protocol" {
      field.value = redactedSubprotocols(field.value)
    } else if SecretNames.isSecret(name.utf8) {
      if !SecretMarker.isTold(field.value.utf8) {
        field.value = marker(name: field.name, secret: field.value)
      }
    } else if name == "location" || name == "referer" || name == "origin" {
      field.value = redactedURL(field.value)
    } else {
      field.value = redacted(field.value)
    }
    return field
  }

  /// User and password, and parameters by their names; then whatever else is one.
  func redactedURL(_ url: String) -> String {
    guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return redacted(url) }
    let query = url[url.index(after: mark)...]
    let fragment = query.utf8.firstIndex(of: UInt8(ascii: "#")) ?? query.endIndex
    let pairs = query[..<fragment].split(separator: "&", omittingEmptySubsequences: false).map { pair in
      guard let sign = pair.utf8.firstIndex(of: UInt8(ascii: "=")) else { return String(pair) }
      let name = pair[..<sign]
      let value = pair[pair.index(after: sign)...]
      guard SecretNames.isSecretInURL(Percent.readable(name.utf8)), !value.isEmpty,
        !SecretMarker.isTold(value.utf8)
      else { return String(pair) }
      return "\(name)=\(marker(name: String(name), secret: String(value)))"
    }
    return redacted("\(url[..<mark])?\(pairs.joined(separator: "&"))\(query[fragment...])")
  }

  /// `bearer.eyJ…`, `base64url.bearer.authorization.k8s.io.…`, and the one after `access_token`, as browsers have to send
  /// what they can't put into a header.
  func redactedSubprotocols(_ list: String) -> String {
    var isNamed = false
    let parts = list.split(separator: ",", omittingEmptySubsequences: false).map { part -> String in
      let blanks = part.prefix { $0 == " " }
      let token = part.dropFirst(blanks.count)
      defer { isNamed = !token.contains(".") && SecretNames.isSecret(token.utf8) }
      let start = Redactor.secretStart(of: token, isNamed: isNamed)
      let secret = token[start...]
      guard !secret.isEmpty, !SecretMarker.isTold(secret.utf8) else { return String(part) }
      return blanks + token[..<start] + marker(name: "subprotocol", secret: String(secret))
    }
    return redacted(parts.joined(separator: ","))
  }

  /// Where in a subprotocol the secret begins: behind the word that tells, which may be another one before it. At its end
  /// where there is none.
  private static func secretStart(of token: Substring, isNamed: Bool) -> Substring.Index {
    if isNamed { return token.startIndex }
    guard let dot = token.utf8.lastIndex(of: UInt8(ascii: ".")), SecretNames.isSecret(token[..<dot].utf8)
    else { return token.endIndex }
    var index = token.startIndex
    var isTold = false
    for part in token.split(separator: ".", omittingEmptySubsequences: false) {
      let tells = SecretNames.isSecret(part.utf8)
      if isTold, !tells { return part.startIndex }
      isTold = tells
      index = part.endIndex
    }
    return index
  }

  /// The secrets of a request as its address and subprotocols carry them, to be looked for elsewhere too.
  public static func secrets(
    inTarget target: String, subprotocols: [String], also names: Set<String> = []
  ) -> [Value] {
    var values: [Value] = []
    let query = target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    for pair in query.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1)
      guard halves.count == 2,
        SecretNames.isSecretInURL(Percent.readable(halves[0].utf8)) || names.contains(halves[0].lowercased())
      else { continue }
      values.append(Value(name: String(halves[0]), bytes: Percent.readable(halves[1].utf8)))
    }
    var isNamed = false
    for token in subprotocols {
      let secret = token[secretStart(of: token[...], isNamed: isNamed)...]
      if !secret.isEmpty { values.append(Value(name: "subprotocol", bytes: Array(secret.utf8))) }
      isNamed = !token.contains(".") && SecretNames.isSecret(token.utf8)
    }
    return values
  }
}
