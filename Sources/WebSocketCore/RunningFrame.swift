/// The peer's data frame whose header is parsed and whose payload is delivered in parts as it comes.
struct RunningFrame {
  let header: FrameHeader
  /// Its message is compressed.
  let isCompressed: Bool
  let isText: Bool
  /// `.fragment`, `.tolerated`, or nothing.
  let flags: FrameFlags
  let fragmentIndex: UInt32
  /// Payload bytes, as they travelled, that are done with.
  var taken = 0
  /// Bytes of the tail that the inflater has had, after the last of the payload.
  var tailTaken = 0
  var hasParts = false

  var remaining: Int { header.payloadLength - taken }
  /// Nothing is missing for the frame's end.
  var isComplete: Bool {
    remaining == 0 && (!isCompressed || !header.isFinal || tailTaken == Inflater.tail.count)
  }
}
