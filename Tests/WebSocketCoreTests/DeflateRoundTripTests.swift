import TestSupport
import Testing

@testable import WebSocketCore

@Suite struct DeflateRoundTripTests {
  /// Sends one message in some fragments, with a ping between them.
  private func send(
    _ message: Message, from ws: inout WebSocketProtocol, _ random: inout SeededRandom
  ) throws {
    let (opcode, payload): (Opcode, [UInt8]) =
      switch message {
      case .text(let text): (.text, Array(text.utf8))
      case .binary(let bytes): (.binary, bytes)
      default: (.ping, [])
      }
    let compression =
      [MessageCompression.automatic, .always, .never].randomElement(using: &random) ?? .always
    var batch = FrameBatch()
    var rest = payload[...]
    var isFirst = true
    repeat {
      let isFinal = Int.random(in: 0..<3, using: &random) > 0
      let count = isFinal ? rest.count : Int.random(in: 0...rest.count, using: &random)
      try Array(rest.prefix(count)).withUnsafeBytes { piece in
        try ws.send(
          isFirst ? opcode : .continuation, piece, isFinal: isFinal, compression: compression, at: 0,
          random: &random, into: &batch)
      }
      rest = rest.dropFirst(count)
      isFirst = false
      if isFinal { return }
      try [UInt8(7)].withUnsafeBytes { try ws.send(.ping, $0, at: 0, random: &random, into: &batch) }
    } while true
  }

  private func received(
    _ stream: [UInt8], by ws: inout WebSocketProtocol, _ random: inout SeededRandom
  ) -> [Message] {
    var messages: [Message] = []
    var assembler = MessageAssembler()
    var rest = stream[...]
    while !rest.isEmpty {
      let count = Int.random(
        in: 1...min(rest.count, Bool.random(using: &random) ? 50 : 50_000), using: &random)
      ws.receive(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      var demand = Int.max
      var batch = FrameBatch()
      ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
      messages += batch.events.compactMap { assembler.append($0) }
      while ws.hasUnparsed {
        batch.removeAll()
        ws.resume(at: 0, demand: &demand, random: &random, into: &batch)
        messages += batch.events.compactMap { assembler.append($0) }
      }
    }
    return messages.filter { if case .ping = $0 { false } else if case .pong = $0 { false } else { true } }
  }

  private func message(_ random: inout SeededRandom) -> Message {
    let size = [0, 1, 31, 32, 200, 2_000, 40_000].randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return .binary((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
    case 1: return .binary([UInt8](repeating: 7, count: size))
    default:
      let words = ["price", "€", "😀", "symbol", "ask", "bid"]
      var text = ""
      while text.utf8.count < size { text += words.randomElement(using: &random) ?? "" }
      return .text(text)
    }
  }

  @Test(arguments: [8, 9, 12, 15], [8, 9, 12, 15])
  func `what one side sends the other gets, under every agreement`(serverBits: Int, clientBits: Int) throws {
    for flags in 0..<4 {
      var random = SeededRandom(seed: UInt64(serverBits * 1_000 + clientBits * 10 + flags))
      let options = compressing {
        $0.serverNoContextTakeover = flags & 1 != 0
        $0.clientNoContextTakeover = flags & 2 != 0
        $0.serverMaxWindowBits = serverBits
        $0.clientMaxWindowBits = clientBits
      }
      var client = WebSocketProtocol.open(as: .client, options: options)
      var server = WebSocketProtocol.open(as: .server, options: options)
      for round in 0..<4 {
        let fromClient = (0..<3).map { _ in message(&random) }
        for message in fromClient { try send(message, from: &client, &random) }
        let fromServer = (0..<3).map { _ in message(&random) }
        for message in fromServer { try send(message, from: &server, &random) }
        #expect(
          received(client.takeOutput(), by: &server, &random) == fromClient, "flags \(flags), round \(round)")
        #expect(
          received(server.takeOutput(), by: &client, &random) == fromServer, "flags \(flags), round \(round)")
      }
      #expect(client.closure == nil)
      #expect(server.closure == nil)
    }
  }

  private func firstBytes(
    _ options: ProtocolOptions, as role: Role, _ payload: String, _ compression: MessageCompression
  ) throws -> UInt8? {
    var ws = WebSocketProtocol.open(as: role, options: options)
    var random = FixedRandom()
    var batch = FrameBatch()
    try Array(payload.utf8).withUnsafeBytes {
      try ws.send(.text, $0, compression: compression, at: 0, random: &random, into: &batch)
    }
    return ws.takeOutput().first
  }

  @Test(arguments: [Role.client, .server])
  func `each message is compressed or not as was said, and short ones are not`(role: Role) throws {
    let long = String(repeating: "x", count: 32)

    #expect(try firstBytes(compressing(), as: role, long, .automatic) == 0xC1)
    #expect(try firstBytes(compressing(), as: role, String(long.dropLast()), .automatic) == 0x81)
    #expect(try firstBytes(compressing(), as: role, "x", .always) == 0xC1)
    #expect(try firstBytes(compressing(), as: role, "", .always) == 0xC1)
    #expect(try firstBytes(compressing(), as: role, long, .never) == 0x81)
    #expect(try firstBytes(ProtocolOptions(), as: role, long, .always) == 0x81)
  }

  @Test func `H34 with a window of 8 nothing is compressed, and all is understood`() throws {
    let long = String(repeating: "x", count: 100)
    let client = compressing { $0.clientMaxWindowBits = 8 }
    let server = compressing { $0.serverMaxWindowBits = 8 }

    #expect(try firstBytes(client, as: .client, long, .always) == 0x81)
    #expect(try firstBytes(client, as: .server, long, .always) == 0xC1)
    #expect(try firstBytes(server, as: .server, long, .always) == 0x81)
    #expect(feed([frame(0xC1, bytes("F248CDC9C90700"))], options: client).frames == ["text:Hello"])
  }

  @Test(arguments: [(false, 5), (true, 7)])
  func `the second Hello is shorter where the window is kept`(alone: Bool, count: Int) throws {
    for role in [Role.client, .server] {
      let options = compressing {
        $0.clientNoContextTakeover = alone
        $0.serverNoContextTakeover = alone
      }
      var ws = WebSocketProtocol.open(as: role, options: options)
      var random = FixedRandom()
      var batch = FrameBatch()
      for _ in 0..<2 {
        try Array("Hello".utf8).withUnsafeBytes {
          try ws.send(.text, $0, compression: .always, at: 0, random: &random, into: &batch)
        }
      }
      #expect(batch.events.map(\.header.payloadLength) == [7, count])
    }
  }

  @Test func `only the first fragment carries RSV1, and an empty last one ends the block`() throws {
    var ws = WebSocketProtocol.open(as: .server, options: compressing())
    var random = FixedRandom()
    var batch = FrameBatch()
    try Array("Hello".utf8).withUnsafeBytes {
      try ws.send(.text, $0, isFinal: false, at: 0, random: &random, into: &batch)
    }
    try [].withUnsafeBytes { try ws.send(.continuation, $0, at: 0, random: &random, into: &batch) }

    #expect(ws.takeOutput() == bytes("410B F248CDC9C90700 0000FFFF 800100"))
  }
}
