import Testing

@testable import WebSocketCore

@Suite struct UTF8ValidatorTests {
  private func fault(_ bytes: [UInt8]) -> Int? {
    var validator = UTF8Validator()
    if let offset = bytes.withUnsafeBytes({ validator.consume($0) }) { return offset }
    return validator.isComplete ? nil : bytes.count
  }

  @Test func `every sequence of two bytes is judged as the standard library judges it`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let expected = String(validating: [first, second], as: UTF8.self) != nil
        let isValid = [first, second].withUnsafeBytes { UTF8Validator.isValid($0.baseAddress!, count: 2) }
        #expect((fault([first, second]) == nil) == expected)
        #expect(isValid == expected)
      }
    }
  }

  @Test func `the edges of every length are judged as the standard library judges them`() {
    let edges: [UInt8] = [
      0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5,
    ]
    let firsts: [UInt8] = [0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8]
    for first in firsts {
      for second in edges {
        for third in edges {
          for fourth in edges {
            let text = [first, second, third, fourth]
            let expected = String(validating: text, as: UTF8.self) != nil
            #expect((fault(text) == nil) == expected)
            #expect(text.withUnsafeBytes { UTF8Validator.isValid($0.baseAddress!, count: 4) } == expected)
          }
        }
      }
    }
  }

  @Test(
    arguments: [
      ([0xED, 0xA0, 0x80], 1), ([0xF4, 0x90, 0x80, 0x80], 1), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0),
      ([0xF5], 0),
      ([0x80], 0), ([0xE2, 0x82, 0x41], 2), ([0xF0, 0x9F, 0x98, 0x41], 3), ([0xE2, 0x82], 2),
    ] as [([UInt8], Int)])
  func `the fault is found at its byte, wherever the text is cut and whatever stands before it`(
    bad: [UInt8], offset: Int
  ) {
    for lead in 0..<70 {
      let text = [UInt8](repeating: 0x61, count: lead) + bad
      #expect(fault(text) == lead + offset)
    }
    for cut in 0...bad.count {
      var validator = UTF8Validator()
      let first = bad[..<cut].withUnsafeBytes { validator.consume($0) }
      let second = first == nil ? bad[cut...].withUnsafeBytes { validator.consume($0) } : nil
      if first == nil, second == nil { #expect(!validator.isComplete) }
      #expect(validator.count == offset)
    }
  }

  @Test func `mixed text is valid cut anywhere`() {
    let text = Array("a€b😀cé, Привет, 漢字: the quick brown fox jumps over 64 bytes of ASCII ... é€😀".utf8)
    for cut in text.indices {
      var validator = UTF8Validator()
      #expect(text[..<cut].withUnsafeBytes { validator.consume($0) } == nil)
      #expect(text[cut...].withUnsafeBytes { validator.consume($0) } == nil)
      #expect(validator.isComplete)
    }
  }
}

@Suite struct MaskTests {
  @Test func `any length at any phase is what byte by byte gives`() {
    let key: [UInt8] = [0x11, 0x22, 0x44, 0x88]
    for count in 0..<80 {
      for phase in 0..<5 {
        var data = (0..<count).map { UInt8($0) }
        let expected = data.enumerated().map { $1 ^ key[($0 + phase) & 3] }
        data.withUnsafeMutableBytes { Mask.apply(0x8844_2211, to: $0, phase: phase) }
        #expect(data == expected)
      }
    }
  }
}

@Suite struct RandomTests {
  @Test func `copies never give the same number twice`() {
    var one = SecureRandom()
    var other = one
    let numbers = (0..<2_000).map { $0 % 2 == 0 ? one.next() : other.next() }

    #expect(Set(numbers).count == 2_000)
  }
}

@Suite struct MessageTests {
  private func messages(_ stream: [UInt8]) -> [Message] {
    var ws = WebSocketProtocol.open(as: .client)
    var assembler = MessageAssembler()
    var messages: [Message] = []
    var random = SecureRandom()
    var demand = Int.max
    ws.receive(stream)
    repeat {
      var batch = FrameBatch()
      ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
      messages += batch.events.compactMap { assembler.append($0) }
    } while ws.hasUnparsed
    return messages
  }

  @Test func `fragments become messages, controls stand between`() {
    #expect(
      messages([
        0x01, 1, 0xE2, 0x89, 1, 0x70, 0x00, 1, 0x82, 0x80, 1, 0xAC, 0x82, 1, 9, 0x8A, 0, 0x88, 3, 3, 0xE8,
        0x6B,
      ])
        == [
          .ping([0x70]), .text("€"), .binary([9]), .pong([]),
          .close(Closure.Status(code: .normal, reason: [0x6B])),
        ])
  }

  @Test func `empty fragments at both ends`() {
    #expect(messages([0x02, 0, 0x00, 1, 7, 0x80, 0, 0x01, 0, 0x80, 0]) == [.binary([7]), .text("")])
  }

  @Test func `the small calls give frames one by one and throw the violation once`() throws {
    var ws = WebSocketProtocol.open(as: .client)
    ws.receive([0x81, 1, 0x61, 0x81, 0x81, 0, 0, 0, 0, 0x41])

    #expect(try ws.nextEvent()?.payload == [0x61])
    #expect(throws: ProtocolError.maskedByServer) { try ws.nextEvent() }
    let close = try ws.nextEvent()
    #expect(close?.opcode == .close)
    #expect(close?.direction == .sent)
    #expect(try ws.nextEvent() == nil)
  }
}
