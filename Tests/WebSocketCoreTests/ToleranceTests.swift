import Testing
import WebSocketCore

/// Framing rules that may be broken where that was asked for, and those that never may.
@Suite struct ToleranceTests {
  private func options(_ tolerated: Tolerance) -> ProtocolOptions {
    var options = ProtocolOptions()
    options.tolerated = tolerated
    return options
  }

  private static let long = bytes("81 7E 00 02") + Array("Hi".utf8)
  private static let longest = bytes("81 7F 00 00 00 00 00 00 00 02") + Array("Hi".utf8)

  /// What was received, however the bytes come.
  private func frames(_ stream: [UInt8], _ options: ProtocolOptions) throws -> [Frame] {
    let all = try chunkings(stream).map { chunks in
      var ws = WebSocketProtocol.open(as: .client, options: options)
      var frames: [Frame] = []
      for chunk in chunks {
        ws.receive(chunk)
        while let frame = try ws.nextEvent() { if frame.direction == .received { frames.append(frame) } }
      }
      return frames
    }
    let first = try #require(all.first)
    for other in all { #expect(other == first) }
    return first
  }

  @Test(arguments: [long, longest, bytes("01 7E 00 01") + Array("H".utf8) + frame(0x80, "i")])
  func `F08 F09 lengths in more bytes than they take pass where that is tolerated, and are flagged`(
    stream: [UInt8]
  ) throws {
    let frames = try frames(stream, options(.nonMinimalLength))
    #expect(frames.flatMap(\.payload) == Array("Hi".utf8))
    #expect(frames.first?.flags.contains(.tolerated) == true)
    #expect(frames.first?.flags.contains(.violation) == false)
    #expect(feed([stream], options: options(.maskedFrames)).closure?.violation == .lengthNotMinimal)
    #expect(feed([stream]).closure?.violation == .lengthNotMinimal)
  }

  @Test(arguments: [5, 300, 40_000]) func `F01 masks of a server are taken off where that is tolerated`(
    length: Int
  ) throws {
    let plain = [UInt8](repeating: 0x61, count: length)
    let frames = try frames(masked(frame(0x81, plain) + frame(0x89, "p")), options(.maskedFrames))
    #expect(frames.map(\.payload) == [plain, Array("p".utf8)])
    #expect(frames.allSatisfy { $0.flags.contains(.tolerated) })
  }

  @Test func `frames that keep to the rules are not flagged`() throws {
    let stream = frame(0x81, "Hi") + frame(0x82, [UInt8](repeating: 0, count: 126))
    let frames = try frames(stream, options([.maskedFrames, .nonMinimalLength]))
    #expect(frames.count == 2)
    #expect(!frames.contains { $0.flags.contains(.tolerated) })
  }

  @Test func `limits and UTF-8 hold whatever is tolerated`() {
    var strict = options([.maskedFrames, .nonMinimalLength])
    strict.limits.frame = 125
    let long = feed([bytes("82 7F 00 00 00 00 00 00 00 7E")], options: strict)
    #expect(long.closure?.violation == .frameTooLong(length: 126, limit: 125))
    #expect(
      feed([bytes("82 7F 80 00 00 00 00 00 00 00")], options: strict).closure?.violation == .lengthOutOfRange)
    #expect(
      feed([masked(bytes("81 02 C0 80"))], options: strict).closure?.violation == .invalidUTF8(offset: 0))
  }

  @Test func `F07 a control frame's length has one form, also for a short payload that is here`() {
    for options in [ProtocolOptions(), options([.maskedFrames, .nonMinimalLength])] {
      for chunks in chunkings(bytes("89 7E 00 02 68 69")) {
        #expect(feed(chunks, options: options).closure?.violation == .controlTooLong(.ping))
      }
      #expect(
        feed([bytes("88 7F 00 00 00 00 00 00 00 00")], options: options).closure?.violation
          == .controlTooLong(.close))
    }
  }
}
