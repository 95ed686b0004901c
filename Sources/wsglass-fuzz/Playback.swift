import WebSocketCore

/// Everything that came of a stream of frames, but for what depends on how it was cut.
struct Playback: Equatable {
  var frames: [Frame] = []
  /// The Close frame and the pongs that went out.
  var output: [UInt8] = []
  var closure: Closure?

  /// Feeds chunks as an owner does. `oneByOne`: demand opens a frame at a time.
  init(
    _ chunks: [[UInt8]], as role: Role, options: ProtocolOptions, oneByOne: Bool = false
  ) {
    var core = WebSocketProtocol.open(as: role, options: options)
    var random = FixedRandom()
    var assembler = FrameAssembler()
    var batch = FrameBatch()
    func take(_ batch: inout FrameBatch, _ frames: inout [Frame]) {
      for event in batch.events {
        if let frame = assembler.append(event) { frames.append(Self.settled(frame)) }
      }
      batch.removeAll()
    }
    for chunk in chunks {
      // Memory of its own, so that an address sanitizer sees who points into it too long.
      let input = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk.count, alignment: 1)
      defer { input.deallocate() }
      input.copyBytes(from: chunk)
      var demand = oneByOne ? 1 : Int.max
      core.receive(input, at: 0, demand: &demand, random: &random, into: &batch)
      take(&batch, &frames)
      while core.hasUnparsed {
        demand = oneByOne ? 1 : Int.max
        core.resume(at: 0, demand: &demand, random: &random, into: &batch)
        take(&batch, &frames)
      }
      core.keepUnparsed()
      output += core.withOutput { Array($0) }
      core.outputWritten(core.outputCount)
      core.flushPendingPong(at: 0, random: &random, into: &batch)
    }
    core.inputEnded(at: 0, into: &batch)
    take(&batch, &frames)
    closure = core.closure
    precondition(closure != nil, "a connection whose stream is over has ended")
  }

  /// How much is at hand of the frame at which the connection failed or was cut off depends on the chunks.
  private static func settled(_ frame: Frame) -> Frame {
    guard !frame.flags.isDisjoint(with: [.violation, .incomplete]) else { return frame }
    var frame = frame
    frame.payload = []
    frame.header = FrameHeader(
      firstByte: frame.header.firstByte, byteCount: 0, isMasked: false, maskKey: 0, payloadLength: 0)
    return frame
  }
}
