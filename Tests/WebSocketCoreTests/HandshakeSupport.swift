import WebSocketCore

extension String {
  /// Swift's literals end lines with LF, HTTP with CR LF.
  var crlf: String {
    split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }
}

/// What became of a handshake.
enum Outcome: Equatable {
  case upgraded(Upgrade, rest: [UInt8])
  case failed(HandshakeError)
  case waiting

  var error: HandshakeError? { if case .failed(let error) = self { error } else { nil } }
  var upgrade: Upgrade? { if case .upgraded(let upgrade, _) = self { upgrade } else { nil } }
}

func shake(
  _ chunks: [[UInt8]], limits: Limits = Limits(), protocols: [String] = [], offers: [ExtensionElement] = [],
  compression: DeflateOffer? = nil, thenEnd: Bool = false
) throws -> Outcome {
  let request = UpgradeRequest(
    url: try WebSocketURL(parsing: "ws://h/"), protocols: protocols, compression: compression,
    extensionOffers: offers)
  var random = FixedRandom()
  var handshake = try ClientHandshake(request, limits: limits, random: &random)
  do throws(HandshakeError) {
    for (index, chunk) in chunks.enumerated() {
      let progress = try receive(chunk, &handshake)
      guard case .upgraded(let upgrade, let consumed) = progress else { continue }
      return .upgraded(upgrade, rest: Array(chunk[consumed...]) + chunks[(index + 1)...].joined())
    }
    if thenEnd { _ = try handshake.inputEnded() }
    return .waiting
  } catch {
    return .failed(error)
  }
}

func receive(
  _ chunk: [UInt8], _ handshake: inout ClientHandshake
) throws(HandshakeError) -> ClientHandshake.Progress {
  let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk.count, alignment: 1)
  defer { copy.deallocate() }
  copy.copyBytes(from: chunk)
  return try handshake.receive(UnsafeRawBufferPointer(copy))
}
