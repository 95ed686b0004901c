import WebSocketCore

/// However a stream of frames is cut, and however demand opens, what comes of it is the same.
///
/// The first byte chooses role, limits and compression, the second how the rest is cut.
enum FramesFuzz {
  static func play(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let role: Role = bytes[0] & 1 == 0 ? .client : .server
    let options = options(bytes[0])
    let stream = bytes[2...]
    var splitter = Splitter(seed: bytes[1..<2])
    let whole = Playback([Array(stream)], as: role, options: options)
    precondition(
      whole == Playback(splitter.chunks(stream), as: role, options: options),
      "how a stream was cut must not change what comes of it")
    precondition(
      whole == Playback([Array(stream)], as: role, options: options, oneByOne: true),
      "when demand opened must not change what comes of a stream")
    let sum = whole.frames.reduce(0) { $0 + ($1.direction == .received ? $1.payload.count : 0) }
    precondition(
      options.compression != nil || sum <= stream.count, "more payload came out than there were bytes")
  }

  static func options(_ choice: UInt8) -> ProtocolOptions {
    var options = ProtocolOptions()
    if choice & 2 != 0 {
      var agreement = DeflateAgreement()
      agreement.serverNoContextTakeover = choice & 4 != 0
      agreement.clientNoContextTakeover = choice & 8 != 0
      options.compression = agreement
    }
    if choice & 16 != 0 {
      options.limits.frame = 300
      options.limits.message = 500
      options.limits.fragments = 5
    }
    // Bombs cost time here and show nothing new beyond this.
    options.limits.message = min(options.limits.message, 256 << 10)
    options.granularity = choice & 32 != 0 ? .frames : .messages
    options.automaticPong = choice & 64 == 0
    return options
  }
}
