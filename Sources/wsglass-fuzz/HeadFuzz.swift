import WebSocketCore

/// However a response is cut, the handshake comes out the same, and uses up the same bytes.
///
/// The first byte chooses what was offered, the second how the rest is cut.
enum HeadFuzz {
  private enum Outcome: Equatable {
    case upgraded(Upgrade, consumed: Int)
    case failed(HandshakeError)
  }

  static func play(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    var splitter = Splitter(seed: bytes[1..<2])
    let response = bytes[2...]
    let whole = outcome([Array(response)], offering: bytes[0])
    let pieces = outcome(splitter.chunks(response), offering: bytes[0])
    precondition(whole == pieces, "how a response was cut must not change what comes of it")
  }

  private static func outcome(_ chunks: [[UInt8]], offering choice: UInt8) -> Outcome? {
    guard let url = try? WebSocketURL(parsing: "ws://example.test/chat") else { return nil }
    var offer = DeflateOffer()
    offer.serverNoContextTakeover = choice & 2 != 0
    offer.serverMaxWindowBits = choice & 4 != 0 ? 10 : nil
    offer.clientMaxWindowBits = choice & 8 != 0 ? .bits(9) : .any
    let request = UpgradeRequest(
      url: url, protocols: choice & 16 != 0 ? ["chat", "superchat"] : [],
      compression: choice & 1 != 0 ? offer : nil)
    var random = FixedRandom()
    do throws(HandshakeError) {
      var handshake = try ClientHandshake(request, random: &random)
      var before = 0
      for chunk in chunks {
        if let end = try step(&handshake, chunk, after: before) { return end }
        before += chunk.count
      }
      return try end(&handshake)
    } catch {
      return .failed(error)
    }
  }

  private static func step(
    _ handshake: inout ClientHandshake, _ chunk: [UInt8], after before: Int
  ) throws(HandshakeError) -> Outcome? {
    let progress = Result { () throws(HandshakeError) in
      try chunk.withUnsafeBytes { bytes in
        Result { () throws(HandshakeError) in try handshake.receive(bytes) }
      }.get()
    }
    guard case .upgraded(let upgrade, let consumed) = try progress.get() else { return nil }
    precondition(consumed <= chunk.count, "a handshake can't use up more than it was given")
    return .upgraded(upgrade, consumed: before + consumed)
  }

  private static func end(_ handshake: inout ClientHandshake) throws(HandshakeError) -> Outcome? {
    let progress = try handshake.inputEnded()
    precondition(progress != .needsMore, "nothing more will come")
    return nil
  }
}
