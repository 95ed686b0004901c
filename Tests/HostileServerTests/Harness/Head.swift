import ByteText

@testable import WebSocketCore

/// An HTTP answer, good at first, for a case to spoil.
struct Head: Sendable {
  var start = "HTTP/1.1 101 Switching Protocols"
  var fields: [String]
  var lineEnd = "\r\n"

  static let good = Head(fields: [
    "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: {accept}",
  ])

  func starting(_ start: String) -> Head {
    var head = self
    head.start = start
    return head
  }

  func adding(_ fields: String...) -> Head { adding(fields) }

  func adding(_ fields: [String]) -> Head {
    var head = self
    head.fields += fields
    return head
  }

  /// In place of the field of that name; nil takes it away.
  func with(_ name: String, _ value: String?) -> Head {
    var head = self
    head.fields.removeAll { $0.hasPrefix(name + ":") }
    if let value { head.fields.append("\(name): \(value)") }
    return head
  }

  var text: String { ([start] + fields).map { $0 + lineEnd }.joined() + lineEnd }
  var bytes: [UInt8] { Array(text.utf8) }

  /// A refusal, with a body where one is given.
  static func status(_ line: String, _ fields: String..., body: String = "") -> [UInt8] {
    Head(start: "HTTP/1.1 \(line)", fields: fields).bytes + Array(body.utf8)
  }
}

/// What stands for `{accept}`: the right proof for the key of the last request, and wrong ones.
enum Accept {
  static func fill(_ template: [UInt8], key: [UInt8], earlier: [UInt8]?, port: UInt16) -> [UInt8] {
    // Heads hold names to fill in, floods don't.
    guard template.count < 1 << 20, template.contains(UInt8(ascii: "{")) else { return template }
    let right = HandshakeKey.accept(for: key)
    let digest = right.withUnsafeBytes(Base64.readable)
    let values: [(String, [UInt8])] = [
      ("{accept}", right),
      ("{accept.lower}", right.map(ASCII.lower)),
      ("{accept.short}", right.dropLast()),
      ("{accept.hex}", Base64.encoded(Array(Hex.text(digest).utf8))),
      ("{accept.other}", HandshakeKey.accept(for: Array("AAAAAAAAAAAAAAAAAAAAAA==".utf8))),
      ("{accept.decoded}", HandshakeKey.accept(for: key.withUnsafeBytes(Base64.readable))),
      ("{port}", Array(String(port).utf8)),
      ("{accept.earlier}", earlier.map { HandshakeKey.accept(for: $0) } ?? []),
    ]
    return values.reduce(template) { replace(Array($1.0.utf8), in: $0, by: $1.1) }
  }

  /// The Sec-WebSocket-Key of a request; CONNECT has none.
  static func keyIfAny(in head: [UInt8]) -> [UInt8]? {
    let name = Array("\r\nSec-WebSocket-Key: ".utf8)
    guard head.count > name.count + 24,
      let at = (0..<(head.count - name.count)).first(where: { head[$0...].starts(with: name) })
    else { return nil }
    return Array(head[(at + name.count)...].prefix { $0 != 13 })
  }

  static func key(of head: [UInt8]) -> [UInt8] { keyIfAny(in: head) ?? [] }

  private static func replace(_ name: [UInt8], in bytes: [UInt8], by value: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let next = rest.firstIndex(of: UInt8(ascii: "{")) {
      result += rest[..<next]
      let isHere = rest[next...].starts(with: name)
      result += isHere ? value[...] : rest[next...next]
      rest = rest[(next + (isHere ? name.count : 1))...]
    }
    return result + rest
  }
}
