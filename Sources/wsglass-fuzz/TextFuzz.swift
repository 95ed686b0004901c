import WebSocketCore

/// The validator agrees with the standard library on all bytes, whole and in pieces.
enum UTF8Fuzz {
  static func play(_ bytes: [UInt8]) {
    let isRight = String(validating: bytes, as: UTF8.self) != nil
    precondition(accepts([bytes]) == isRight, "the validator and the standard library disagree")
    var splitter = Splitter(seed: bytes.prefix(2))
    precondition(accepts(splitter.chunks(bytes[...])) == isRight, "a text is right however it was cut")
    precondition(
      accepts(bytes.map { [$0] }) == isRight, "a text is right also when it comes byte by byte")
  }

  private static func accepts(_ chunks: [[UInt8]]) -> Bool {
    var validator = UTF8Validator()
    var before = 0
    for chunk in chunks {
      if let offset = chunk.withUnsafeBytes({ validator.consume($0) }) {
        precondition(offset < chunk.count && validator.count == before + offset, "the fault is at its byte")
        return false
      }
      before += chunk.count
    }
    return validator.isComplete
  }
}

/// A Close frame's payload is taken by the rules of RFC 6455 sections 5.5.1 and 7.4, written down once more here.
enum CloseFuzz {
  static func play(_ bytes: [UInt8]) {
    let payload = Array(bytes.prefix(125))
    let stream = [0x88, UInt8(truncatingIfNeeded: payload.count)] + payload
    let closure = Playback([stream], as: .client, options: ProtocolOptions()).closure
    precondition(closure?.isClean == isRight(payload), "a Close frame's payload was judged wrongly")
    if closure?.isClean == true, payload.count >= 2 {
      precondition(
        closure?.received?.reason == Array(payload[2...]), "the reason is what stands in the frame")
    }
  }

  private static func isRight(_ payload: [UInt8]) -> Bool {
    if payload.isEmpty { return true }
    guard payload.count >= 2 else { return false }
    let code = Int(payload[0]) << 8 | Int(payload[1])
    let mayTravel = [1000...1003, 1007...1014, 3000...4999].contains { $0.contains(code) }
    return mayTravel && String(validating: payload[2...], as: UTF8.self) != nil
  }
}

/// A URL that could be read can be written again, and then means the same; what is shown holds no password.
enum URLFuzz {
  static func play(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self), let url = try? WebSocketURL(parsing: text)
    else { return }
    let again = try? WebSocketURL(parsing: url.absoluteString)
    precondition(again == url, "a URL must read the same after it is written")
    precondition(
      url.requestTarget.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "nothing but visible ASCII goes out")
    precondition(!url.host.isEmpty && url.requestTarget.utf8.first == UInt8(ascii: "/"), "a whole URL")
    var random = FixedRandom()
    // The request must be one head: no byte of a URL ends a line.
    guard let handshake = try? ClientHandshake(UpgradeRequest(url: url), random: &random) else { return }
    let lines = handshake.requestBytes.split(separator: UInt8(ascii: "\n"))
    precondition(lines.allSatisfy { $0.last == UInt8(ascii: "\r") }, "a URL can't bring its own line ends")
  }
}
