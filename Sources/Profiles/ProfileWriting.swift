public import JSON5

extension Profile {
  /// Each key that says something, in the order of the table.
  public var pieces: [JSONPiece.Entry] {
    var entries: [JSONPiece.Entry] = []
    func add(_ name: String, _ piece: JSONPiece?) {
      if let piece { entries.append(.init(name, piece)) }
    }
    add("url", .text(url))
    add("headers", headerPiece)
    add("subprotocols", Self.list(subprotocols))
    add("origin", origin.map { .text($0) })
    add(
      "auth",
      auth.flatMap { auth in
        Self.object([
          ("user", Self.text(auth.user)), ("password", Self.text(auth.password)),
          ("bearer", Self.text(auth.bearer)),
        ])
      })
    add("tls", tlsPiece)
    add("proxy", proxyPiece)
    add("compression", compressionPiece)
    add(
      "keepalive",
      keepalive.map { keepalive in
        Self.object([
          ("interval", Self.number(keepalive.interval)), ("timeout", Self.number(keepalive.timeout)),
        ]) ?? .bool(true)
      })
    add(
      "reconnect",
      reconnect.map { reconnect in
        Self.object([
          ("tries", Self.number(reconnect.tries.map(Double.init))), ("first", Self.number(reconnect.first)),
          ("longest", Self.number(reconnect.longest)),
        ]) ?? .bool(true)
      })
    add("redirects", Self.number(redirects.map(Double.init)))
    add("timeout", Self.number(timeout))
    add("resolve", Self.list(resolve))
    add("unixsocket", Self.text(unixSocket))
    add("family", Self.text(family.map(String.init)))
    switch capture {
    case nil: break
    case .off?: add("capture", .bool(false))
    case .on(let payloads)?: add("capture", .object([.init("payloads", .bool(payloads))]))
    }
    add(
      "redact",
      Self.object([
        ("headers", Self.list(redact.headers)), ("query", Self.list(redact.query)),
        ("values", Self.list(redact.values)),
      ]))
    add("color", Self.text(color?.rawValue))
    add("tag", Self.text(tag))
    add("variables", Self.fields(variables))
    if !environments.isEmpty {
      add(
        "environments", .object(environments.map { .init($0.name, Self.fields($0.variables) ?? .object([])) })
      )
    }
    add("environment", Self.text(environment))
    switch onOpen {
    case nil: break
    case .script(let path)?: add("onopen", .text(path))
    case .messages(let messages)?: add("onopen", .list(messages.map { .text($0) }))
    }
    add("snippets", Self.fields(snippets))
    return entries
  }

  /// A new file, whole.
  public var written: [UInt8] { Array((JSONPiece.object(pieces).written() + "\n").utf8) }

  /// The same file with what this says in place of what it said: comments and unknown keys stay, and so do the keys of
  /// `keeping`, whatever this says of them.
  public func written(over bytes: [UInt8], keeping kept: Set<String> = []) throws(JSON5Fault) -> [UInt8] {
    var edit = JSON5Edit(bytes)
    let pieces = pieces
    for name in ProfileKey.names(under: "") where !kept.contains(name) {
      let piece = pieces.first { $0.name == name }?.value
      guard case .object(let entries)? = piece, ProfileKey.named(name)?.kind == .group else {
        try edit.set([name], to: piece)
        continue
      }
      for inner in ProfileKey.names(under: name) {
        try edit.set([name, inner], to: entries.first { $0.name == inner }?.value)
      }
    }
    return edit.bytes
  }

  // MARK: Pieces

  /// Of a name that comes more than once, a list.
  private var headerPiece: JSONPiece? {
    if headers.isEmpty { return nil }
    // Fields of one name with others between them keep their order as lines.
    for (index, field) in headers.enumerated() {
      guard let next = headers[(index + 1)...].firstIndex(where: { $0.name == field.name }),
        headers[index...next].contains(where: { $0.name != field.name })
      else { continue }
      return .list(headers.map { .text("\($0.name): \($0.value)") })
    }
    var entries: [JSONPiece.Entry] = []
    for field in headers {
      if let index = entries.firstIndex(where: { $0.name == field.name }) {
        if case .list(let values) = entries[index].value {
          entries[index].value = .list(values + [.text(field.value)])
        } else {
          entries[index].value = .list([entries[index].value, .text(field.value)])
        }
      } else {
        entries.append(.init(field.name, .text(field.value)))
      }
    }
    return .object(entries)
  }

  private var tlsPiece: JSONPiece? {
    Self.object([
      ("ca", Self.text(tls.ca)), ("cafolder", Self.text(tls.caFolder)), ("crl", Self.text(tls.crl)),
      ("cert", Self.text(tls.cert)), ("key", Self.text(tls.key)), ("passphrase", Self.text(tls.passphrase)),
      ("sni", Self.text(tls.sni)), ("min", Self.text(tls.min)),
      ("insecure", tls.insecure ? .bool(true) : nil),
    ])
  }

  private var proxyPiece: JSONPiece? {
    switch proxy {
    case nil: return nil
    case .direct?: return .bool(false)
    case .url(let url, nil, nil)?: return .text(url)
    case .url(let url, let except, let ca)?:
      return Self.object([("url", .text(url)), ("except", Self.text(except)), ("ca", Self.text(ca))])
    }
  }

  private var compressionPiece: JSONPiece? {
    switch compression {
    case nil: nil
    case .off?: .bool(false)
    case .on?: .bool(true)
    case .parameters(let text)?: .text(text)
    }
  }

  private static func text(_ text: String?) -> JSONPiece? { text.map { .text($0) } }
  private static func number(_ number: Double?) -> JSONPiece? { number.map { .number($0) } }
  private static func list(_ texts: [String]) -> JSONPiece? {
    texts.isEmpty ? nil : .list(texts.map { .text($0) })
  }
  private static func fields(_ fields: [ProfileField]) -> JSONPiece? {
    fields.isEmpty ? nil : .object(fields.map { .init($0.name, .text($0.value)) })
  }
  private static func object(_ entries: [(String, JSONPiece?)]) -> JSONPiece? {
    let found = entries.compactMap { name, piece in piece.map { JSONPiece.Entry(name, $0) } }
    return found.isEmpty ? nil : .object(found)
  }
}
