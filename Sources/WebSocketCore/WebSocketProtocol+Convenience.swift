/// For tests and small programs: arrays in, one owned frame at a time out. Built on the batch calls.
extension WebSocketProtocol {
  /// Keeps the bytes; `nextEvent` parses them.
  public mutating func receive(_ bytes: [UInt8]) {
    keepUnparsed()
    bytes.withUnsafeBytes { kept.append($0) }
    if halt == .starved { halt = .demand }
  }

  /// The next frame, received or sent by itself; nil where more bytes are needed. Throws once, at the frame that breaks
  /// a rule; the Close frame sent for it is the event after that. Masks with libcrypto's random numbers.
  public mutating func nextEvent() throws(ProtocolError) -> Frame? {
    while frames.isEmpty {
      var batch = FrameBatch()
      var demand = 1
      var random = convenienceRandom ?? SecureRandom()
      resume(at: 0, demand: &demand, random: &random, into: &batch)
      convenienceRandom = random
      guard !batch.isEmpty else { return nil }
      for event in batch.events {
        if let frame = assembler.append(event) { frames.append(frame) }
      }
    }
    let frame = frames.removeFirst()
    if frame.flags.contains(.violation), let error = closure?.violation { throw error }
    return frame
  }

  /// Takes the bytes that wait to be written.
  public mutating func takeOutput() -> [UInt8] {
    let bytes = withOutput { Array($0) }
    outputWritten(bytes.count)
    return bytes
  }
}
