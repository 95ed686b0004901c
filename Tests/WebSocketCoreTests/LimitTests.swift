import Testing
import WebSocketCore

/// Each limit one below, at and one above.
@Suite struct LimitTests {
  private func options(_ set: (inout Limits) -> Void) -> ProtocolOptions {
    var options = ProtocolOptions()
    set(&options.limits)
    return options
  }

  @Test(arguments: [(199, nil), (200, nil), (201, ProtocolError.frameTooLong(length: 201, limit: 200))])
  func `F12 a frame within its limit`(length: Int, error: ProtocolError?) {
    let options = options { $0.frame = 200 }
    let stream = frame(0x82, [UInt8](repeating: 7, count: length))

    #expect(feed([stream], options: options).closure?.violation == error)
    #expect(feed([masked(stream)], as: .server, options: options).closure?.violation == error)
  }

  @Test func `F12 a frame over its limit fails by its header alone`() {
    let options = options { $0.frame = 200 }

    #expect(
      feed([bytes("827E 00C9")], options: options).closure?.violation
        == .frameTooLong(length: 201, limit: 200))
  }

  @Test(arguments: [(99, nil), (100, nil), (101, ProtocolError.messageTooLong(length: 201, limit: 200))])
  func `F13 a message of two fragments within its limit`(length: Int, error: ProtocolError?) {
    let options = options { $0.message = 200 }
    let start = frame(0x02, [UInt8](repeating: 7, count: 100))

    let run = feed([start + frame(0x80, [UInt8](repeating: 7, count: length))], options: options)

    #expect(run.closure?.violation == error)
    #expect(run.frames.first == "binary#1:100 bytes")
  }

  @Test func `F13 the message limit holds at the crossing header, and for a message of one frame`() {
    let options = options { $0.message = 200 }
    let start = frame(0x02, [UInt8](repeating: 7, count: 100))

    #expect(
      feed([start + bytes("0065")], options: options).closure?.violation
        == .messageTooLong(length: 201, limit: 200))
    #expect(
      feed([bytes("827E 00C9")], options: options).closure?.violation
        == .messageTooLong(length: 201, limit: 200))
  }

  @Test func `F13 the count starts anew with each message`() {
    let options = options { $0.message = 200 }
    let whole =
      frame(0x02, [UInt8](repeating: 7, count: 100)) + frame(0x80, [UInt8](repeating: 7, count: 100))

    #expect(feed([whole + whole + whole], options: options).closure == nil)
  }

  @Test(arguments: [(7, nil), (8, nil), (9, ProtocolError.tooManyFragments(limit: 8))])
  func `F17 fragments within their limit`(count: Int, error: ProtocolError?) {
    let options = options { $0.fragments = 8 }
    let stream =
      [0x01, 0x00] + [[UInt8]](repeating: [0x00, 0x00], count: count - 2).joined() + [0x80, 0x00]

    let run = feed([Array(stream)], options: options)

    #expect(run.closure?.violation == error)
    #expect(error == nil || run.closure?.sent?.code == .policyViolation)
  }

  @Test func `F17 the standard limit is 16,384 fragments`() {
    let stream = [0x01, 0x00] + [UInt8](repeating: 0, count: 2 * 16_383)

    #expect(feed([stream]).closure == nil)
    #expect(feed([stream + [0, 0]]).closure?.violation == .tooManyFragments(limit: 16_384))
  }

  @Test func `F19 a flood of empty frames comes in batches of bounded size`() {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive(Array([[UInt8]](repeating: [0x82, 0], count: 10_000).joined()))
    var sizes: [Int] = []
    var random = FixedRandom()
    var demand = Int.max
    repeat {
      var batch = FrameBatch()
      ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
      sizes.append(batch.count)
    } while ws.hasUnparsed

    #expect(sizes == [4_096, 4_096, 1_808])
  }

  @Test func `no limit can be switched off`() {
    var limits = Limits()
    limits.frame = .max
    limits.message = -1
    limits.fragments = 0
    limits.head = .max

    #expect(limits.frame == 1 << 30)
    #expect(limits.message == 125)
    #expect(limits.fragments == 1)
    #expect(limits.head == 16 << 20)
  }
}
